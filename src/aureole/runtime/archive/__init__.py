"""Zip archives: written the same each time, and read as if a stranger had made them."""
