"""Parameter value distributions: one file that stands for many variations of a scenario."""
