"""Recorded traffic: what was on a road, and the world that plays it again around an examined car."""
