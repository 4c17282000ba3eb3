"""A car's operating system started from the command line: services by their roles, and what is told of them."""
