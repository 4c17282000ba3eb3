"""An exam as a person lives through it: planned, run, told, interrupted, gone on with."""
