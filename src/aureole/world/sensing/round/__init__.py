"""What is round along a row: sticks, and crowns of trees."""
