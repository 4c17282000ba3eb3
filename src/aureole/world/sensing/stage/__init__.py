"""What can be seen, as flat arrays that every renderer shares: ground, movable and fixed things, signs, light."""
