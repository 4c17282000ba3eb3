"""Rights of way: what signals demand, and who goes first."""
