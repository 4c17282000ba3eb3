"""Cameras: pictures and their truth, cast row by row from a stage."""
