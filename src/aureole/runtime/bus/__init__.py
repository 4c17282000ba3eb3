"""The nerves: words from one writer to those who may read them, in one process, between processes, between machines."""
