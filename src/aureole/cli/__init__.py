"""The command line: one file a verb; the one place where concrete parts meet."""
