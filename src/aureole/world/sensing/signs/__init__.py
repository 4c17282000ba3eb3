"""What stands beside or on the road and speaks: signals, and temporary objects."""
