"""Which lane goes on as which: inside a road from section to section, and over plain links from road to road."""

from __future__ import annotations

from dataclasses import dataclass

from aureole.world.roads.reading.markup import Element, Markup
from aureole.world.roads.reading.sections import Section
from aureole.world.roads.reading.tables import Tables

ENDS = ("predecessor", "successor")


@dataclass(frozen=True, slots=True)
class Strip:
    """One road as read: its element and its lane sections."""

    element: Element
    sections: list[Section]


def link(markup: Markup, roads: dict[str, Strip], tables: Tables) -> None:
    """Fill the successors and predecessors of all lanes."""
    for strip in roads.values():
        before = reached(markup, roads, strip, "predecessor")
        after = reached(markup, roads, strip, "successor")
        chain = [before, *strip.sections, after]
        for previous, section, following in zip(chain, strip.sections, chain[2:], strict=False):
            for lane_id, lane in section.lanes.items():
                for name, neighbour in zip(ENDS, (previous, following), strict=True):
                    row = target(markup, lane, name, neighbour)
                    tables.rows[f"lane_{name}"][section.rows[lane_id]] = row


def reached(markup: Markup, roads: dict[str, Strip], strip: Strip, name: str) -> Section | None:
    """The lane section that a road's link leads to; None without a link."""
    group = markup.only(strip.element, "link")
    element = None if group is None else markup.only(group, name)
    if element is None:
        return None
    if markup.choice(element, "elementType", ("road", "junction")) == "junction":
        return None  # which lane goes on over a junction is the connections' matter
    other = roads.get(markup.text(element, "elementId"))
    if other is None:
        what = f"elementId='{markup.text(element, 'elementId')[:40]}' is no road of this file"
        raise markup.bad(element, what, "name the id of a road, or leave the link out")
    contact = markup.choice(element, "contactPoint", ("start", "end"))
    return other.sections[0 if contact == "start" else -1]


def target(markup: Markup, lane: Element, name: str, section: Section | None) -> int:
    """The row of the lane that one lane is linked to; -1 if to none."""
    group = markup.only(lane, "link")
    element = None if group is None else markup.only(group, name)
    if element is None:
        return -1
    lane_id = markup.integer(element, "id")
    if section is None:
        markup.drop(element, f"<{name}> of a lane is not used: the road has no {name}")
        return -1
    if lane_id not in section.rows:
        what = f"id={lane_id} is no lane of the section it leads to"
        raise markup.bad(element, what, f"its lanes are {min(section.rows)} to {max(section.rows)}")
    return section.rows[lane_id]
