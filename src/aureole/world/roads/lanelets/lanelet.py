"""A lanelet: a piece of lane between two drawn borders, as CommonRoad, Lanelet2 and the logs of the field give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Float64


@dataclass(frozen=True, slots=True)
class Lanelet:
    """One lanelet in the order of travel; neighbours and followers are named by id (Bender et al., IV 2014)."""

    name: str
    """Its id in the file."""
    left: Annotated[Float64, "left_points 2", "m", "world"]
    """Left border, from the entry to the exit; at least two points."""
    right: Annotated[Float64, "right_points 2", "m", "world"]
    after: tuple[str, ...] = ()
    """Lanelets it leads into."""
    before: tuple[str, ...] = ()
    beside_left: str = ""
    """The left neighbour; empty if there is none."""
    same_left: bool = True
    """The left neighbour runs the same way."""
    beside_right: str = ""
    same_right: bool = True
    kind: LaneKind = LaneKind.DRIVING
    limit: float = float("inf")
    """m/s; infinite where none is known."""
    mark_left: Mark = Mark.NONE
    mark_right: Mark = Mark.NONE
    junction: str = ""
    """Id of the junction it belongs to; empty outside, or where the source does not tell."""
