"""Reads Lanelet2 maps (.osm): nodes, ways and relations become lanelets, and these the roads every room reads."""
