"""What people look at: words of the bus as messages that Foxglove and Lichtblick show, derived from the raw ones."""
