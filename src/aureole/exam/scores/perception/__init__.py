"""How well was seen: what was perceived against what there was, by the field's published measures, numpy alone."""
