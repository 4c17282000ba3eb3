"""Who drives: one role, many minds."""
