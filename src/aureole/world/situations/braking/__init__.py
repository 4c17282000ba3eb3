"""Situations that end in a collision unless the car brakes in time."""
