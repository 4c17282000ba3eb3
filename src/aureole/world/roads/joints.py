"""How roads and junctions name each other, as the file says it (ASAM OpenDRIVE 1.8 §10.2, §12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Float64, Int32
from aureole.world.roads.furniture.rows import table
from aureole.world.roads.reading.junctions import TYPES, contact_of, end_at
from aureole.world.roads.reading.links import CONTACTS, Strip
from aureole.world.roads.reading.markup import Element, Markup

ROAD, JUNCTION, NOTHING = 0, 1, -1
ORIENTATIONS = {"+": 1, "-": -1, "none": 0}


class Ends(NamedTuple):
    """What each road's link says of its start (0) and its end (1)."""

    kind: Annotated[Int32, "roads 2", "-", "-"]
    """0 leads to a road, 1 to a junction, -1 nowhere."""
    target: Annotated[Int32, "roads 2", "-", "-"]
    """Row of that road or junction; -1 if the file has it not."""
    contact: Annotated[Int32, "roads 2", "-", "-"]
    """0 its start, 1 its end; -1 of a junction."""


class Connections(NamedTuple):
    """Where one goes over a junction; only those that both roads have, and the ends are known of."""

    junction: Annotated[Int32, "connections", "-", "-"]
    name: tuple[str, ...]
    """Its id in the junction."""
    incoming: Annotated[Int32, "connections", "-", "-"]
    """Road row."""
    end: Annotated[Int32, "connections", "-", "-"]
    """At which end of it: 0 start, 1 end."""
    other: Annotated[Int32, "connections", "-", "-"]
    """Row of the connecting road, or of the road that a direct junction links."""
    contact: Annotated[Int32, "connections", "-", "-"]
    """At which end of that one."""


class Crossings(NamedTuple):
    """The junctions: `Map.crossings` has their ids."""

    name: tuple[str, ...]
    kind: tuple[str, ...]
    """default, direct, virtual or crossing."""
    road: Annotated[Int32, "junctions", "-", "-"]
    """Row of the main road of a virtual one; else -1."""
    span: Annotated[Float64, "junctions 2", "m", "road"]
    """Of a virtual one along it: from, to."""
    orientation: Annotated[Int32, "junctions", "-", "-"]
    """Of a virtual one: 1 for traffic with rising s, -1 with falling s, 0 for both."""


@dataclass(frozen=True, slots=True)
class Joints:
    """Everything a map says of how its roads join."""

    ends: Ends
    connections: Connections
    crossings: Crossings


def read_joints(markup: Markup, roads: Mapping[str, Strip], crossings: tuple[str, ...]) -> Joints:
    """The joints of a file whose links have been read, so that they are known to be good."""
    rows = {name: row for row, name in enumerate(roads)}
    junctions = {name: row for row, name in enumerate(crossings)}
    ends = np.full((3, len(roads), 2), NOTHING, np.int32)
    for row, strip in enumerate(roads.values()):
        for end, element in enumerate(strip.links):
            if element is not None:
                ends[:, row, end] = leads(element, rows, junctions)
    found: list[dict[str, object]] = []
    kinds: list[dict[str, object]] = []
    for junction in markup.children(markup.root, "junction"):
        name = markup.text(junction, "id")
        kinds.append(crossing(markup, junction, rows))
        for element in markup.children(junction, "connection") if kinds[-1]["kind"] != "virtual" else ():
            found += connection(markup, element, name, roads, (rows, junctions))
    return Joints(Ends(*ends), table(Connections, found), table(Crossings, kinds))


def leads(element: Element, roads: Mapping[str, int], junctions: Mapping[str, int]) -> tuple[int, int, int]:
    """Kind, target and contact of one end of a road's link; nowhere if the file has it not."""
    name = element.get("elementId", "")
    if element.get("elementType", "road") == "junction":
        return (JUNCTION, junctions.get(name, NOTHING), NOTHING) if name in junctions else (NOTHING,) * 3
    contact = CONTACTS.get(element.get("contactPoint", ""), NOTHING)
    if name not in roads or contact == NOTHING:
        return (NOTHING,) * 3
    return ROAD, roads[name], contact


def crossing(markup: Markup, junction: Element, roads: Mapping[str, int]) -> dict[str, object]:
    """One junction without its connections."""
    return {
        "name": markup.text(junction, "name", ""),
        "kind": markup.choice(junction, "type", TYPES, "default"),
        "road": roads.get(markup.text(junction, "mainRoad", ""), NOTHING),
        "span": [markup.number(junction, name, "0", low=0.0) for name in ("sStart", "sEnd")],
        "orientation": ORIENTATIONS[markup.choice(junction, "orientation", tuple(ORIENTATIONS), "none")],
    }


def connection(
    markup: Markup, element: Element, junction: str, roads: Mapping[str, Strip],
    rows: tuple[Mapping[str, int], Mapping[str, int]],
) -> list[dict[str, object]]:  # fmt: skip
    """One connection, if the file has its roads and says at which ends of them it is."""
    incoming = markup.text(element, "incomingRoad", "")
    other = element.get("connectingRoad") or element.get("linkedRoad") or ""
    if incoming not in roads or other not in roads:
        return []
    contact = contact_of(markup, element, roads[incoming], roads[other])
    end = None if contact is None else end_at(markup, junction, roads[incoming], (roads[other], contact))
    if end is None:
        return []
    name = markup.text(element, "id", "")
    return [{
        "junction": rows[1][junction], "name": name, "incoming": rows[0][incoming], "end": end,
        "other": rows[0][other], "contact": contact,
    }]  # fmt: skip
