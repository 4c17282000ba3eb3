"""What is remembered of what was seen: things over time, and the words that are told of them."""
