"""Signals that change by a plan: controllers with phases, read and played."""
