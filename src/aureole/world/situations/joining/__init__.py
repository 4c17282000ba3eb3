"""Situations of motorways and of leaving a kerb: changing lanes, joining, leaving, letting in."""
