"""Pictures of maps: one file, no network, light and dark."""
