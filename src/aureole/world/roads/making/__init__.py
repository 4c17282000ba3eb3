"""Makes road networks of one's own: kinds, their parameters, seeds, plans, and the traffic that they ask for."""
