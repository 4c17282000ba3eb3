"""Reads maps: OpenDRIVE elements into rows, rows into the flat tables of `core.road`."""
