"""Routes compiled: the roads they lead over, and places on them (OpenSCENARIO Route, RoutePosition)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.errors import BadInput, Unsupported
from aureole.core.kinds import LaneKind
from aureole.core.notes import Int32
from aureole.core.road import Road
from aureole.world.roads.routes import DRIVEN, By, Route, Spot
from aureole.world.roads.turns import Turn, course, find_way, towards
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.places import live, moving, orientation
from aureole.world.scenarios.storyboard.scopes import Local, inside
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer

STRATEGIES: dict[str, By] = {
    "shortest": "shortest", "fastest": "fastest", "leastIntersections": "leastIntersections",
}  # fmt: skip
MOST = 200  # roads; towards a place that an entity moves there is a list for each road
WAYPOINTS = "LanePosition RoadPosition WorldPosition RoutePosition"


class Tour(NamedTuple):
    """A route of the file: the best ways from each waypoint to the next."""

    routes: tuple[Route, ...]
    closed: bool


def owners(firsts: Int32, rows: Int32) -> Int32:
    """Which owner each row belongs to, in a `*_first` table."""
    return (np.searchsorted(firsts, rows, side="right") - 1).astype(np.int32)


def roads_of(road: Road, lanes: Int32) -> Int32:
    """The road of each lane row."""
    return owners(road.section_first, owners(road.lane_first, lanes))


def route(writer: Writer, holder: Node) -> Tour:
    """The route of a <Route>, or of the catalog's one, that `holder` holds."""
    reference = holder.find("CatalogReference")
    local: Local | None = None
    if reference is not None:
        node, local = writer.find(reference, "Route")
    else:
        node = holder.one("Route")
        local = inside(writer.local, node)
    with writer.within(local):
        closed = writer.flag(node.known("name closed", "ParameterDeclarations Waypoint"), "closed", "false")
        found = [_waypoint(writer, waypoint) for waypoint in node.all("Waypoint")]
    if len(found) < 2:
        raise BadInput("a route needs at least two waypoints", place=node.place)
    if closed:
        found.append(found[0])
    routes: list[Route] = []
    start = found[0][0]
    for goal, by, place in found[1:]:
        leg = find_way(writer.map(), start, goal, by)
        if leg is None:
            what = "there is no way to this waypoint from the one before it"
            raise BadInput(what, place=place, remedy="check lanes and links")
        routes.append(leg)
        start = Spot(int(leg.lane[-1]), goal.s)
    return Tour(tuple(routes), closed)


def _waypoint(writer: Writer, waypoint: Node) -> tuple[Spot, By, str]:
    """A waypoint's place, how to reach it, and where it stands in the file; its numbers shape the structure."""
    strategy = writer.text(waypoint.known("routeStrategy", "Position"), "routeStrategy")
    if strategy not in STRATEGIES:
        what = f"routeStrategy '{strategy}' is not supported"
        raise Unsupported(what, place=waypoint.place, remedy=f"use one of {', '.join(STRATEGIES)}")
    return spot(writer, waypoint.one("Position").only_child()), STRATEGIES[strategy], waypoint.place


def spot(writer: Writer, node: Node) -> Spot:
    """A position that no entity moves as a place in a lane."""
    if node.name not in WAYPOINTS.split():
        what = f"a way to a <{node.name}> as a waypoint is not supported"
        raise Unsupported(what, place=node.place, remedy=f"use one of {', '.join(WAYPOINTS.split())}")
    road = writer.map().road
    if node.name == "LanePosition":
        node.known("roadId laneId s offset", "Orientation")
        r, s = int(writer.now(writer.road(node))), writer.constant_of(node, "s")
        return in_lane(road, r, s, round(writer.constant_of(node, "laneId")), node)
    if node.name == "RoutePosition":
        return _spot_on_route(writer, node)
    if node.name == "RoadPosition":
        node.known("roadId s t", "Orientation")
        r, s = int(writer.now(writer.road(node))), writer.constant_of(node, "s")
        return near_lane(road, r, s, writer.constant_of(node, "t"), node)
    node.known("x y z h p r")
    from aureole.world.roads import queries  # the compiler is loaded for it

    place = queries.locate(road, [[writer.constant_of(node, "x"), writer.constant_of(node, "y")]])
    return near_lane(road, int(place.r[0]), float(place.s[0]), float(place.t[0]), node)


def section_at(road: Road, r: int, s: float, node: Node) -> range:
    """The lane rows at a station; BadInput off the road."""
    if r < 0 or not 0.0 <= s <= road.road_length[r]:
        where = "off every road" if r < 0 else f"at s={s:g} of a road of {road.road_length[r]:g} m"
        raise BadInput(f"this position lies {where}", place=node.place, remedy="check it against the map")
    first, end = int(road.section_first[r]), int(road.section_first[r + 1])
    section = first + max(int(np.searchsorted(road.section_s[first:end], s, side="right")) - 1, 0)
    return range(int(road.lane_first[section]), int(road.lane_first[section + 1]))


def in_lane(road: Road, r: int, s: float, lane: int, node: Node) -> Spot:
    """A place in the lane of this id."""
    rows = section_at(road, r, s, node)
    row = rows.start + lane - int(road.lane_id[rows.start])
    if row not in rows:
        raise BadInput(f"there is no lane {lane} at s={s:g}", place=node.place, remedy="check the map")
    return Spot(row, s)


def near_lane(road: Road, r: int, s: float, aside: float, node: Node) -> Spot:
    """A place in the lane for cars that is nearest to a point of a road; in any lane where there is none for cars."""
    rows = [row for row in section_at(road, r, s, node) if road.lane_id[row] != 0]
    driven = [row for row in rows if LaneKind(road.lane_kind[row]) in DRIVEN] or rows
    if not driven:
        raise BadInput(f"there is no lane at s={s:g}", place=node.place, remedy="check the map")
    from aureole.world.roads import queries

    spans = queries.lane_span(road, driven, s)
    far = np.maximum(np.maximum(spans[:, 0] - aside, aside - spans[:, 1]), 0.0)
    return Spot(driven[int(np.argmin(far))], s)


def assign(writer: Writer, node: Node) -> dict[int, int]:
    """The job of an AssignRouteAction."""
    tour = route(writer, node.known("", "Route CatalogReference"))
    turns = course(writer.map(), tour.routes, closed=tour.closed)
    first, end = write(writer, turns)
    writer.led[first] = tour.routes
    return {t.J_KIND: t.ROUTE, t.J_MODE: t.ALONG_TOUR, t.J_EXTRA: first, t.J_OTHER: end, t.J_SIZE: first}


def acquire(writer: Writer, node: Node) -> dict[int, int]:
    """The job of an AcquirePositionAction: the shortest way from where the entity then is, whatever world it is in."""
    holder = node.known("", "Position").one("Position")
    place = live(writer, holder)
    job = {t.J_KIND: t.ROUTE, t.J_PLACE: place, t.J_MODE: t.TO_PLACE}
    map_ = writer.map()
    if not moving(writer, place):
        goal = spot(writer, holder.only_child())
        found = towards(map_, [goal])
        rows = write(writer, (*found.back, *found.there))
        writer.led[rows[0]] = goal
        return {**job, t.J_EXTRA: rows[0], t.J_OTHER: rows[1], t.J_SIZE: rows[0] + _rows(found.back)}
    if len(map_.names) > MOST:
        what = f"a way to a position that an entity moves, on a map of {len(map_.names)} roads; the limit is {MOST}"
        raise Unsupported(what, place=holder.place, remedy="use a LanePosition")
    listed = [found for r in range(len(map_.names)) for found in _towards_road(writer, r)]
    first = len(writer.lists)
    writer.lists.extend(listed)
    return {**job, t.J_MODE: t.TO_MOVING, t.J_EXTRA: first, t.J_OTHER: len(writer.lists), t.J_SIZE: first}


def _towards_road(writer: Writer, r: int) -> list[list[int]]:
    """Two rows of the directory of ways: first row, end; where who is not beyond the place begins."""
    map_ = writer.map()
    road = map_.road
    first, end = int(road.section_first[r]), int(road.section_first[r + 1])
    rows = {row for section in (first, end - 1) for row in range(*road.lane_first[section : section + 2].tolist())}
    driven = [row for row in sorted(rows) if road.lane_id[row] != 0 and LaneKind(road.lane_kind[row]) in DRIVEN]
    if not driven:
        return [[0, 0], [0, 0]]
    section = owners(road.lane_first, np.array(driven, np.int32))
    found = towards(map_, [Spot(row, float(road.section_s[at])) for row, at in zip(driven, section, strict=True)])
    begin, stop = write(writer, (*found.back, *found.there))
    return [[begin, stop], [begin + _rows(found.back), 0]]


def _rows(turns: tuple[Turn, ...]) -> int:
    """How many rows turns fill."""
    return sum(1 + len(turn.lanes) for turn in turns)


def write(writer: Writer, turns: list[Turn] | tuple[Turn, ...]) -> tuple[int, int]:
    """Append turns to the lists; gives the first row and the one after the last."""
    first = len(writer.lists)
    writer.lists.extend(rows_of(turns))
    return first, len(writer.lists)


def rows_of(turns: list[Turn] | tuple[Turn, ...]) -> list[list[int]]:
    """Turns as rows of the lists (`tables.Tables`)."""
    rows: list[list[int]] = []
    for turn in turns:
        rows.append([2 * turn.road + (1 if turn.way > 0 else 0), -1 if turn.last else len(turn.lanes)])
        rows.extend([lane, after] for lane, after in turn.lanes)
    return rows


def on_route(writer: Writer, node: Node) -> list[int]:
    """A RoutePosition: metres along a route, in a lane or aside of the reference line; or where an entity is on it."""
    node.known("", "RouteRef InRoutePosition Orientation")
    tour = route(writer, node.one("RouteRef").known("", "Route CatalogReference"))
    place = node.one("InRoutePosition").known("", INSIDE).only_child()
    if place.name == "FromCurrentEntity":
        here = writer.constant(0.0)
        agent = writer.agent(place.known("entityRef"))
        return [t.BESIDE_OBJECT, agent, here, here, NO_SLOT, NO_SLOT, *orientation(writer, node)]
    road = writer.map().road
    first = len(writer.lists)
    for r, start, end in stretches(road, tour):
        writer.lists.append([r, writer.constant(start)])
        writer.lists.append([1 if end >= start else -1, writer.constant(abs(end - start))])
    rows = [writer.constant(float(first)), writer.constant(float(len(writer.lists)))]
    if place.name == "FromRoadCoordinates":
        place.known("pathS t", "")
        aside, lane = writer.number(place, "t"), NO_SLOT
    else:
        place.known("pathS laneId laneOffset", "")
        aside, lane = writer.number(place, "laneOffset", 0.0), writer.number(place, "laneId", whole=True)
    return [t.ON_ROUTE, lane, *rows, writer.number(place, "pathS"), aside, *orientation(writer, node)]


INSIDE = "FromLaneCoordinates FromRoadCoordinates FromCurrentEntity"


def stretches(road: Road, tour: Tour) -> list[tuple[int, float, float]]:
    """(road, s where it begins, s where it ends) of all stretches of a route, in order."""
    found: list[tuple[int, float, float]] = []
    for leg in tour.routes:
        roads = roads_of(road, leg.lane).tolist()
        found.extend(zip(roads, leg.start.tolist(), leg.end.tolist(), strict=True))
    return found


def _spot_on_route(writer: Writer, node: Node) -> Spot:
    """A RoutePosition as a place in a lane."""
    node.known("", "RouteRef InRoutePosition Orientation")
    tour = route(writer, node.one("RouteRef").known("", "Route CatalogReference"))
    place = node.one("InRoutePosition").known("", INSIDE).only_child()
    if place.name == "FromCurrentEntity":
        what = "a way to where an entity is, as a waypoint, is not supported"
        raise Unsupported(what, place=place.place, remedy="use a LanePosition")
    road, way = writer.map().road, writer.constant_of(place, "pathS")
    parts = stretches(road, tour)
    lengths = np.cumsum([abs(end - start) for _, start, end in parts])
    part = min(int(np.searchsorted(lengths, way)), len(parts) - 1)
    r, start, end = parts[part]
    s = end - (float(lengths[part]) - way) * (1.0 if end >= start else -1.0)
    if place.name == "FromRoadCoordinates":
        return near_lane(road, r, s, writer.constant_of(place, "t"), place)
    return in_lane(road, r, s, round(writer.constant_of(place, "laneId")), place)
