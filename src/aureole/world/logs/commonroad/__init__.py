"""Reads CommonRoad XML, 2018b and 2020a: lanelets with signs and lights, obstacles with tracks, planning problems."""
