"""The middle lines of all maps of a course in one table, so that one call of a kernel serves all worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Float64, Int32
from aureole.world.traffic.net.net import Net


class Lines(NamedTuple):
    """Of `net.Net` what a route is followed by, map after map; formulas of `net.places` take it as a net."""

    length: Annotated[Float64, "stretches", "m", "lane"]
    spacing: Annotated[Float64, "stretches", "m", "lane"]
    limit: Annotated[Float64, "stretches", "m/s", "-"]
    point_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    point: Annotated[Float64, "points 7", "m", "world"]
    base: Annotated[Int32, "maps", "-", "-"]
    """The first row of each map's stretches."""


def lines_of(nets: Sequence[Net]) -> Lines:
    """The lines of several maps."""
    counts = [len(net.length) for net in nets]
    starts = np.concatenate([[0], np.cumsum([len(net.point) for net in nets])])
    first = [net.point_first[:-1] + start for net, start in zip(nets, starts[:-1], strict=True)]
    return Lines(
        np.concatenate([net.length for net in nets]), np.concatenate([net.spacing for net in nets]),
        np.concatenate([net.limit for net in nets]),
        np.concatenate([*first, starts[-1:]]).astype(np.int32),
        np.concatenate([net.point for net in nets]),
        np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int32),
    )  # fmt: skip
