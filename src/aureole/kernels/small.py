"""Cosine, sine and arc tangent where they are asked for from step to step: quicker than the library's.

Angles are told by a table of quarters of a radian and by series for what is left, which end below the last place of a
number; so they are the library's but for that place. Angles of more than a turn, and tangents that are not small, are
the library's.
"""

from __future__ import annotations

from math import atan, atan2, cos, sin

import numpy as np

from aureole.kernels.compiled import device

QUARTER = 0.25  # rad; between two entries
MOST = 26  # entries to either side of zero: a turn and a bit
AT_C = np.array([cos(QUARTER * k) for k in range(-MOST, MOST + 1)])
AT_S = np.array([sin(QUARTER * k) for k in range(-MOST, MOST + 1)])
TURN = 0.5 * QUARTER  # rad; largest angle, and SLOPE largest tangent, that is told by a series alone
SLOPE = 0.03125


@device
def cosine_sine(angle: float) -> tuple[float, float]:
    """Cosine and sine of an angle, rad.

    >>> from math import cos, sin
    >>> c, s = cosine_sine(0.125)
    >>> abs(c - cos(0.125)) < 2e-16, abs(s - sin(0.125)) < 3e-17
    (True, True)
    """
    if angle == 0.0:
        return 1.0, angle
    if not abs(angle) < QUARTER * MOST:
        return cos(angle), sin(angle)
    k, left = 0, angle
    if abs(angle) > TURN:
        k = int(np.floor(angle * (1.0 / QUARTER) + 0.5))
        left = angle - QUARTER * k
    q = left * left
    c = 1.0 - q * (1 / 2 - q * (1 / 24 - q * (1 / 720 - q * (1 / 40320 - q * (1 / 3628800)))))
    s = left - left * q * (1 / 6 - q * (1 / 120 - q * (1 / 5040 - q * (1 / 362880))))
    if k == 0:
        return c, s
    at_c, at_s = AT_C[k + MOST], AT_S[k + MOST]
    return at_c * c - at_s * s, at_s * c + at_c * s


@device
def arc_tangent(y: float, x: float) -> float:
    """Angle of the point (x, y), rad, as `math.atan2` gives it.

    >>> arc_tangent(0.0, -1.0), arc_tangent(-0.01, 1.0) == atan2(-0.01, 1.0)
    (3.141592653589793, True)
    """
    if not abs(y) <= SLOPE * x:
        return atan2(y, x)
    return series(y / x) if x > 0.0 else atan2(y, x)


@device
def arc(tangent: float) -> float:
    """The angle, rad, that has this tangent, as `math.atan` gives it.

    >>> arc(1.0) == atan(1.0), arc(0.0)
    (True, 0.0)
    """
    return series(tangent) if abs(tangent) <= SLOPE else atan(tangent)


@device
def series(tangent: float) -> float:
    """The same for a tangent of at most `SLOPE`."""
    q = tangent * tangent
    return tangent - tangent * q * (1 / 3 - q * (1 / 5 - q * (1 / 7 - q * (1 / 9))))
