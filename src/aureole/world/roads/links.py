"""Where each lane goes on at both of its ends, and which junction a road belongs to."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from aureole.core.notes import Int32


class Links(NamedTuple):
    """Every lane that touches an end of a lane: over lane sections, links of roads and junctions.

    Rows first[i]:first[i+1] belong to lane row i of `core.road.Road`, in the order in which the file names them.
    The tables are symmetric: if b is after a, then a is before b (or after it, where two roads run against each other).
    """

    after_first: Annotated[Int32, "lanes_and_end", "-", "-"]
    after_lane: Annotated[Int32, "afters", "-", "-"]
    """Lane rows that touch the end at high s of this lane's section."""
    after_way: Annotated[Int32, "afters", "-", "-"]
    """1 where s goes on rising there (it is entered at its low end), -1 where s then falls."""
    before_first: Annotated[Int32, "lanes_and_end", "-", "-"]
    before_lane: Annotated[Int32, "befores", "-", "-"]
    """Lane rows that touch the end at low s."""
    before_way: Annotated[Int32, "befores", "-", "-"]
    """Who leaves over the low end: 1 where s then rises there, -1 where it goes on falling."""
    way: Annotated[Int32, "lanes", "-", "-"]
    """Traffic: 1 with rising s, -1 with falling s, 0 in both ways and on the centre lane."""


class Junctions(NamedTuple):
    """Which roads belong to junctions, and which road goes first."""

    road: Annotated[Int32, "roads", "-", "-"]
    """Row of the junction that a connecting road belongs to; -1 on others."""
    priority: Annotated[Int32, "priorities 3", "-", "-"]
    """Junction, road that goes first, road that waits; -1 where the file names none."""
