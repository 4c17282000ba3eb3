"""An open vehicle operating system with a driver inside, and a world that examines and teaches it."""

__version__ = "0.1.0"
