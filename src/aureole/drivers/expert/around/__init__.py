"""What is around the car, what the others may do, and what rules and works ask."""
