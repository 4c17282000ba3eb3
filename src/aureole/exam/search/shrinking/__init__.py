"""A failing drive made as small as it goes: fewer actors, plainer values, the value at which failing ends."""
