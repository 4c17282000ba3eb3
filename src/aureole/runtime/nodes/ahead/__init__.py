"""What is ready before a node is needed, so that a car does not wait for it."""
