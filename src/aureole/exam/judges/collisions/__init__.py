"""Collisions: how others come into the way, who hit whom, and what could not be avoided."""
