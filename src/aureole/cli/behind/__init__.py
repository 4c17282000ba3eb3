"""What stands behind the port of a booted car, drive after drive: a world, a CAN bus, a recording."""
