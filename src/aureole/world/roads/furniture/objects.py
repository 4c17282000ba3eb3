"""Objects of a map as the file gives them: boxes, outlines, repeats, markings (ASAM OpenDRIVE 1.8 §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from aureole.core.notes import Bool, Float64, Int32
from aureole.world.roads.furniture.signals import References, Spans

Texts = tuple[str, ...]


class Objects(NamedTuple):
    """One row an object, in the order of the file."""

    ids: Texts
    names: Texts
    kind: Texts
    """`type` of the file: barrier, crosswalk, parkingSpace, …; `none` where not given."""
    subtype: Texts
    road: Annotated[Int32, "objects", "-", "-"]
    s: Annotated[Float64, "objects", "m", "road"]
    t: Annotated[Float64, "objects", "m", "road"]
    z_offset: Annotated[Float64, "objects", "m", "road"]
    turn: Annotated[Float64, "objects 3", "rad", "road"]
    """Heading against the road's, pitch, roll."""
    size: Annotated[Float64, "objects 3", "m", "-"]
    """Length (along its heading), width, height of its box; 0 where not given."""
    radius: Annotated[Float64, "objects", "m", "-"]
    """Of a round object; 0 for a box."""
    valid_length: Annotated[Float64, "objects", "m", "road"]
    orientation: Annotated[Int32, "objects", "-", "-"]
    """1 counts for traffic with rising s, -1 with falling s, 0 for both; it turns nothing."""
    dynamic: Annotated[Bool, "objects", "-", "-"]
    upright: Annotated[Bool, "objects", "-", "-"]
    """perpToRoad: stands square on the road; pitch and roll do not count."""
    access: Texts
    """Who may park here; empty unless it is a parking space with that detail."""
    restrictions: Texts
    """Free text of a parking space."""


class Repeats(NamedTuple):
    """Rows of copies of an object; values between start and end change linearly with s."""

    owner: Annotated[Int32, "repeats", "-", "-"]
    s: Annotated[Float64, "repeats", "m", "road"]
    length: Annotated[Float64, "repeats", "m", "road"]
    distance: Annotated[Float64, "repeats", "m", "road"]
    """Between two copies; 0 is one continuous object."""
    t: Annotated[Float64, "repeats 2", "m", "road"]
    z_offset: Annotated[Float64, "repeats 2", "m", "road"]
    sizes: Annotated[Float64, "repeats 6", "m", "-"]
    """Length, width, height at the start; the same at the end. The object's own where the repeat gives none."""
    radius: Annotated[Float64, "repeats 2", "m", "-"]
    detached: Annotated[Bool, "repeats", "-", "-"]
    """Copies stand along the straight line from start to end, not along the road."""


class Outlines(NamedTuple):
    """Areas and lines that are an object's shape."""

    owner: Annotated[Int32, "outlines", "-", "-"]
    number: Annotated[Int32, "outlines", "-", "-"]
    """Its id; -1 where it has none."""
    local: Annotated[Bool, "outlines", "-", "-"]
    """Corners in the object's own u, v, z; else in the road's s, t and a height above it."""
    closed: Annotated[Bool, "outlines", "-", "-"]
    outer: Annotated[Bool, "outlines", "-", "-"]
    fill: Texts
    lane_kind: Texts
    single: Annotated[Bool, "outlines", "-", "-"]
    """Written without <outlines> around it, as in OpenDRIVE 1.4."""


class Corners(NamedTuple):
    """The corners of the outlines, in their order."""

    owner: Annotated[Int32, "corners", "-", "-"]
    number: Annotated[Int32, "corners", "-", "-"]
    """Its id; -1 where it has none."""
    at: Annotated[Float64, "corners 3", "m", "-"]
    """u, v, z of the object, or s, t of the road and dz above its reference line."""
    height: Annotated[Float64, "corners", "m", "-"]


class Markings(NamedTuple):
    """Lines painted along a side of an object's box, or from corner to corner."""

    owner: Annotated[Int32, "markings", "-", "-"]
    side: Texts
    """left, right, front, rear; empty if it goes by corners."""
    colour: Texts
    weight: Texts
    width: Annotated[Float64, "markings", "m", "-"]
    dashes: Annotated[Float64, "markings 2", "m", "-"]
    """Lengths of a line and of the gap after it."""
    offsets: Annotated[Float64, "markings 2", "m", "-"]
    """Where it starts after the side's start and ends before its end."""
    z_offset: Annotated[Float64, "markings", "m", "-"]


class Borders(NamedTuple):
    """Frames of an object along an outline."""

    owner: Annotated[Int32, "borders", "-", "-"]
    outline: Annotated[Int32, "borders", "-", "-"]
    """Id of the outline."""
    kind: Texts
    width: Annotated[Float64, "borders", "m", "-"]
    whole: Annotated[Bool, "borders", "-", "-"]
    """Along the whole outline; else from corner to corner."""


class Steps(NamedTuple):
    """Corner after corner that a marking or a border goes by."""

    owner: Annotated[Int32, "steps", "-", "-"]
    corner: Annotated[Int32, "steps", "-", "-"]
    """Id of the corner."""


class Stretches(NamedTuple):
    """Tunnels and bridges: stretches of a road."""

    ids: Texts
    names: Texts
    what: Texts
    """tunnel or bridge."""
    kind: Texts
    """standard, underpass; concrete, steel, brick, wood."""
    road: Annotated[Int32, "stretches", "-", "-"]
    s: Annotated[Float64, "stretches", "m", "road"]
    length: Annotated[Float64, "stretches", "m", "road"]
    light: Annotated[Float64, "stretches 2", "-", "-"]
    """Artificial light and daylight in a tunnel, 0 to 1; not a number where not given."""


@dataclass(frozen=True, slots=True)
class Things:
    """Everything a map says of objects, as the file says it; `placing.Placed` is where they are in the world."""

    objects: Objects
    lanes: Spans
    repeats: Repeats
    outlines: Outlines
    corners: Corners
    markings: Markings
    marking_steps: Steps
    borders: Borders
    border_steps: Steps
    references: References
    reference_lanes: Spans
    stretches: Stretches
    stretch_lanes: Spans
