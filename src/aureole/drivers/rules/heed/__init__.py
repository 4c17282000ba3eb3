"""What signs, lights, people who direct traffic and temporary things make of a decision."""
