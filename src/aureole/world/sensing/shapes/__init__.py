"""From a stage to faces: what a camera or a lidar may see, as flat quads and rounded sticks."""
