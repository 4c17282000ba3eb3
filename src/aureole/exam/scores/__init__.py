"""The field's scores of a drive, by their published formulas, on one kind of log."""
