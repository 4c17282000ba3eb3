"""The report of an exam: one file that opens anywhere, offline, with every verdict and the replay of the worst."""
