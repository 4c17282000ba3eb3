"""Every place where a signal of a map counts, its references to other roads included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from aureole.world.roads.furniture.signals import Signalling, Spans


class Post(NamedTuple):
    """A place where a signal counts."""

    signal: int
    road: int
    s: float
    orientation: int
    spans: tuple[tuple[int, int], ...]
    """Lane ids from, to; none for all."""


def posts(signalling: Signalling) -> Iterator[Post]:
    """Every place where a signal counts, its references included."""
    signals, others = signalling.signals, signalling.references
    for row in range(len(signals.ids)):
        place = (int(signals.road[row]), float(signals.s[row]), int(signals.orientation[row]))
        yield Post(row, *place, spans_of(signalling.lanes, row))
    for row, target in enumerate(others.target.tolist()):
        place = (int(others.road[row]), float(others.s[row]), int(others.orientation[row]))
        yield Post(target, *place, spans_of(signalling.reference_lanes, row))


def spans_of(spans: Spans, owner: int) -> tuple[tuple[int, int], ...]:
    """The lanes an owner counts for."""
    rows = np.flatnonzero(spans.owner == owner)
    return tuple((int(spans.first[row]), int(spans.last[row])) for row in rows)
