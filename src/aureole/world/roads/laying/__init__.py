"""Lays roads: a plan of nodes and edges becomes alignments, lanes, junctions and an OpenDRIVE file."""
