"""The batched world: many worlds of many agents side by side, moved, checked and observed at hardware speed."""
