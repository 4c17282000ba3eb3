"""What scores are made of: one question about a log a file."""
