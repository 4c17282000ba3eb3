"""What the car can know: given objects as its sensors would see them, lanes, route, its own motion."""
