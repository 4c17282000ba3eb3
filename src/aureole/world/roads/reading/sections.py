"""Lane sections of a road: lanes, widths, marks, limits become rows (ASAM OpenDRIVE 1.8 §11)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.limits import merge
from aureole.world.roads.reading.borders import Rows, raised, read_cubic, read_heights, read_widths
from aureole.world.roads.reading.markup import Element, Markup
from aureole.world.roads.reading.tables import Tables

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
LIKE: dict[str, LaneKind] = {  # what has no kind of its own, and whose place it takes
    "bus": LaneKind.RESTRICTED,
    "taxi": LaneKind.RESTRICTED,
    "HOV": LaneKind.RESTRICTED,
    "shared": LaneKind.DRIVING,
} | dict.fromkeys(("special1", "special2", "special3", "roadWorks", "tram", "rail"), LaneKind.OTHER)
MARKS: dict[str, Mark] = {mark.name.lower().replace("_", " "): mark for mark in Mark} | {
    "curb": Mark.KERB,
    "custom": Mark.OTHER,
    "edge": Mark.OTHER,
}
CHANGES = {"none": 0, "increase": 1, "decrease": 2, "both": 3}
WIDTHS = {"standard": "0.12", "bold": "0.25"}  # m; where a mark gives none: German motorway lines (RMS)
SPEEDS = {"m/s": 1.0, "km/h": 1.0 / 3.6, "mph": 0.44704}  # m/s
MOST_LANES = 200  # side by side; more is a mistake
BOTH = 0  # a lane driven in both ways of s
WAYS = {"standard": 1, "reversed": -1, "both": BOTH}


@dataclass(frozen=True, slots=True)
class Section:
    """One lane section as read: where it starts, the row of each lane id (rising), the lanes the file has."""

    s: float
    rows: dict[int, int]
    lanes: dict[int, Element]


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
        for lane_id in found[-1].rows:
            add_limits(markup, found[-1].lanes.get(lane_id), s, limits, tables)
    if not found:
        raise markup.bad(road, "the road has no <laneSection> in its <lanes>", "give it lanes")
    tables.close("section")
    return found


def read_section(markup: Markup, section: Element, s: float, tables: Tables) -> Section:
    """One lane section; every id from the rightmost to the leftmost gets a row."""
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
    if 0 not in lanes:
        raise markup.bad(section, "no centre lane", "give it <center><lane id='0' …/></center>")
    ids = range(min(lanes), max(lanes) + 1)
    if len(ids) > MOST_LANES:
        raise markup.bad(section, f"lanes from {ids[0]} to {ids[-1]}", f"number at most {MOST_LANES} lanes in a row")
    if len(lanes) < len(ids):
        markup.drop(section, "<laneSection>: its lane ids have a gap, which is filled by lanes of no width")
    tables.add(section_s=s)
    widths = read_widths(markup, lanes)
    rows = {lane_id: read_lane(markup, lanes.get(lane_id), lane_id, widths.get(lane_id, []), tables) for lane_id in ids}
    tables.close("lane")
    return Section(s, rows, lanes)


def read_lane(markup: Markup, lane: Element | None, lane_id: int, widths: Rows, tables: Tables) -> int:
    """One lane, or a gap in the ids: its kind, widths and marks; gives its row."""
    row = tables.count("lane_id")
    kind = LaneKind.NONE if lane is None else read_kind(markup, lane, lane_id)
    way = WAYS["standard"] if lane is None else read_way(markup, lane, kind)
    tables.add(lane_id=lane_id, lane_kind=kind, lane_successor=-1, lane_predecessor=-1, lane_way=way)
    for s, cubic, heights in raised(widths, [] if lane is None or not widths else read_heights(markup, lane)):
        tables.add(width_s=s, width_cubic=(*cubic, *heights))
    if lane is not None:
        for name in ("width", "height") if lane_id == 0 else ():
            for element in markup.children(lane, name):
                markup.drop(element, f"<{name}> of a centre lane is not used: it has none")
        read_marks(markup, lane, tables)
    tables.close("width", "mark")
    return row


def read_kind(markup: Markup, lane: Element, lane_id: int) -> LaneKind:
    """What a lane is for; the centre lane needs not say."""
    name = markup.text(lane, "type", "none" if lane_id == 0 else None)
    if name in KINDS:
        return KINDS[name]
    if name not in LIKE:
        raise markup.bad(lane, f"type='{name[:40]}' is no lane type", "use a type of OpenDRIVE 1.8, e_laneType")
    markup.drop(lane, f"<lane>: type='{name}' is used as '{LIKE[name].name.lower()}'")
    return LIKE[name]


def read_way(markup: Markup, lane: Element, kind: LaneKind) -> int:
    """How traffic runs, against what the road's rule and the lane's side say: 1 so, -1 the other way, 0 both."""
    for name in ("dynamicLaneDirection", "dynamicLaneType"):
        if markup.text(lane, name, "false") in {"true", "1"}:
            markup.drop(lane, f"<lane>: {name} is not used: the lane stays as the file describes it")
    if markup.text(lane, "level", "false") in {"true", "1"}:
        markup.drop(lane, "<lane>: level='true' is not used: it changes heights only")
    if kind == LaneKind.BIDIRECTIONAL:
        return BOTH
    return WAYS[markup.choice(lane, "direction", tuple(WAYS), "standard")]


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
        tables.add(mark_colour=markup.text(mark, "color", "standard"))


def add_limits(
    markup: Markup, lane: Element | None, s: float, limits: list[tuple[float, float]], tables: Tables
) -> None:
    """The speed limits along one lane of a section that starts at s."""
    own: list[tuple[float, float]] = []
    for speed in () if lane is None else markup.children(lane, "speed"):
        own.append((s + markup.number(speed, "sOffset", low=0.0), read_limit(markup, speed)))
        if own != sorted(own, key=lambda pair: pair[0]):
            raise markup.bad(speed, "lies before the <speed> above", "sort them by sOffset")
    for station, limit in merge(limits, own, s):
        tables.add(limit_s=station, limit_speed=limit)
    tables.close("limit")
