"""What stands on and beside the road: signals, their controllers, objects; as the file says, and in the world."""
