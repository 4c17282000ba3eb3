"""Sine, cosine and arc tangent from IEEE additions, multiplications, divisions and roots alone: the same bits anywhere.

The machine's own libm may differ in the last digit from another's, and a made map is the same file on every machine.
"""

from __future__ import annotations

import math

HALF_TURNS = 0.6366197723675814  # 1/rad; 2/pi
QUARTER_HIGH = 1.5707963267341256  # rad; the first 33 bits of pi/2, so that a whole multiple is exact (fdlibm)
QUARTER_LOW = 6.077100506506192e-11  # rad; what is left of pi/2
PI = math.pi
SINE = (-1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800, -1 / 1307674368000)
COSINE = (-1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800, 1 / 479001600, -1 / 87178291200, 1 / 20922789888000)
ARC = tuple((-1.0) ** k / (2 * k + 1) for k in range(1, 13))  # odd terms of the arc tangent beyond the first


def series(terms: tuple[float, ...], square: float) -> float:
    """1 + terms[0]·square + terms[1]·square² + …, from the smallest on."""
    total = 0.0
    for term in reversed(terms):
        total = (total + term) * square
    return 1.0 + total


def sine_cosine(angle: float) -> tuple[float, float]:
    """Both of an angle in rad.

    >>> all(abs(a - b) < 1e-15 for a, b in zip(sine_cosine(2.0), (math.sin(2.0), math.cos(2.0))))
    True
    """
    quarters = math.floor(angle * HALF_TURNS + 0.5)
    rest = (angle - quarters * QUARTER_HIGH) - quarters * QUARTER_LOW
    square = rest * rest
    sine, cosine = rest * series(SINE, square), series(COSINE, square)
    return ((sine, cosine), (cosine, -sine), (-sine, -cosine), (-cosine, sine))[quarters % 4]


def tangent(angle: float) -> float:
    """Of an angle in rad."""
    sine, cosine = sine_cosine(angle)
    return sine / cosine


def arc_tangent(y: float, x: float) -> float:
    """The angle of a vector, rad, in [-pi, pi]; 0 of none.

    >>> abs(arc_tangent(-3.0, -1.0) - math.atan2(-3.0, -1.0)) < 1e-15
    True
    """
    if x == 0.0 and y == 0.0:
        return 0.0
    steep = abs(y) > abs(x)
    ratio = abs(x) / abs(y) if steep else abs(y) / abs(x)
    for _ in range(2):  # the half of the angle, twice
        ratio = ratio / (1.0 + math.sqrt(1.0 + ratio * ratio))
    angle = 4.0 * ratio * series(ARC, ratio * ratio)
    angle = 0.5 * PI - angle if steep else angle
    angle = PI - angle if x < 0.0 else angle
    return -angle if y < 0.0 else angle


def wrapped(angle: float) -> float:
    """The same direction in (-pi, pi], rad."""
    turned = angle - 2.0 * PI * math.floor((angle + PI) / (2.0 * PI))
    return PI if turned == -PI else turned


def length_of(x: float, y: float) -> float:
    """Of a vector; a root is exact where `hypot` need not be."""
    return math.sqrt(x * x + y * y)
