"""How a driver runs: the reference loop, its digest, its record."""
