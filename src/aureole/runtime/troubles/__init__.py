"""Diagnostic trouble codes: which faults there are, how often each was seen, and what it was like when it was."""
