"""The plain scene of the camera benchmark, as numbers: ground with lanes, 20 boxes, 16 cones, a camera; needs no numpy.

Metres, radians; x ahead, y left, z up; the eye is at (0, 0, 1.4) and looks ahead and 2 degrees down.
"""

import math

EYE, DOWN, VIEW = (0.0, 0.0, 1.4), math.radians(2.0), math.radians(60.0)
LANES = (-5.25, -1.75, 1.75, 5.25)  # m; painted lines, the inner ones broken
ROAD, FAR, LINE, DASH, PERIOD = 6.0, 400.0, 0.12, 3.0, 9.0  # m; half a road's width, its end, width of a line, dashes
BOXES = tuple(
    (9.0 + 5.5 * k + 2.0 * (k % 3), (-3.5, 0.4, 3.5, 9.0, -9.5)[k % 5], 0.35 * (k % 4), (4.6, 1.9, 1.5 + 0.4 * (k % 3)))
    for k in range(20)
)  # ahead, left, heading, length, width, height
CONES = tuple((7.0 + 4.0 * k, -2.2 + 0.12 * k, 0.75) for k in range(16))  # ahead, left, height
SIZES = ((256, 128), (512, 256))
