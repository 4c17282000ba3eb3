"""What a car is and how it obeys."""
