"""The vector map of Argoverse 2 (log_map_archive_*.json, also packed) as lanelets and as a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Float64
from aureole.world.logs.packed import content
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.making import Made, to_map
from aureole.world.roads.reading.markup import Notice

MOST_POINTS = 100_000  # of one border
MOST_LANES = 50_000
REMEDY = "give the map as Argoverse 2 writes it"
KINDS = {"VEHICLE": LaneKind.DRIVING, "BUS": LaneKind.DRIVING, "BIKE": LaneKind.BIKING}
MARKS = {
    "NONE": Mark.NONE, "UNKNOWN": Mark.NONE, "DOUBLE_SOLID": Mark.SOLID_SOLID, "DOUBLE_DASH": Mark.BROKEN_BROKEN,
    "SOLID_DASH": Mark.SOLID_BROKEN, "DASH_SOLID": Mark.BROKEN_SOLID, "DASHED": Mark.BROKEN, "SOLID": Mark.SOLID,
}  # fmt: skip
"""By how the name begins, longer ones first; a colour follows."""


class Point(msgspec.Struct):
    """A point in the city's frame, m; its height is not used."""

    x: float
    y: float


class Segment(msgspec.Struct):
    """One lane segment of the file; what else stands there is left alone."""

    id: int
    lane_type: str
    left_lane_boundary: list[Point]
    right_lane_boundary: list[Point]
    left_lane_mark_type: str
    right_lane_mark_type: str
    successors: list[int]
    predecessors: list[int]
    is_intersection: bool = False
    left_neighbor_id: int | None = None
    right_neighbor_id: int | None = None


class Archive(msgspec.Struct):
    """The parts of the file that are read or counted."""

    lane_segments: dict[str, Segment]
    pedestrian_crossings: dict[str, Any] = {}
    drivable_areas: dict[str, Any] = {}


def archive(path: Path) -> Archive:
    """A file, its types checked.

    Raises:
        BadInput: it is none; with what is wrong and where.
    """
    try:
        found = msgspec.json.decode(content(path), type=Archive)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadInput(f"no map of Argoverse 2: {str(error)[:200]}", place=str(path), remedy=REMEDY) from None
    if not 0 < len(found.lane_segments) <= MOST_LANES:
        what = f"{len(found.lane_segments)} lane segments, expected 1 to {MOST_LANES}"
        raise BadInput(what, place=str(path), remedy=REMEDY)
    return found


def lanelets(found: Archive, place: str) -> tuple[list[Lanelet], tuple[Notice, ...]]:
    """The lane segments as lanelets, and what of the map is not used."""
    lanes = {str(segment.id): lanelet(segment, place) for segment in found.lane_segments.values()}
    junction = junctions({str(s.id) for s in found.lane_segments.values() if s.is_intersection}, lanes)
    told = []
    buses = sum(segment.lane_type == "BUS" for segment in found.lane_segments.values())
    odd = sum(segment.lane_type not in KINDS for segment in found.lane_segments.values())
    counts = (
        (buses, "bus lanes: they count as lanes for driving"), (odd, "lanes of a type that is not known: driving"),
        (len(found.pedestrian_crossings), "pedestrian crossings: not used"),
        (len(found.drivable_areas), "drivable areas: not used, the lanes stand for them"),
    )  # fmt: skip
    told += [Notice(f"{count} {what}", place) for count, what in counts if count]
    told.append(Notice("heights: the map is flat", place))
    return [tied(lane, lanes, junction.get(name, "")) for name, lane in lanes.items()], tuple(told)


def lanelet(segment: Segment, place: str) -> Lanelet:
    """One segment; its neighbours still run the same way."""
    sides = []
    for side, points in (("left", segment.left_lane_boundary), ("right", segment.right_lane_boundary)):
        if len(points) > MOST_POINTS:
            what = f"{len(points)} points in its {side} border, at most {MOST_POINTS}"
            raise BadInput(what, place=f"{place} lane_segments[{segment.id}]", remedy=REMEDY)
        sides.append(np.array([(point.x, point.y) for point in points], np.float64).reshape(-1, 2))
    left, right = segment.left_neighbor_id, segment.right_neighbor_id
    return Lanelet(
        str(segment.id), sides[0], sides[1], tuple(map(str, segment.successors)), tuple(map(str, segment.predecessors)),
        "" if left is None else str(left), True, "" if right is None else str(right), True,
        KINDS.get(segment.lane_type, LaneKind.DRIVING), mark_left=mark(segment.left_lane_mark_type),
        mark_right=mark(segment.right_lane_mark_type),
    )  # fmt: skip


def mark(word: str) -> Mark:
    """The line of a name."""
    return next((found for start, found in MARKS.items() if word.startswith(start)), Mark.OTHER)


def direction(lane: Lanelet) -> Float64:
    """From entry to exit."""
    if len(lane.left) < 2 or len(lane.right) < 2:
        return np.zeros(2)
    return np.asarray(lane.left[-1] + lane.right[-1] - lane.left[0] - lane.right[0])


def tied(lane: Lanelet, lanes: Mapping[str, Lanelet], junction: str) -> Lanelet:
    """A lanelet that knows which way its neighbours run, without links out of the map: it is cut from a larger one."""
    own = direction(lane)
    same = [
        other not in lanes or float(own @ direction(lanes[other])) >= 0.0
        for other in (lane.beside_left, lane.beside_right)
    ]
    return Lanelet(
        lane.name, lane.left, lane.right, known(lane.after, lanes), known(lane.before, lanes),
        lane.beside_left if lane.beside_left in lanes else "", same[0],
        lane.beside_right if lane.beside_right in lanes else "", same[1], lane.kind, lane.limit, lane.mark_left,
        lane.mark_right, junction,
    )  # fmt: skip


def known(names: Sequence[str], lanes: Mapping[str, Lanelet]) -> tuple[str, ...]:
    """Those that are on the map."""
    return tuple(name for name in names if name in lanes)


def junctions(inside: set[str], lanes: Mapping[str, Lanelet]) -> dict[str, str]:
    """The junction of each lane in one: those whose boxes overlap are of the same."""
    names = sorted(inside)
    boxes = {}
    for name in names:
        points = np.vstack((lanes[name].left, lanes[name].right))
        if len(points):
            boxes[name] = (points.min(axis=0), points.max(axis=0))
    found: dict[str, str] = {}
    for name in boxes:
        if name in found:
            continue
        found[name], waiting = name, [name]
        while waiting:
            low, high = boxes[waiting.pop()]
            for other, (other_low, other_high) in boxes.items():
                if other not in found and (low <= other_high).all() and (other_low <= high).all():
                    found[other] = name
                    waiting.append(other)
    return found


@lru_cache(maxsize=4)
def land(path: Path) -> tuple[Made, tuple[Notice, ...]]:
    """The map of a file, and what of it is not used.

    Raises:
        BadInput: it is none.
    """
    lanes, told = lanelets(archive(path), str(path))
    return to_map(lanes, str(path)), told
