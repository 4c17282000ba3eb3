"""The journal of a car's operating system: what happened, written while it runs and read at any time after."""
