"""Situations of road works: how lanes are led, who directs traffic, what contradicts itself."""
