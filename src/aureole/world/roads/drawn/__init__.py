"""Lines as drawn or measured: polylines, a reference line traced through them, borders seen from it."""
