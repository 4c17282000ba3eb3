"""People as they drive, on the command line: who drives the traffic, what recordings tell of drivers."""
