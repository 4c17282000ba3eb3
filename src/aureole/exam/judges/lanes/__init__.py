"""Lanes: on the road, between the lines, the right way round, and past what stands in the way."""
