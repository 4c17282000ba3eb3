"""What the supervisor looks after while nodes run: who lives, what they take, what the car does."""
