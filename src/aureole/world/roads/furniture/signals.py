"""Signals of a map and what switches them: signs, lights, boards, controllers (ASAM OpenDRIVE 1.8 §14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from aureole.core.notes import Bool, Float64, Int32

Texts = tuple[str, ...]


class Signals(NamedTuple):
    """One row a signal, in the order of the file; the signs of a static board follow the signal that holds it."""

    ids: Texts
    """As in the file; the name by which a scenario asks for a signal."""
    names: Texts
    country: Texts
    revision: Texts
    """Year of the country's traffic rules."""
    kind: Texts
    """`type` of the file: a number of the country's catalogue, `-1` or `none`."""
    subtype: Texts
    text: Texts
    unit: Texts
    """Of `value`; empty where none is given."""
    value: Annotated[Float64, "signals", "-", "-"]
    """In `unit`; not a number where none is given."""
    road: Annotated[Int32, "signals", "-", "-"]
    s: Annotated[Float64, "signals", "m", "road"]
    """Where the signal counts; it may stand elsewhere (`post`)."""
    t: Annotated[Float64, "signals", "m", "road"]
    z_offset: Annotated[Float64, "signals", "m", "road"]
    """Of its lower edge above the road; that of a sign on a board above the board's."""
    orientation: Annotated[Int32, "signals", "-", "-"]
    """1 counts for traffic with rising s, -1 with falling s, 0 for both."""
    turn: Annotated[Float64, "signals 3", "rad", "road"]
    """Heading offset against the orientation, pitch, roll: as in the file."""
    size: Annotated[Float64, "signals 3", "m", "-"]
    """Length, width, height; 0 where not given."""
    dynamic: Annotated[Bool, "signals", "-", "-"]
    """Whether it can change: a traffic light."""
    board: Annotated[Int32, "signals", "-", "-"]
    """Row of the signal on whose board this sign is; -1 for a signal of its own."""
    shift: Annotated[Float64, "signals", "m", "-"]
    """v of a sign on its board, left plus."""
    post: Annotated[Int32, "signals", "-", "-"]
    """Where it stands: 0 at (s, t), 1 at another place of a road, 2 at a place of the world."""
    post_road: Annotated[Int32, "signals", "-", "-"]
    """Road row of post 1; else -1."""
    post_at: Annotated[Float64, "signals 6", "-", "-"]
    """Post 1: s, t, z offset, heading offset, pitch, roll. Post 2: x, y, z, heading, pitch, roll. Metres, radians."""
    xyz: Annotated[Float64, "signals 3", "m", "world"]
    """Its lower edge's middle."""
    angles: Annotated[Float64, "signals 3", "rad", "world"]
    """Heading, pitch, roll; the heading is that of the traffic it counts for, turned by its offset."""

    def row(self, name: str) -> int:
        """The row of the signal with this id; -1 if there is none."""
        return self.ids.index(name) if name in self.ids else -1


class Spans(NamedTuple):
    """Lanes for which something counts; what has no row here counts for every lane of its road."""

    owner: Annotated[Int32, "spans", "-", "-"]
    first: Annotated[Int32, "spans", "-", "-"]
    """Lowest lane id."""
    last: Annotated[Int32, "spans", "-", "-"]
    """Highest lane id."""


class Ties(NamedTuple):
    """What a signal names: another one that limits it (`dependency`), or a signal or object it belongs with."""

    owner: Annotated[Int32, "ties", "-", "-"]
    relation: Texts
    """`dependency`, `signal` or `object`."""
    ids: Texts
    kind: Texts
    """Free text of the file."""


class Meanings(NamedTuple):
    """What a signal means in words of the standard (`semantics`, OpenDRIVE 1.8)."""

    owner: Annotated[Int32, "meanings", "-", "-"]
    name: Texts
    """speed, lane, priority, …: the element."""
    kind: Texts
    """Its type: maximum, stop, yield, …; empty where it has none."""
    value: Annotated[Float64, "meanings", "-", "-"]
    """In `unit`; not a number where none is given."""
    unit: Texts


class References(NamedTuple):
    """A signal or an object that counts at a place of another road as well."""

    target: Annotated[Int32, "references", "-", "-"]
    """Row of the signal, or of the object."""
    road: Annotated[Int32, "references", "-", "-"]
    s: Annotated[Float64, "references", "m", "road"]
    t: Annotated[Float64, "references", "m", "road"]
    orientation: Annotated[Int32, "references", "-", "-"]
    z_offset: Annotated[Float64, "references", "m", "road"]
    valid_length: Annotated[Float64, "references", "m", "road"]
    """Of an object, along the road; 0 of a signal."""


class Controls(NamedTuple):
    """Which signal a controller switches."""

    owner: Annotated[Int32, "controls", "-", "-"]
    """Row of the controller."""
    signals: Texts
    """Ids of signals; one that the file has not is kept and noted."""
    kind: Texts


class Controllers(NamedTuple):
    """What switches signals together; its phases come from a scenario."""

    ids: Texts
    names: Texts
    sequence: Annotated[Int32, "controllers", "-", "-"]
    """Priority among controllers; -1 where none is given."""


class Grouped(NamedTuple):
    """Which controllers a junction synchronises."""

    junction: Annotated[Int32, "groups", "-", "-"]
    """Row of the junction: `Map.crossings`."""
    controllers: Texts
    """Ids of controllers."""
    kind: Texts
    sequence: Annotated[Int32, "groups", "-", "-"]


@dataclass(frozen=True, slots=True)
class Signalling:
    """Everything a map says of signals."""

    signals: Signals
    lanes: Spans
    ties: Ties
    meanings: Meanings
    references: References
    reference_lanes: Spans
    """The owner is a row of `references`."""
    controllers: Controllers
    controls: Controls
    grouped: Grouped
