"""What cars see, as pictures in files."""
