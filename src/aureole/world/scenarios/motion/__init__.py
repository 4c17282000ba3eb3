"""How scripted agents move: lanes, speeds, paths and places, one formula an action."""
