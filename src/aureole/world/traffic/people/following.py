"""How likely recorded following is: by drivers of the intelligent driver model, and by plain guesses beside them."""

from __future__ import annotations

from math import gamma, log, pi, sqrt

import numpy as np

from aureole.core.notes import Float64
from aureole.world.traffic.people.watching import SPAN, Windows

NAMES = ("top", "time_gap", "min_gap", "accel", "brake")
"""Parameters of a driver: desired speed (m/s), time gap (s), least gap (m), acceleration, comfortable brake (m/s^2)."""
LEAST = (8.0, 0.2, 0.5, 0.2, 0.4)
MOST = (45.0, 4.0, 8.0, 4.0, 6.0)
"""The box in which drivers are sought; beyond it the model does not drive as people do."""
TEXTBOOK = (120.0 / 3.6, 1.0, 2.0, 1.0, 1.5)
"""A car on a motorway of Treiber, Kesting, Traffic Flow Dynamics, 2nd ed., table 12.1 (recalled)."""
HARDEST = 8.0  # m/s^2; what brakes can do
FREEDOM = 4.0  # -; degrees of freedom of the errors: heavy tails, as tracks leap (Lange, Little, Taylor, JASA 84, 1989)


def predicted(windows: Windows, drivers: Float64) -> Float64:
    """Acceleration of each driver (drivers, 5) in each window, m/s^2, (drivers, windows); nobody rolls backwards.

    Treiber, Hennecke, Helbing, Phys. Rev. E 62, 2000, as `conduct.following.idm_accel`, for arrays.
    """
    top, time_gap, least, accel, brake = (drivers[:, k, None] for k in range(5))
    v, lead = windows.speed, windows.lead
    wish = least + np.maximum(v * time_gap + v * (v - lead) / (2.0 * np.sqrt(accel * brake)), 0.0)
    free, near = (v / top) ** 2, wish / np.maximum(windows.gap, 0.01)
    return np.maximum(accel * (1.0 - free * free - near * near), np.maximum(-HARDEST, -v / SPAN))


def tailed(error: Float64, scale: float) -> Float64:
    """Log density of errors by Student's distribution with `FREEDOM` degrees, nats."""
    whole = gamma(0.5 * (FREEDOM + 1.0)) / (gamma(0.5 * FREEDOM) * sqrt(FREEDOM * pi) * scale)
    ratio = error / scale
    return np.asarray(log(whole) - 0.5 * (FREEDOM + 1.0) * np.log1p(ratio * ratio / FREEDOM))


def by_driver(values: Float64, windows: Windows) -> Float64:
    """Sums over the windows of each driver, (..., windows) to (..., drivers)."""
    starts = np.flatnonzero(np.diff(windows.driver, prepend=windows.driver[0] - 1))
    return np.asarray(np.add.reduceat(values, starts, axis=-1))


def scale_of(error: Float64) -> float:
    """The scale of errors that makes them likeliest."""
    scales = np.geomspace(0.05, 5.0, 60)
    return float(scales[np.argmax([tailed(error, scale).sum() for scale in scales.tolist()])])
