"""The process of a rights domain: how it is born, joined, measured, and how it gets its share of the machine."""
