"""A recording fed back through the services that made it: the same words must come out."""
