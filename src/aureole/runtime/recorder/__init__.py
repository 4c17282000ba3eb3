"""The flight recorder: every word of the bus in a ring of files that crash, full disk and limit leave readable."""
