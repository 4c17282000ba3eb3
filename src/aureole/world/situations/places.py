"""Places on a site: a road seen in driving direction, lanes counted from the right, metres from where one enters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from aureole.world.roads.laying.columns import Lane, Section
from aureole.world.roads.laying.curve import Pose, pose_at
from aureole.world.roads.laying.strip import Strip

CARS = frozenset({"driving"})
SMALL = 1e-6  # m


class Spot(NamedTuple):
    """A place in a lane."""

    road: str
    lane: int
    s: float
    offset: float
    """From the lane's middle, m, along t of the road."""
    pose: Pose
    """The same in the world, heading as its lane's traffic."""


@dataclass(frozen=True, slots=True)
class Way:
    """A road in one driving direction."""

    strip: Strip
    forward: bool = True
    """Along s; traffic keeps right."""
    parts: tuple[Section, ...] = ()
    """Its lane sections; those of the strip if left out."""

    def __post_init__(self) -> None:
        if not self.parts:
            object.__setattr__(self, "parts", tuple(self.strip.sections()))

    @property
    def length(self) -> float:
        """m."""
        return self.strip.length

    @property
    def back(self) -> Way:
        """The other direction of the same road."""
        return Way(self.strip, not self.forward, self.parts)

    def station(self, way: float) -> float:
        """s of the road so many metres after one enters; below zero counts from where one leaves."""
        way = way + self.length if way < 0.0 else way
        return round(way if self.forward else self.length - way, 3)

    def section(self, s: float) -> Section:
        """The lane section at a station."""
        return next(part for part in reversed(self.parts) if part.s <= s + SMALL)

    def lanes(self, s: float) -> tuple[Lane, ...]:
        """All lanes of this direction at a station, from the centre outwards."""
        section = self.section(s)
        return section.right if self.forward else section.left

    def at(self, way: float, lane: int = 0, left: float = 0.0, kinds: frozenset[str] = CARS) -> Spot:
        """A place in a lane: 0 is the rightmost of these kinds; `left` of its middle, m."""
        s = self.station(way)
        lanes = self.lanes(s)
        chosen = [one for one in lanes if one.column.kind in kinds][::-1][lane]
        sign = 1.0 if self.forward else -1.0
        inner = self.strip.offset * sign
        for one in lanes:
            wide = one.column.at(s) if one.column.last < 0.0 else one.column.width
            if one is chosen:
                break
            inner -= wide
        return Spot(self.strip.name, chosen.number, s, round(sign * left, 3), self.pose(s, inner - 0.5 * wide + left))

    def pose(self, s: float, left: float) -> Pose:
        """The world pose at a station, `left` of the reference line in driving direction."""
        line = pose_at(self.strip.pose, self.strip.pieces, s)
        return line.beside(left) if self.forward else line.back().beside(left)

    def point(self, way: float, left: float) -> Pose:
        """The world pose so many metres on, `left` of the reference line in driving direction."""
        return self.pose(self.station(way), left)

    def edge(self, way: float, kinds: frozenset[str] = CARS) -> float:
        """Where the lanes for cars end on the right: left of the reference line, so below zero, m."""
        s = self.station(way)
        t = self.strip.offset * (1.0 if self.forward else -1.0)
        found = t
        for one in self.lanes(s):
            t -= one.column.at(s)
            found = t if one.column.kind in kinds else found
        return found
