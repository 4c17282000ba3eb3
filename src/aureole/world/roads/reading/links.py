"""Which lane goes on as which: inside a road from section to section, over plain links and over junctions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.world.roads.links import Links
from aureole.world.roads.reading.markup import Element, Markup
from aureole.world.roads.reading.sections import Section

LOW, HIGH = 0, 1  # the ends of a lane: where its section starts, where it ends
ENDS = {"predecessor": LOW, "successor": HIGH}
CONTACTS = {"start": LOW, "end": HIGH}
STRAIGHT = 1e-9  # rad; what turns less is as straight

Place = tuple[int, int]
"""A lane row and one of its ends."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One road as read: its element, its lane sections, and what its link says of each end."""

    element: Element
    sections: list[Section]
    links: tuple[Element | None, Element | None]
    """<predecessor> and <successor> of the road."""

    def section(self, end: int) -> Section:
        """The lane section at an end of the road."""
        return self.sections[-1 if end == HIGH else 0]


class Seams:
    """Ends of lanes that touch each other; what touches is kept both ways, in the order it was said."""

    def __init__(self) -> None:
        self.touching: dict[Place, dict[Place, None]] = {}

    def join(self, one: Place, other: Place) -> None:
        """Two ends touch."""
        self.touching.setdefault(one, {})[other] = None
        self.touching.setdefault(other, {})[one] = None

    def at(self, end: int, count: int) -> tuple[Int32, Int32, Int32]:
        """(first, lane, way) of what touches this end of each of `count` lanes, as in `Links`."""
        found = [list(self.touching.get((row, end), ())) for row in range(count)]
        first = np.concatenate([[0], np.cumsum([len(places) for places in found])]).astype(np.int32)
        flat = np.array([place for places in found for place in places], np.int32).reshape(-1, 2)
        return first, np.ascontiguousarray(flat[:, 0]), 1 - 2 * flat[:, 1]


def strip_of(markup: Markup, road: Element, sections: list[Section]) -> Strip:
    """A road as read."""
    group = markup.only(road, "link")
    before, after = (None if group is None else markup.only(group, name) for name in ENDS)
    return Strip(road, sections, (before, after))


def join_roads(markup: Markup, roads: dict[str, Strip], seams: Seams) -> None:
    """Join lanes of neighbouring sections, and of roads that are linked to roads."""
    for strip in roads.values():
        for section, following in zip(strip.sections, strip.sections[1:], strict=False):
            join_section(markup, section, HIGH, (following, LOW), seams)
            join_section(markup, following, LOW, (section, HIGH), seams)
        for end in (LOW, HIGH):
            there = reached(markup, roads, strip, end)
            if there is not None or strip.links[end] is None:
                join_section(markup, strip.section(end), end, there, seams)


def reached(markup: Markup, roads: dict[str, Strip], strip: Strip, end: int) -> tuple[Section, int] | None:
    """The lane section that a road's link leads to, and at which of its ends; None where it leads to no road."""
    element = strip.links[end]
    if element is None:
        return None
    if markup.choice(element, "elementType", ("road", "junction"), "road") == "junction":
        return None  # which lane goes on over a junction is the connections' matter
    other = roads.get(markup.text(element, "elementId"))
    if other is None:
        markup.drop(element, f"<{list(ENDS)[end]}> of a road is not used: it leads to no road of this file")
        return None
    if element.get("contactPoint") is None:
        markup.drop(element, f"<{list(ENDS)[end]}> of a road is not used: it does not end at a road's end")
        return None
    contact = CONTACTS[markup.choice(element, "contactPoint", tuple(CONTACTS))]
    return other.section(contact), contact


def join_section(markup: Markup, section: Section, end: int, there: tuple[Section, int] | None, seams: Seams) -> None:
    """Join the lanes of a section at one end, as they say, to a section (at one of its ends)."""
    name = list(ENDS)[end]
    for lane_id, lane in section.lanes.items():
        group = markup.only(lane, "link")
        for element in () if group is None else markup.children(group, name):
            target = markup.integer(element, "id")
            if there is None:
                markup.drop(element, f"<{name}> of a lane is not used: the road has no {name}")
            elif target not in there[0].rows:
                markup.drop(element, f"<{name}> of a lane is not used: there is no lane of this id where it leads")
            elif lane_id != 0 and target != 0:
                seams.join((section.rows[lane_id], end), (there[0].rows[target], there[1]))


def table(road: Road, seams: Seams, way: Int32) -> Links:
    """What touches as flat tables; `way` is -1 for lanes driven against their side's way, 0 for both ways."""
    count = len(road.lane_id)
    of_road = road_of_lanes(road)
    side = np.sign(road.lane_id) * np.where(road.road_left_hand[of_road], 1, -1)
    after, before = seams.at(HIGH, count), seams.at(LOW, count)
    return Links(*after, *before, np.asarray(side * way, np.int32))


def road_of_lanes(road: Road) -> Int32:
    """The road of each lane row."""
    sections = np.repeat(np.arange(len(road.road_length), dtype=np.int32), np.diff(road.section_first))
    return np.repeat(sections, np.diff(road.lane_first))


def turns(road: Road) -> Float64:
    """How far each road turns from its start to its end, rad, left plus."""
    change = road.piece_length * (road.piece_curvature[:, 0] + 0.5 * road.piece_curvature[:, 1] * road.piece_length)
    found: Float64 = np.add.reduceat(change, road.piece_first[:-1])
    return found


def straightest(road: Road, links: Links) -> Road:
    """The road with the one lane that goes on at each end: of several the straightest of the same kind.

    Straight is the road that turns least from its start to its end. Of equals the one that turns right is taken, to the
    left where traffic keeps left (ASAM OpenSCENARIO XML 1.3 §6.8.1); then the lowest row.
    """
    turned, of_road = turns(road)[road_of_lanes(road)], road_of_lanes(road)
    rank = np.round(np.abs(turned) / STRAIGHT).tolist()

    def chosen(first: Int32, lanes: Int32, ways: Int32) -> Int32:
        found = np.full(len(road.lane_id), -1, np.int32)
        single = np.diff(first) == 1
        found[single] = lanes[first[:-1][single]]
        for row in np.flatnonzero(np.diff(first) > 1):
            span = slice(first[row], first[row + 1])
            side, kind = -1.0 if road.road_left_hand[of_road[row]] else 1.0, int(road.lane_kind[row])
            there = [
                (int(road.lane_kind[k]) != kind, rank[k], side * way * turned[k] > 0.0, k)
                for k, way in zip(lanes[span].tolist(), ways[span].tolist(), strict=True)
            ]
            found[row] = min(there)[3]
        return found

    return road._replace(
        lane_successor=chosen(links.after_first, links.after_lane, links.after_way),
        lane_predecessor=chosen(links.before_first, links.before_lane, links.before_way),
    )
