"""Roads: read from OpenDRIVE once, asked by kernels a million times a second."""
