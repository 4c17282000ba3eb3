"""Situations of road works: what closes the lane, who works there, what can be seen of it."""
