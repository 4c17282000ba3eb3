"""The normal distribution for arrays: from a number in (0, 1) to its place on the normal line and back."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64

LEAST = 2.0**-53  # of a number in (0, 1); closer to an end a float64 cannot tell 1 - u from 1
CENTRAL, NEAR, SPLIT = 0.425, 5.0, 1.6  # |u - 1/2| of the central part, tail variable where the far part begins, shift
# Numerators and denominators of three rational approximations, relative error about 1e-16; M. J. Wichura, Algorithm
# AS 241: The percentage points of the normal distribution, Applied Statistics 37 (1988), routine PPND16.
MIDDLE = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0),
)  # fmt: skip
TAIL = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0),
)  # fmt: skip
FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)  # fmt: skip

_erfc = np.frompyfunc(math.erfc, 1, 1)


def below(z: Float64) -> Float64:
    """The share of a standard normal distribution below each z, never quite 0 or 1.

    >>> float(below(np.zeros(1))[0])
    0.5
    """
    share = 0.5 * np.asarray(_erfc(-z / math.sqrt(2.0)), dtype=np.float64)
    return np.clip(share, LEAST, 1.0 - LEAST)


def place(u: Float64) -> Float64:
    """The z below which each share `u` lies; the inverse of `below`.

    >>> round(float(place(np.array([0.975]))[0]), 6)
    1.959964
    """
    from_middle = u - 0.5
    inside = np.abs(from_middle) <= CENTRAL
    square = CENTRAL**2 - np.where(inside, from_middle, 0.0) ** 2
    central = from_middle * _ratio(MIDDLE, square)
    tail = np.sqrt(-np.log(np.clip(np.minimum(u, 1.0 - u), LEAST, 0.5)))
    out = np.where(tail <= NEAR, _ratio(TAIL, tail - SPLIT), _ratio(FAR, tail - NEAR))
    return np.where(inside, central, np.copysign(out, from_middle))


def _ratio(parts: tuple[tuple[float, ...], tuple[float, ...]], x: Float64) -> Float64:
    above, under = parts[0][0] + 0.0 * x, parts[1][0] + 0.0 * x
    for one, other in zip(parts[0][1:], parts[1][1:], strict=True):
        above, under = above * x + one, under * x + other
    return above / under
