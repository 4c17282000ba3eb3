"""The walls that a node takes before its services are made, and never leaves."""
