"""What the operating system uses of its machine, one facility a file: whether it is there, and how a node claims it."""
