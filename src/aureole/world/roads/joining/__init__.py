"""Joins the roads of a plan: arms, movements, connecting roads, junctions, roundabouts, ramps, what stands there."""
