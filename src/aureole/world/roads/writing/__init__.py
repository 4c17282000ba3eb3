"""Writes maps: the tables of a map as an OpenDRIVE file that reads as the same map."""
