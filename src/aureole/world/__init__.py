"""Where it drives: roads, traffic, sensing and scenarios."""
