"""From a drive to files that others can play: a scenario of trajectories on its map."""
