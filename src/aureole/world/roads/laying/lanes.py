"""Writes the lanes of a built road: sections, links, widths, marks."""

from __future__ import annotations

from collections.abc import Sequence

from aureole.world.roads.laying.columns import DRIVEN, Lane, Row, Section
from aureole.world.roads.laying.strip import Strip
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.writing.nodes import node

Mark = tuple[str, float]
"""Type and width of a line, m."""
NO: Mark = ("none", 0.12)
THIN, THICK = 0.12, 0.25  # m (RMS: narrow and broad lines of roads; motorways have 0.15 and 0.30)
HARD = frozenset({"stop", "shoulder", "border"})
SLOW = frozenset({"entry", "exit"})


def write_lanes(road: Element, strip: Strip) -> None:
    """The lanes of a road."""
    lanes = node(road, "lanes")
    if strip.offset:
        node(lanes, "laneOffset", {"s": 0.0, "a": round(strip.offset, 6), "b": 0.0, "c": 0.0, "d": 0.0})
    for section in strip.sections():
        element = node(lanes, "laneSection", {"s": round(section.s, 6)})
        if section.left:
            group = node(element, "left")
            for n in reversed(range(len(section.left))):
                write_lane(group, strip, section, (section.left, n))
        centre = node(node(element, "center"), "lane", {"id": 0, "type": "none", "level": False})
        for mark in centre_marks(strip, section):
            write_mark(centre, *mark)
        if section.right:
            group = node(element, "right")
            for n in range(len(section.right)):
                write_lane(group, strip, section, (section.right, n))


def write_lane(group: Element, strip: Strip, section: Section, which: tuple[Sequence[Lane], int]) -> None:
    """One lane: a side of the section, and which of it."""
    side, n = which
    lane = side[n]
    element = node(group, "lane", {"id": lane.number, "type": lane.column.kind, "level": False})
    before, after = lane.before, lane.after
    if lane.number in strip.joins:
        before, after = (end or None for end in strip.joins[lane.number])
    if before is not None or after is not None:
        link = node(element, "link")
        for name, number in (("predecessor", before), ("successor", after)):
            if number is not None:
                node(link, name, {"id": number})
    for row in lane.widths:
        write_width(element, row)
    following = side[n + 1].column.kind if n + 1 < len(side) else ""
    for mark in marks(strip, section, lane, following):
        write_mark(element, *mark)


def write_width(element: Element, row: Row) -> None:
    """One cubic of a width."""
    values = {"sOffset": round(row.s, 6), "a": round(row.a, 6), "b": round(row.b, 9) + 0.0, "c": round(row.c, 12) + 0.0,
              "d": round(row.d, 15) + 0.0}  # fmt: skip
    node(element, "width", values)


def write_mark(element: Element, s: float, kind: str, width: float) -> None:
    """One line on a lane's border."""
    free = "both" if kind in {"broken", "none"} else "none"
    node(element, "roadMark", {
        "sOffset": round(s, 6), "type": kind, "weight": "bold" if width >= THICK else "standard", "color": "standard",
        "width": width, "laneChange": free,
    })  # fmt: skip


def centre_marks(strip: Strip, section: Section) -> list[tuple[float, str, float]]:
    """What is painted on the centre lane."""
    if any(lane.column.kind == "median" for lane in (*section.left, *section.right)):
        return [(0.0, "none", THIN)]
    plain = strip.centre
    firm = "solid" if plain == "broken" else plain
    return along(strip, section, (firm, THIN), (plain, THIN), both=True)


def along(
    strip: Strip, section: Section, firm: Mark, plain: Mark, *, both: bool = False, left: bool = False
) -> list[tuple[float, str, float]]:
    """A line that is another one where nobody may cross it: before a junction, seen in the lane's direction."""
    length = strip.length
    low = strip.firm[0] if both or left else 0.0
    high = length - (strip.firm[1] if both or not left else 0.0)
    found: list[tuple[float, Mark]] = []
    for begins, ends, mark in ((0.0, low, firm), (low, high, plain), (high, length, firm)):
        start, stop = max(begins, section.s), min(ends, section.end)
        if stop - start > 0.01 and (not found or found[-1][1] != mark):
            found.append((start - section.s, mark))
    return [(s, *mark) for s, mark in found]


def marks(strip: Strip, section: Section, lane: Lane, outside: str) -> list[tuple[float, str, float]]:
    """What is painted on a lane's outer border."""
    kind, left = lane.column.kind, lane.number > 0
    if strip.junction != "-1":
        return [(0.0, *inside(kind, outside))]
    if kind in DRIVEN and outside in DRIVEN:
        plain = ("broken", THICK if SLOW & {kind, outside} else THIN)
        return along(strip, section, ("solid", THIN), plain, left=left)
    return [(0.0, *edge(kind, outside))]


def inside(kind: str, outside: str) -> Mark:
    """The same in a junction, where only its edge is painted."""
    if outside == "walking":
        return "curb", THIN
    return ("solid", THIN) if kind in DRIVEN and outside in HARD else NO


def edge(kind: str, outside: str) -> Mark:
    """The line between two lanes that are not both for cars."""
    if kind == "walking" or (kind in HARD and outside in {*HARD, ""}):
        return NO
    if outside == "walking":
        return "curb", THIN
    if outside == "parking":
        return "broken", THIN
    return "solid", THIN
