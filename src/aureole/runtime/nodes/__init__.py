"""What runs: services, the node that hosts those of one rights domain, and how it gets its share of the machine."""
