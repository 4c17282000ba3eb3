"""The sentences beside events and clauses: one table for each language."""
