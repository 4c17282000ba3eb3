"""A road while it is made: reference line, columns of lanes, links, what stands on it; and the ports at its ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from aureole.world.roads.laying.columns import DRIVEN, Column, Lane, Row, Section, sections
from aureole.world.roads.laying.curve import Piece, Pose, ends, whole

START, END = "start", "end"


class Link(NamedTuple):
    """What an end of a road leads to."""

    kind: str
    """road or junction."""
    name: str
    contact: str = ""
    """start or end of the other road; nothing for a junction."""


class Thing(NamedTuple):
    """An object or a signal: the attributes it is written with, and its corners (s, t) if it is an area."""

    about: dict[str, str | float | int]
    corners: tuple[tuple[float, float], ...] = ()
    lanes: tuple[int, int] | None = None
    """Lowest and highest id of the lanes it counts for."""
    paint: str = ""
    """Colour of a line painted along its corners, which then are no area."""


@dataclass(slots=True)
class Strip:
    """One road."""

    name: str
    title: str
    pose: Pose
    pieces: list[Piece]
    left: tuple[Column, ...]
    """From the centre outwards, as right."""
    right: tuple[Column, ...]
    limit: float
    """m/s."""
    kind: str = "town"
    """Type of the road: motorway, rural, town."""
    offset: float = 0.0
    """Of the centre lane from the reference line, m, left plus."""
    elevation: tuple[Row, ...] = ()
    junction: str = "-1"
    before: Link | None = None
    after: Link | None = None
    joins: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of a connecting road: lane id to the ids it comes from and goes on as."""
    centre: str = "solid"
    """Mark on the centre lane, away from junctions."""
    firm: tuple[float, float] = (0.0, 0.0)
    """Lengths at the start and the end where nobody may cross the lines, m."""
    objects: list[Thing] = field(default_factory=list)
    signals: list[Thing] = field(default_factory=list)
    bridge: tuple[float, float] | None = None
    """Where it runs over something: from, length, m."""

    @property
    def length(self) -> float:
        """m, along the reference line."""
        return whole(self.pieces)

    def sections(self) -> list[Section]:
        """Its lane sections."""
        return sections(self.left, self.right, self.length)

    def pose_of(self, end: str) -> Pose:
        """The reference line at an end, looking out of the road."""
        return self.pose.back() if end == START else ends(self.pose, self.pieces)[-1]


class Slot(NamedTuple):
    """A lane at the end of a road, seen by who looks out of the road."""

    number: int
    kind: str
    width: float
    inner: float
    """Where its border towards the centre lies, m, left plus."""


@dataclass(frozen=True, slots=True)
class Port:
    """An end of a road, as a junction sees it."""

    strip: Strip
    end: str
    pose: Pose
    """Of the reference line, looking into the junction."""
    leaving: tuple[Slot, ...]
    """Lanes on which one comes in, from the centre outwards, with all that lies beside them."""
    entering: tuple[Slot, ...]
    """Lanes on which one goes away."""

    def driven(self, side: str) -> list[Slot]:
        """The lanes for cars of a side, from the centre outwards."""
        return [slot for slot in getattr(self, side) if slot.kind in DRIVEN]

    def outer(self, side: str) -> list[Slot]:
        """What lies outside the cars' lanes of a side."""
        slots = list(getattr(self, side))
        last = max((k for k, slot in enumerate(slots) if slot.kind in DRIVEN), default=-1)
        return slots[last + 1 :]


def port(strip: Strip, end: str) -> Port:
    """The port at an end of a road; traffic keeps right."""
    section = strip.sections()[0 if end == START else -1]
    facing = strip.pose_of(end)
    offset = strip.offset if end == END else -strip.offset
    near, far = (section.right, section.left) if end == END else (section.left, section.right)
    return Port(strip, end, facing, slots(near, end, offset, -1.0), slots(far, end, offset, 1.0))


def slots(lanes: tuple[Lane, ...], end: str, offset: float, side: float) -> tuple[Slot, ...]:
    """The lanes of a side with their inner borders."""
    found, at = [], offset
    for lane in lanes:
        width = lane.low if end == START else lane.high
        if width > 0.0:
            found.append(Slot(lane.number, lane.column.kind, width, at))
        at += side * width
    return tuple(found)
