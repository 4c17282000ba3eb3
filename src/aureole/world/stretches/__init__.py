"""A world that goes from one question to the driver to the next in one go."""
