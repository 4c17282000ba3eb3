"""Routes compiled: the roads they lead over, and places on them (OpenSCENARIO Route, RoutePosition)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from aureole.core.errors import BadInput, Unsupported
from aureole.core.notes import Int32
from aureole.core.road import Road
from aureole.world.roads.routes import Route, Spot, find_tour
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.places import orientation
from aureole.world.scenarios.storyboard.scopes import Local, inside
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer


def owners(firsts: Int32, rows: Int32) -> Int32:
    """Which owner each row belongs to, in a `*_first` table."""
    return (np.searchsorted(firsts, rows, side="right") - 1).astype(np.int32)


def roads_of(road: Road, lanes: Int32) -> Int32:
    """The road of each lane row."""
    return owners(road.section_first, owners(road.lane_first, lanes))


def route(writer: Writer, holder: Node) -> Route:
    """The route of a <Route>, or of the catalog's one, that `holder` holds."""
    reference = holder.find("CatalogReference")
    local: Local | None = None
    if reference is not None:
        node, local = writer.find(reference, "Route")
    else:
        node = holder.one("Route")
        local = inside(writer.local, node)
    with writer.within(local):
        if writer.flag(node.known("name closed", "ParameterDeclarations Waypoint"), "closed", "false"):
            raise Unsupported("a closed route is not supported", place=node.place, remedy="end it before its start")
        spots = [_spot(writer, waypoint) for waypoint in node.all("Waypoint")]
    if len(spots) < 2:
        raise BadInput("a route needs at least two waypoints", place=node.place)
    found = find_tour(writer.map(), spots)
    if found is None:
        raise BadInput("there is no way from waypoint to waypoint", place=node.place, remedy="check lanes and links")
    return found


def _spot(writer: Writer, waypoint: Node) -> Spot:
    """A waypoint as a place in a lane; its numbers shape the structure."""
    strategy = writer.text(waypoint.known("routeStrategy", "Position"), "routeStrategy")
    if strategy != "shortest":
        what = f"routeStrategy '{strategy}' is not supported"
        raise Unsupported(what, place=waypoint.place, remedy="use shortest")
    node = waypoint.one("Position").only_child()
    if node.name != "LanePosition":
        raise Unsupported(f"a waypoint by <{node.name}> is not supported", place=node.place, remedy="use LanePosition")
    node.known("roadId laneId s offset", "Orientation")
    road, r = writer.map().road, int(writer.now(writer.road(node)))
    s, lane = writer.constant_of(node, "s"), round(writer.constant_of(node, "laneId"))
    first, end = road.section_first[r], road.section_first[r + 1]
    section = int(first + max(np.searchsorted(road.section_s[first:end], s, side="right") - 1, 0))
    row = int(road.lane_first[section] + lane - road.lane_id[road.lane_first[section]])
    if not road.lane_first[section] <= row < road.lane_first[section + 1] or not 0.0 <= s <= road.road_length[r]:
        raise BadInput(f"there is no lane {lane} at s={s:g}", place=node.place, remedy="check the map")
    return Spot(row, s)


def assign(writer: Writer, node: Node) -> dict[int, int]:
    """AssignRouteAction: done at once for a route that goes straight on, which is where everyone goes anyway."""
    found = route(writer, node.known("", "Route CatalogReference"))
    road = writer.map().road
    for one, other in pairwise(range(len(found.lane))):
        links = road.lane_successor if found.way[one] > 0 else road.lane_predecessor
        after, wanted = links[found.lane[one]], found.enters[other]
        roads = roads_of(road, np.array([found.lane[one], wanted, max(after, 0)], np.int32))
        if roads[0] != roads[1] and (after < 0 or roads[2] != roads[1]):
            what = "a route that turns off at a junction is not followed yet"
            raise Unsupported(what, place=node.place, remedy="use a trajectory")
    return {t.J_KIND: t.NOTHING}


def on_route(writer: Writer, node: Node) -> list[int]:
    """A RoutePosition: metres along a route, in a lane or aside of the reference line."""
    node.known("", "RouteRef InRoutePosition Orientation")
    found = route(writer, node.one("RouteRef").known("", "Route CatalogReference"))
    place = node.one("InRoutePosition").known("", "FromLaneCoordinates FromRoadCoordinates").only_child()
    road = writer.map().road
    first = len(writer.lists)
    for r, start, end in zip(roads_of(road, found.lane).tolist(), found.start, found.end, strict=True):
        writer.lists.append([r, writer.constant(float(start))])
        writer.lists.append([1 if end >= start else -1, writer.constant(float(abs(end - start)))])
    rows = [writer.constant(float(first)), writer.constant(float(len(writer.lists)))]
    if place.name == "FromRoadCoordinates":
        place.known("pathS t", "")
        aside, lane = writer.number(place, "t"), NO_SLOT
    else:
        place.known("pathS laneId laneOffset", "")
        aside, lane = writer.number(place, "laneOffset", 0.0), writer.number(place, "laneId", whole=True)
    return [t.ON_ROUTE, lane, *rows, writer.number(place, "pathS"), aside, *orientation(writer, node)]
