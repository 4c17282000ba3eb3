"""Steps of a decision: what is asked, what stands in the way, how far aside."""
