"""Lays roads: plans, lines, lanes, and the OpenDRIVE file they are written to."""
