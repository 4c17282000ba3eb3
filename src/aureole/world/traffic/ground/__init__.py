"""What a map is for a batch of worlds: stored once, shared by all, asked by every agent at every step."""
