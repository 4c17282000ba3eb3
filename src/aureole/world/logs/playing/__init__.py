"""A recording played again around an examined car: who takes part, where it goes, how the others move."""
