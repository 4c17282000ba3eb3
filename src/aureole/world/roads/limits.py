"""Speed limits along each lane: of the road's type, or of the lane itself where it has one."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

from aureole.core.notes import Float64, Int32


class Limits(NamedTuple):
    """Rows first[lane]:first[lane+1] belong to a lane row of `core.road.Road`; each holds until the next."""

    first: Annotated[Int32, "lanes_and_end", "-", "-"]
    s: Annotated[Float64, "limits", "m", "road"]
    """From the start of the road."""
    speed: Annotated[Float64, "limits", "m/s", "-"]
    """Infinite where none is given."""


def merge(road: list[tuple[float, float]], lane: list[tuple[float, float]], start: float) -> list[tuple[float, float]]:
    """(station, limit) from the start of a section on: the lane's own limit, before it that of the road's type.

    >>> merge([(0.0, 36.0), (500.0, 28.0)], [(700.0, 22.0)], start=100.0)
    [(100.0, 36.0), (500.0, 28.0), (700.0, 22.0)]
    """
    own = lane[0][0] if lane else math.inf
    before = [limit for s, limit in road if s <= start]
    rows = [(start, before[-1] if before else math.inf)] if start < own else []
    return rows + [(s, limit) for s, limit in road if start < s < own] + lane
