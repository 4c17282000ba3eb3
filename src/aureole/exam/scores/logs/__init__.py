"""What is known of a drive, and where logs come from."""
