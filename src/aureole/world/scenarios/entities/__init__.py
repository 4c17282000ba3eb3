"""Who takes part: what they measure, how they are chosen, what they pull."""
