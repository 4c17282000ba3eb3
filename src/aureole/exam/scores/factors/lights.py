"""Traffic lights: whether the scored car was in an area that was closed to it."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np

from aureole.core.kinds import Kind
from aureole.exam.scores.factors.meet import overlaps
from aureole.exam.scores.logs.log import Log, Others


def tlc(log: Log) -> float:
    """0 if the car's box ever overlaps an area behind a red light, else 1; NaN where lights are not known."""
    lights = log.lights
    if lights is None:
        return nan
    moments = len(log)
    areas = Others(
        lights.red, np.ascontiguousarray(np.broadcast_to(lights.xy, (moments, *lights.xy.shape))),
        np.ascontiguousarray(np.broadcast_to(lights.heading, (moments, len(lights.heading)))),
        np.zeros((moments, len(lights.xy), 2)), lights.size, np.full(len(lights.xy), int(Kind.NONE), np.int32),
    )  # fmt: skip
    return 0.0 if overlaps(replace(log, others=areas)).any() else 1.0
