"""The search for failures: where parameters make a driver fail, how often that is, and the smallest such case."""
