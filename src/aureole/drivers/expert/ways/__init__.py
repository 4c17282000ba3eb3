"""The ways a car may go: paths, who is in their way, how fast along them, and the choice between them."""
