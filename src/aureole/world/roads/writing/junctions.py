"""Writes how roads join: their links, and junctions with connections and lane links (ASAM OpenDRIVE 1.8 §12)."""

from __future__ import annotations

from aureole.world.roads.joints import JUNCTION, NOTHING, ROAD
from aureole.world.roads.reading.links import road_of_lanes
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.writing.lanes import END_NAMES, touching
from aureole.world.roads.writing.nodes import node

CONTACTS = ("start", "end")
ORIENTATIONS = {1: "+", -1: "-", 0: "none"}


def write_links(road: Element, map_: Map, row: int) -> None:
    """What a road's two ends lead to."""
    ends = map_.joints.ends
    if (ends.kind[row] == NOTHING).all():
        return
    group = node(road, "link")
    for end, name in enumerate(END_NAMES):
        target = int(ends.target[row, end])
        if ends.kind[row, end] == JUNCTION:
            node(group, name, {"elementType": "junction", "elementId": map_.crossings[target]})
        elif ends.kind[row, end] == ROAD:
            contact = CONTACTS[int(ends.contact[row, end])]
            about = {"elementType": "road", "elementId": map_.names[target], "contactPoint": contact}
            node(group, name, about)


def write_junctions(root: Element, map_: Map) -> None:
    """Every junction with its connections, priorities and controllers."""
    crossings, grouped = map_.joints.crossings, map_.furniture.signalling.grouped
    seams, road_of = touching(map_), road_of_lanes(map_.road)
    pairs: dict[tuple[int, int, int, int], list[tuple[int, int]]] = {}
    for (lane, end), others in seams.items():
        for other, contact in others:
            key = (int(road_of[lane]), end, int(road_of[other]), contact)
            pairs.setdefault(key, []).append((int(map_.road.lane_id[lane]), int(map_.road.lane_id[other])))
    for row, name in enumerate(map_.crossings):
        about = {"name": crossings.name[row] or None, "id": name, "type": crossings.kind[row]}
        junction = node(root, "junction", {**about, **virtual(map_, row)})
        write_connections(junction, map_, row, pairs)
        for number, high, low in map_.junctions.priority.tolist():
            if number == row:
                names = (map_.names[road] if road >= 0 else "" for road in (high, low))
                node(junction, "priority", dict(zip(("high", "low"), names, strict=True)))
        for k in (grouped.junction == row).nonzero()[0]:
            sequence = int(grouped.sequence[k])
            known = {"id": grouped.controllers[k], "type": grouped.kind[k] or None}
            node(junction, "controller", {**known, "sequence": sequence if sequence >= 0 else None})


def virtual(map_: Map, row: int) -> dict[str, str | float | None]:
    """Where a virtual junction lies on its main road."""
    crossings = map_.joints.crossings
    if crossings.kind[row] != "virtual":
        return {}
    road, (start, end) = int(crossings.road[row]), crossings.span[row].tolist()
    main = map_.names[road] if road >= 0 else None
    return {
        "mainRoad": main,
        "sStart": start,
        "sEnd": end,
        "orientation": ORIENTATIONS[int(crossings.orientation[row])],
    }


def write_connections(
    junction: Element, map_: Map, row: int, pairs: dict[tuple[int, int, int, int], list[tuple[int, int]]]
) -> None:
    """The connections of one junction with the lanes that they join."""
    table, kind = map_.joints.connections, map_.joints.crossings.kind[row]
    for k in (table.junction == row).nonzero()[0]:
        incoming, end, other, contact = (
            int(column[k]) for column in (table.incoming, table.end, table.other, table.contact)
        )
        connection = node(junction, "connection", {
            "id": table.name[k], "incomingRoad": map_.names[incoming],
            "linkedRoad" if kind == "direct" else "connectingRoad": map_.names[other],
            "contactPoint": CONTACTS[contact],
        })  # fmt: skip
        for lane, to in pairs.get((incoming, end, other, contact), ()):
            node(connection, "laneLink", {"from": lane, "to": to})
