"""What services and chains have promised, and whether they keep it while the car drives: deadlines, order, floods."""
