"""A booted car: what runs, where its state lies for others to see, and what it has lived through."""
