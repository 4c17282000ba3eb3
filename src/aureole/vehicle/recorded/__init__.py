"""A drive that was recorded by a real car: its bus, its radar, the way it went, and what its human did."""
