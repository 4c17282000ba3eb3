"""A car's manifest: what it computes with, what runs on it, which words go where, how long that may take."""
