"""Writes the lanes of a road: sections, links, widths, marks, speeds (ASAM OpenDRIVE 1.8 §11)."""

from __future__ import annotations

import math
from collections import defaultdict

from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.joints import ROAD
from aureole.world.roads.limits import merge
from aureole.world.roads.reading.links import road_of_lanes
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.reading.sections import CHANGES, KINDS, LIKE, MARKS
from aureole.world.roads.writing.nodes import cubic, node

KIND_NAMES = {kind: name for name, kind in reversed((KINDS | LIKE).items())} | {
    LaneKind.CONNECTING: "connectingRamp", LaneKind.SIDEWALK: "walking", LaneKind.ENTRY: "entry", LaneKind.EXIT: "exit",
    LaneKind.KERB: "curb", LaneKind.OTHER: "special1",
}  # fmt: skip
MARK_NAMES = {mark: name for name, mark in MARKS.items() if name not in {"kerb", "other"}} | {Mark.OTHER: "custom"}
CHANGE_NAMES = {bits: name for name, bits in CHANGES.items()}
SIDES = (("left", 1), ("center", 0), ("right", -1))
LOW, HIGH = 0, 1  # the ends of a lane
SAME = 1e-12  # m; no step in a height
END_NAMES = ("predecessor", "successor")

Seam = tuple[int, int]
"""A lane row and the end at which it touches: 0 low, 1 high."""


class LaneWriter:
    """Writes lanes; knows which lanes touch."""

    def __init__(self, map_: Map) -> None:
        self.map = map_
        self.road_of = road_of_lanes(map_.road)
        self.touching: defaultdict[Seam, list[Seam]] = touching(map_)

    def write(self, road: Element, row: int) -> None:
        """The lanes of one road."""
        tables, lanes = self.map.road, node(road, "lanes")
        for k in range(tables.offset_first[row], tables.offset_first[row + 1]):
            cubic(lanes, "laneOffset", ("s", float(tables.offset_s[k])), tables.offset_cubic[k])
        first, end = int(tables.section_first[row]), int(tables.section_first[row + 1])
        types = [
            (float(s), float(limit))
            for r, s, limit in zip(self.map.types.road, self.map.types.s, self.map.types.limit, strict=True)
            if r == row
        ]
        for section in range(first, end):
            start = float(tables.section_s[section])
            element = node(lanes, "laneSection", {"s": start})
            rows = range(int(tables.lane_first[section]), int(tables.lane_first[section + 1]))
            near = (section - 1 if section > first else None, section + 1 if section + 1 < end else None)
            for name, sign in SIDES:
                here = [lane for lane in reversed(rows) if self.is_written(lane, sign)]
                if here:
                    group = node(element, name)
                    for lane in here:
                        self.lane(group, lane, row, near, merge(types, [], start))

    def is_written(self, lane: int, side: int) -> bool:
        """Whether a lane is of a side; one without any width is a gap in the ids, which the reader fills again."""
        tables = self.map.road
        lane_id, widths = int(tables.lane_id[lane]), tables.width_first[lane : lane + 2]
        return sign_of(lane_id) == side and (lane_id == 0 or bool(widths[0] < widths[1]))

    def lane(
        self, group: Element, lane: int, road: int, near: tuple[int | None, int | None],
        limits: list[tuple[float, float]],
    ) -> None:  # fmt: skip
        """One lane; `near` are the sections before and after it on its road, `limits` those of its road."""
        tables = self.map.road
        lane_id, section = int(tables.lane_id[lane]), self.section(lane)
        kind = LaneKind(int(tables.lane_kind[lane]))
        standard = sign_of(lane_id) * (1 if tables.road_left_hand[road] else -1)
        way = int(self.map.links.way[lane])
        direction = None
        if lane_id and kind != LaneKind.BIDIRECTIONAL and way != standard:
            direction = "reversed" if way else "both"
        element = node(
            group, "lane", {"id": lane_id, "type": KIND_NAMES[kind], "level": False, "direction": direction}
        )  # fmt: skip
        self.links(element, lane, road, near)
        for k in range(tables.width_first[lane], tables.width_first[lane + 1]):
            cubic(element, "width", ("sOffset", float(tables.width_s[k])), tables.width_cubic[k])
        for k in range(tables.mark_first[lane], tables.mark_first[lane + 1]):
            node(element, "roadMark", {
                "sOffset": float(tables.mark_s[k]), "type": MARK_NAMES[Mark(int(tables.mark_kind[k]))],
                "weight": "standard", "color": self.map.colours[k], "width": float(tables.mark_width[k]),
                "laneChange": CHANGE_NAMES[int(tables.mark_change[k])],
            })  # fmt: skip
        if lane_id:
            self.speeds(element, lane, float(tables.section_s[section]), limits)
            self.heights(element, lane)

    def heights(self, element: Element, lane: int) -> None:
        """The heights of a lane's borders where its widths change; where they jump, both sides of the step."""
        tables = self.map.road
        rows = slice(int(tables.width_first[lane]), int(tables.width_first[lane + 1]))
        starts, given = tables.width_s[rows], tables.width_cubic[rows, 4:]
        before: tuple[float, float] | None = None
        for k, s in enumerate(starts.tolist() if given.any() else []):
            inner, rise, outer, fall = given[k].tolist()
            jumps = before is not None and max(abs(before[0] - inner), abs(before[1] - outer)) > SAME
            for pair in ([before] if before is not None and jumps else []) + [(inner, outer)]:
                node(element, "height", {"sOffset": s, "inner": pair[0], "outer": pair[1]})
            if k + 1 < len(starts):
                before = (inner + rise * (starts[k + 1] - s), outer + fall * (starts[k + 1] - s))

    def section(self, lane: int) -> int:
        """The section of a lane."""
        firsts = self.map.road.lane_first
        return int(firsts.searchsorted(lane, side="right")) - 1

    def links(self, element: Element, lane: int, road: int, near: tuple[int | None, int | None]) -> None:
        """Where a lane goes on: in the next section of its road, or on the road that its road is linked to."""
        found: list[tuple[str, int]] = []
        for end, name in enumerate(END_NAMES):
            section, ends = near[end], self.map.joints.ends
            for other, contact in self.touching[lane, end]:
                if section is not None:
                    meant = self.section(other) == section
                else:
                    there = (int(self.road_of[other]), contact)
                    linked = (int(ends.target[road, end]), int(ends.contact[road, end]))
                    meant = ends.kind[road, end] == ROAD and linked == there and self.outermost(other, contact)
                if meant:
                    found.append((name, int(self.map.road.lane_id[other])))
        if found:
            group = node(element, "link")
            for name, lane_id in found:
                node(group, name, {"id": lane_id})

    def outermost(self, lane: int, end: int) -> bool:
        """Whether a lane lies at an end of its road."""
        tables, road = self.map.road, int(self.road_of[lane])
        section = tables.section_first[road] if end == LOW else tables.section_first[road + 1] - 1
        return self.section(lane) == int(section)

    def speeds(self, element: Element, lane: int, start: float, limits: list[tuple[float, float]]) -> None:
        """The limits of a lane from where they are no more those of its road's types."""
        table = self.map.limits
        rows = range(int(table.first[lane]), int(table.first[lane + 1]))
        own = [(float(table.s[k]), float(table.speed[k])) for k in rows]
        same = 0
        while same < min(len(own), len(limits)) and own[same] == limits[same]:
            same += 1
        for s, limit in own[same:] if own != limits else ():
            words = {"max": "no limit"} if math.isinf(limit) else {"max": repr(limit), "unit": "m/s"}
            node(element, "speed", {"sOffset": s - start, **words})


def sign_of(lane_id: int) -> int:
    """The side of a lane: 1 left, -1 right, 0 the centre lane."""
    return (lane_id > 0) - (lane_id < 0)


def touching(map_: Map) -> defaultdict[Seam, list[Seam]]:
    """What touches each end of each lane, out of the links."""
    links, found = map_.links, defaultdict[Seam, list[Seam]](list)
    ends = (
        (LOW, links.before_first, links.before_lane, links.before_way),
        (HIGH, links.after_first, links.after_lane, links.after_way),
    )
    for end, first, lanes, ways in ends:
        for lane in range(len(first) - 1):
            for k in range(first[lane], first[lane + 1]):
                found[lane, end].append((int(lanes[k]), LOW if ways[k] == 1 else HIGH))
    return found
