"""Lane sections of a road: lanes, widths, marks, limits become rows (ASAM OpenDRIVE 1.8 §11)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.limits import merge
from aureole.world.roads.reading.markup import Element, Markup
from aureole.world.roads.reading.tables import Cubic, Tables

KINDS: dict[str, LaneKind] = {kind.name.lower(): kind for kind in LaneKind if "_" not in kind.name} | {
    "curb": LaneKind.KERB,
    "onRamp": LaneKind.ON_RAMP,
    "offRamp": LaneKind.OFF_RAMP,
    "connectingRamp": LaneKind.CONNECTING,
    "slipLane": LaneKind.CONNECTING,
    "mwyEntry": LaneKind.ENTRY,
    "mwyExit": LaneKind.EXIT,
    "walking": LaneKind.SIDEWALK,
}
OTHERS = frozenset({"special1", "special2", "special3", "roadWorks", "tram", "rail", "bus", "taxi", "HOV", "shared"})
MARKS: dict[str, Mark] = {mark.name.lower().replace("_", " "): mark for mark in Mark} | {
    "curb": Mark.KERB,
    "custom": Mark.OTHER,
    "edge": Mark.OTHER,
}
CHANGES = {"none": 0, "increase": 1, "decrease": 2, "both": 3}
WIDTHS = {"standard": "0.12", "bold": "0.25"}  # m; where a mark gives none: German motorway lines (RMS)
SPEEDS = {"m/s": 1.0, "km/h": 1.0 / 3.6, "mph": 0.44704}  # m/s
FLAT = 1e-12  # rad; a superelevation below it rolls nothing


@dataclass(frozen=True, slots=True)
class Section:
    """One lane section as read: where it starts and the row of each lane id."""

    s: float
    rows: dict[int, int]
    lanes: dict[int, Element]


def read_cubic(markup: Markup, element: Element, station: str, last: float) -> tuple[float, Cubic]:
    """Station and a, b, c, d of a cubic that must not start before the one before it."""
    s = markup.number(element, station, low=0.0)
    if s < last:
        what = f"{station}={s:g} lies before the entry above, {last:g}"
        raise markup.bad(element, what, f"sort the entries by {station}")
    a, b, c, d = (markup.number(element, name) for name in "abcd")
    return s, (a, b, c, d)


def read_profile(markup: Markup, parent: Element | None, name: str, table: str, tables: Tables) -> None:
    """Every cubic of a name below `parent` into a table of the road, which is then closed."""
    last = 0.0
    for element in [] if parent is None else markup.children(parent, name):
        last, cubic = read_cubic(markup, element, "s", last)
        tables.add_cubic(table, last, cubic)
    tables.close(table)


def read_limit(markup: Markup, speed: Element) -> float:
    """A speed limit, m/s; infinite where there is none."""
    if markup.text(speed, "max") in {"no limit", "undefined"}:
        return math.inf
    unit = markup.choice(speed, "unit", tuple(SPEEDS), "m/s")
    return markup.number(speed, "max", low=0.0) * SPEEDS[unit]


def read_sections(
    markup: Markup, road: Element, length: float, limits: list[tuple[float, float]], tables: Tables
) -> list[Section]:
    """Add the lane sections of a road to the tables; `limits` are (station, limit) of its types."""
    lanes = markup.only(road, "lanes")
    found: list[Section] = []
    for element in [] if lanes is None else markup.children(lanes, "laneSection"):
        s = markup.number(element, "s", low=0.0)
        last = found[-1].s if found else -1.0
        if s <= last or s >= length or (not found and s > 0.0):
            what = f"s={s:g} is not after the section before ({max(last, 0.0):g}) and inside the road (0…{length:g})"
            raise markup.bad(element, what, "start the first section at 0 and sort them by s")
        found.append(read_section(markup, element, s, tables))
        for lane_id in sorted(found[-1].lanes):
            add_limits(markup, found[-1].lanes[lane_id], s, limits, tables)
    if not found:
        raise markup.bad(road, "the road has no <laneSection> in its <lanes>", "give it lanes")
    tables.close("section")
    return found


def read_section(markup: Markup, section: Element, s: float, tables: Tables) -> Section:
    """One lane section; ids must run without a gap through 0."""
    lanes: dict[int, Element] = {}
    for side, sign in (("left", 1), ("center", 0), ("right", -1)):
        for group in markup.children(section, side):
            for lane in markup.children(group, "lane"):
                lane_id = markup.integer(lane, "id")
                if (lane_id > 0) - (lane_id < 0) != sign:
                    raise markup.bad(lane, f"id={lane_id} in <{side}>", "left ids are above 0, right ids below")
                if lane_id in lanes:
                    raise markup.bad(lane, f"a second lane with id={lane_id}", "give each lane its own id")
                lanes[lane_id] = lane
    ids = sorted(lanes)
    if 0 not in lanes or ids[-1] - ids[0] + 1 != len(ids):
        remedy = "number the lanes without a gap, the centre lane is 0"
        raise markup.bad(section, f"lane ids {str(ids)[:80]} have a gap or no centre lane 0", remedy)
    tables.add(section_s=s)
    rows = {lane_id: read_lane(markup, lanes[lane_id], lane_id, tables) for lane_id in ids}
    tables.close("lane")
    return Section(s, rows, lanes)


def read_lane(markup: Markup, lane: Element, lane_id: int, tables: Tables) -> int:
    """One lane: its kind, widths and marks; gives its row."""
    name = markup.text(lane, "type")
    if name not in KINDS and name not in OTHERS:
        raise markup.bad(lane, f"type='{name[:40]}' is no lane type", "use a type of OpenDRIVE 1.8, e_laneType")
    if name in OTHERS:
        markup.drop(lane, f"<lane>: type='{name}' is not told apart from other kinds")
    row = tables.count("lane_id")
    kind = KINDS.get(name, LaneKind.OTHER)
    tables.add(lane_id=lane_id, lane_kind=kind, lane_successor=-1, lane_predecessor=-1)
    last = 0.0
    widths = list(markup.children(lane, "width"))
    if lane_id == 0:
        for width in widths:
            markup.drop(width, "<width> of a centre lane is not used: it has none")
        widths = []
    for width in widths:
        last, cubic = read_cubic(markup, width, "sOffset", last)
        tables.add_cubic("width", last, cubic)
    if lane_id != 0 and (not widths or markup.number(widths[0], "sOffset") > FLAT):
        raise markup.bad(lane, f"lane {lane_id} has no <width> from its start", "give it a <width sOffset='0' …>")
    read_marks(markup, lane, tables)
    tables.close("width", "mark")
    return row


def read_marks(markup: Markup, lane: Element, tables: Tables) -> None:
    """The marks on a lane's outer border."""
    last = 0.0
    for mark in markup.children(lane, "roadMark"):
        s = markup.number(mark, "sOffset", low=0.0)
        if s < last:
            raise markup.bad(mark, f"sOffset={s:g} lies before the mark above, {last:g}", "sort the marks by sOffset")
        last = s
        kind = MARKS[markup.choice(mark, "type", tuple(MARKS))]
        weight = markup.choice(mark, "weight", tuple(WIDTHS), "standard")
        width = markup.number(mark, "width", WIDTHS[weight], low=0.0)
        change = CHANGES[markup.choice(mark, "laneChange", tuple(CHANGES), "both")]
        tables.add(mark_s=s, mark_kind=kind, mark_width=width, mark_change=change)


def add_limits(markup: Markup, lane: Element, s: float, limits: list[tuple[float, float]], tables: Tables) -> None:
    """The speed limits along one lane of a section that starts at s."""
    own: list[tuple[float, float]] = []
    for speed in markup.children(lane, "speed"):
        own.append((s + markup.number(speed, "sOffset", low=0.0), read_limit(markup, speed)))
        if own != sorted(own, key=lambda pair: pair[0]):
            raise markup.bad(speed, "lies before the <speed> above", "sort them by sOffset")
    for station, limit in merge(limits, own, s):
        tables.add(limit_s=station, limit_speed=limit)
    tables.close("limit")
