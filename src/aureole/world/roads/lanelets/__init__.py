"""Maps drawn as lanelets (CommonRoad, Lanelet2, nuScenes, Argoverse), made into the roads every room reads."""
