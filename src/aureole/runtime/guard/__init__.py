"""The guard between follower and port: lets what is sound pass unchanged, and brakes where nothing is."""
