"""`aureole exam --search`: who drives for a search, what is written and told of it."""
