"""A car that is given pictures instead of things: its eyes, what may be wrong with them, where it believes to be."""
