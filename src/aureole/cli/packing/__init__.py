"""Cases that travel: written after a drive, driven again, looked at again."""
