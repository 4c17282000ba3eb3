"""A recording fed back through the operating system, and whether the same words came out."""
