"""Situations of passing: something blocks the lane, and the way beside it is not free at all times."""
