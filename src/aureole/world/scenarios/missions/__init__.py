"""Missions over made maps: from where to where, and the scenario that says so."""
