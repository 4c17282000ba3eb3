"""The rule driver: predictable, comfortable when it can be, hard when it must be."""
