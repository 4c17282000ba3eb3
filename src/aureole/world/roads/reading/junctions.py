"""Junctions: connections join lanes of the roads that come in to lanes of connecting roads (OpenDRIVE 1.8 §12)."""

from __future__ import annotations

import numpy as np

from aureole.world.roads.links import Junctions
from aureole.world.roads.reading.links import CONTACTS, HIGH, LOW, Seams, Strip
from aureole.world.roads.reading.markup import Element, Markup

TYPES = ("default", "direct", "virtual", "crossing")


def read_junctions(markup: Markup, roads: dict[str, Strip], seams: Seams) -> tuple[tuple[str, ...], Junctions]:
    """Join lanes over every junction; gives the junctions' ids and whose roads they are."""
    names: list[str] = []
    priority: list[tuple[int, int, int]] = []
    number = {name: row for row, name in enumerate(roads)}
    for junction in markup.children(markup.root, "junction"):
        name = markup.text(junction, "id")
        if name in names:
            raise markup.bad(junction, f"a second junction with id='{name[:40]}'", "give each junction its own id")
        kind = markup.choice(junction, "type", TYPES, "default")
        connections = list(markup.children(junction, "connection"))
        if kind == "virtual" and connections:
            what = f"<connection> of the virtual junction '{name[:40]}' is not used: one cannot leave a road midway"
            markup.drop(connections[0], what)
        for connection in connections if kind != "virtual" else ():
            join_connection(markup, name, connection, roads, seams)
        for element in markup.children(junction, "priority"):
            high, low = (number.get(element.get(key, ""), -1) for key in ("high", "low"))
            if high < 0 and low < 0:
                markup.drop(element, "<priority> of a junction is not used: it names no road of this file")
            else:
                priority.append((len(names), high, low))
        names.append(name)
    belongs = [belonging(markup, strip, names) for strip in roads.values()]
    table = np.array(priority, np.int32).reshape(-1, 3)
    return tuple(names), Junctions(np.array(belongs, np.int32), table)


def belonging(markup: Markup, strip: Strip, names: list[str]) -> int:
    """The row of the junction that a road belongs to; -1 if to none."""
    name = markup.text(strip.element, "junction", "-1")
    if name in names:
        return names.index(name)
    if name != "-1":
        markup.drop(strip.element, "<road>: its junction is not used: the file has no junction of this id")
    return -1


def join_connection(markup: Markup, junction: str, connection: Element, roads: dict[str, Strip], seams: Seams) -> None:
    """Join the lanes of one connection; what it names and the file has not is noted."""
    key = "connectingRoad" if connection.get("connectingRoad") is not None else "linkedRoad"
    incoming = roads.get(markup.text(connection, "incomingRoad"))
    other = roads.get(markup.text(connection, key))
    if incoming is None or other is None:
        markup.drop(connection, f"<connection> is not used: its incomingRoad or {key} is no road of this file")
        return
    contact = contact_of(markup, connection, incoming, other)
    end = None if contact is None else end_at(markup, junction, incoming, (other, contact))
    if contact is None or end is None:
        markup.drop(connection, "<connection> is not used: it does not tell at which ends of its roads it is")
        return
    here, there = incoming.section(end), other.section(contact)
    for link in markup.children(connection, "laneLink"):
        lane, to = markup.integer(link, "from"), markup.integer(link, "to")
        if lane not in here.rows or to not in there.rows:
            markup.drop(link, "<laneLink> is not used: there is no lane of this id where it leads")
        elif lane != 0 and to != 0:
            seams.join((here.rows[lane], end), (there.rows[to], contact))


def contact_of(markup: Markup, connection: Element, incoming: Strip, other: Strip) -> int | None:
    """The end of the connecting road where one comes in: as said, else where it is linked to the incoming road."""
    if connection.get("contactPoint") is not None:
        return CONTACTS[markup.choice(connection, "contactPoint", tuple(CONTACTS))]
    name = markup.text(incoming.element, "id")
    ends = [end for end in (LOW, HIGH) if names_road(other.links[end], name)]
    return ends[0] if len(ends) == 1 else None


def names_road(link: Element | None, name: str) -> bool:
    """Whether a road's link leads to the road of this id."""
    return link is not None and link.get("elementType", "road") == "road" and link.get("elementId") == name


def end_at(markup: Markup, junction: str, incoming: Strip, other: tuple[Strip, int]) -> int | None:
    """The end of a road that a connection begins at: as the connecting road says, else as the road itself does."""
    strip, contact = other
    back = strip.links[contact]
    if back is not None and names_road(back, markup.text(incoming.element, "id")):
        said = CONTACTS.get(back.get("contactPoint", ""))
        if said is not None:
            return said
    ends = [end for end in (LOW, HIGH) if leads_to(incoming.links[end], junction)]
    return ends[0] if len(ends) == 1 else None


def leads_to(link: Element | None, junction: str) -> bool:
    """Whether a road's link leads to this junction."""
    return link is not None and link.get("elementType") == "junction" and link.get("elementId") == junction
