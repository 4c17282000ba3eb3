"""How much of the car still works, and what it may therefore do: full, degraded, minimal risk, standstill."""
