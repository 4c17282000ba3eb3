"""Connecting roads: from lanes that come into a junction to lanes that leave it, meeting both in place and heading."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from aureole.world.roads.laying.columns import Column, Row
from aureole.world.roads.laying.curve import Piece, joined
from aureole.world.roads.laying.network import Connection, Crossing, Network
from aureole.world.roads.laying.plan import SLOWEST, STEPS, TURNING, Unfit
from aureole.world.roads.laying.strip import START, Link, Port, Slot, Strip

LEEWAY = 0.5  # m; how much of a curve's radius is left at its innermost edge, at least
ORDER = ("stop", "biking", "shoulder", "curb", "border", "walking")  # of what lies beside the lanes, outwards


class Way(NamedTuple):
    """Lanes side by side through a junction, with what lies beside them on the right."""

    ins: Sequence[Slot]
    outs: Sequence[Slot]
    beside: Sequence[tuple[Slot | None, Slot | None]] = ()


def beside(one: Port, other: Port) -> list[tuple[Slot | None, Slot | None]]:
    """What lies beside the lanes of both arms, kind by kind: a kind that only one has tapers away."""
    ins = {slot.kind: slot for slot in one.outer("leaving") if slot.kind in ORDER}
    outs = {slot.kind: slot for slot in other.outer("entering") if slot.kind in ORDER}
    return [(ins.get(kind), outs.get(kind)) for kind in ORDER if kind in ins or kind in outs]


def connect(
    network: Network, crossing: Crossing, arms: tuple[Port, Port], way: Way, pieces: list[Piece] | None = None
) -> Strip:
    """Add the connecting road of a way from one arm to another; its line is the left border of its leftmost lane.

    Args:
        network: gets the road.
        crossing: the junction, which gets the connection.
        arms: the arm one comes from, the arm one leaves by.
        way: the lanes.
        pieces: its line, where that is known.

    Raises:
        Unfit: its curve is tighter than its lanes are wide.
    """
    one, other = arms
    start = one.pose.beside(way.ins[0].inner)
    goal = other.pose.beside(way.outs[0].inner).back()
    line = joined(start, goal) if pieces is None else pieces
    pairs = [*zip(way.ins, way.outs, strict=True), *way.beside]
    columns = tuple(column(pair) for pair in pairs)
    width = sum(max(abs(c.width), abs(c.last)) for c in columns)
    tightest = max((-min(piece.start, piece.end) for piece in line), default=0.0)
    if tightest > 0.0 and 1.0 / tightest < width + LEEWAY:
        raise Unfit(f"a turn of radius {1.0 / tightest:.1f} m with lanes of {width:.1f} m")
    strip = Strip(
        network.number("road"), "", start, line, (), columns, pace(line, arms), one.strip.kind,
        elevation=(Row(0.0, height(one)),), junction=crossing.name,
        before=Link("road", one.strip.name, one.end), after=Link("road", other.strip.name, other.end), centre="none",
    )  # fmt: skip
    strip.joins = {-(k + 1): tuple(0 if s is None else s.number for s in pair) for k, pair in enumerate(pairs)}  # type: ignore[misc]
    network.strips.append(strip)
    lanes = tuple((a.number, -(k + 1)) for k, (a, _) in enumerate(pairs) if a is not None)
    crossing.connections.append(Connection(one.strip.name, strip.name, START, lanes))
    return strip


def column(pair: tuple[Slot | None, Slot | None]) -> Column:
    """One lane of a connecting road, as wide at its ends as what it meets there."""
    widths = [0.0 if slot is None else slot.width for slot in pair]
    kind = next(slot.kind for slot in pair if slot is not None)
    kind = "driving" if kind in {"entry", "exit", "onRamp", "offRamp"} else kind
    if widths[0] == widths[1]:
        return Column(kind, widths[0])
    return Column(kind, widths[0], last=widths[1])


def pace(line: Sequence[Piece], arms: tuple[Port, Port]) -> float:
    """The limit of a connecting road, m/s: that of its arms, less where it is bent."""
    return min(arms[0].strip.limit, arms[1].strip.limit, bent(line, TURNING))


def bent(line: Sequence[Piece], most: float) -> float:
    """The highest multiple of 5 km/h at which a line asks for no more side acceleration than `most`; at least 10."""
    sharpest = max((max(abs(piece.start), abs(piece.end)) for piece in line), default=0.0)
    if sharpest * 60.0**2 < most:
        return math.inf
    return max(math.floor(math.sqrt(most / sharpest) / STEPS + 1e-9) * STEPS, SLOWEST)


def height(arm: Port) -> float:
    """Of an arm's end; roads are level there."""
    strip = arm.strip
    if not strip.elevation:
        return 0.0
    s = 0.0 if arm.end == START else strip.length
    row = [row for row in strip.elevation if row.s <= s][-1]
    ds = s - row.s
    return row.a + ds * (row.b + ds * (row.c + ds * row.d))
