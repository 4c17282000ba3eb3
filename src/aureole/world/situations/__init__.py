"""Situations that a chauffeur must master: seeded, on roads of their own, with others who act when the car comes."""
