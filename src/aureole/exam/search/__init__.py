"""The search for failures: where a scenario's parameters make a driver fail, how often that is, and the smallest case."""
