"""Situations that a chauffeur must master: seeded, each on a road of its own, with others who act when the car comes."""
