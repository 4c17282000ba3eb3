"""The signals of a car by names that others know: COVESA VSS."""
