"""What a car perceives by itself: pictures of its eyes and its own motion become tracks, lanes, signals, objects."""
