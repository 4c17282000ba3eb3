"""Positions compiled: what they are relative to, and the slots of their numbers."""

from __future__ import annotations

from aureole.core.errors import Unsupported
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer
from aureole.world.scenarios.tables import (
    AT_BLEND,
    AT_CURVE,
    AT_LANE,
    AT_ROAD,
    AT_WORLD,
    BESIDE_LANE,
    BESIDE_OBJECT,
    BESIDE_ROAD,
    BESIDE_WORLD,
    MOVES,
    ON_PATH,
    P_KIND,
    P_LIVE,
    P_REF,
    STAYS,
    TURN_ABSOLUTE,
    TURN_NONE,
    TURN_RELATIVE,
)

_MOVES = "a position relative to an entity is not supported here"
TURNS = {"relative": TURN_RELATIVE, "absolute": TURN_ABSOLUTE}


def orientation(writer: Writer, node: Node) -> tuple[int, int]:
    """Slot of the heading, and what it is relative to; without a type it is absolute (OpenSCENARIO 1.1 Orientation)."""
    turn = node.find("Orientation")
    if turn is None:
        return NO_SLOT, TURN_NONE
    turn.known("type h p r")
    return writer.number(turn, "h", 0.0), writer.choice(turn, "type", TURNS, "absolute")


def position(writer: Writer, holder: Node) -> int:
    """Compile the Position element that `holder` is; gives its row in the table of places."""
    node = holder.only_child()
    if node.name not in READERS:
        node.refuse()
    row = [*READERS[node.name](writer, node), NO_SLOT, 0]
    writer.places.append(row)
    return len(writer.places) - 1


def moving(writer: Writer, place: int) -> bool:
    """Whether a place depends on where an entity is."""
    return writer.places[place][0] in (BESIDE_LANE, BESIDE_ROAD, BESIDE_OBJECT, BESIDE_WORLD)


def live(writer: Writer, holder: Node) -> int:
    """A position that is looked at in every step; one beside an entity moves with it."""
    place = position(writer, holder)
    writer.places[place][P_LIVE] = MOVES if moving(writer, place) else STAYS
    return place


def _world(writer: Writer, node: Node) -> list[int]:
    node.known("x y z h p r")
    x, y = writer.number(node, "x"), writer.number(node, "y")
    return [
        AT_WORLD,
        -1,
        x,
        y,
        NO_SLOT,
        NO_SLOT,
        writer.number(node, "h", 0.0),
        TURN_ABSOLUTE if node.has("h") else TURN_NONE,
    ]


def _lane(writer: Writer, node: Node) -> list[int]:
    node.known("roadId laneId s offset", "Orientation")
    lane = writer.number(node, "laneId", whole=True)
    numbers = [writer.road(node), lane, writer.number(node, "s"), writer.number(node, "offset", 0.0)]
    return [AT_LANE, -1, *numbers, *orientation(writer, node)]


def _road(writer: Writer, node: Node) -> list[int]:
    node.known("roadId s t", "Orientation")
    numbers = [writer.road(node), NO_SLOT, writer.number(node, "s"), writer.number(node, "t")]
    return [AT_ROAD, -1, *numbers, *orientation(writer, node)]


def _beside_lane(writer: Writer, node: Node) -> list[int]:
    node.known("entityRef dLane ds offset", "Orientation")
    numbers = [writer.number(node, "dLane", whole=True), writer.number(node, "ds")]
    numbers += [writer.number(node, "offset", 0.0), NO_SLOT]
    return [BESIDE_LANE, writer.agent(node), *numbers, *orientation(writer, node)]


def _beside_road(writer: Writer, node: Node) -> list[int]:
    node.known("entityRef ds dt", "Orientation")
    numbers = [writer.number(node, "ds"), writer.number(node, "dt"), NO_SLOT, NO_SLOT]
    return [BESIDE_ROAD, writer.agent(node), *numbers, *orientation(writer, node)]


def _beside(writer: Writer, node: Node) -> list[int]:
    node.known("entityRef dx dy dz", "Orientation")
    kind = BESIDE_OBJECT if node.name == "RelativeObjectPosition" else BESIDE_WORLD
    numbers = [writer.number(node, "dx"), writer.number(node, "dy"), NO_SLOT, NO_SLOT]
    return [kind, writer.agent(node), *numbers, *orientation(writer, node)]


def _on_path(writer: Writer, node: Node) -> list[int]:
    """A TrajectoryPosition: s along a trajectory, t to its left."""
    from aureole.world.scenarios.storyboard.trajectories import path

    node.known("s t", "TrajectoryRef Orientation")
    holder = node.one("TrajectoryRef").known("", "Trajectory CatalogReference")
    first, end, _ = path(writer, holder)
    starts = {writer.places[row][P_REF] for row in range(first, end) if writer.places[row][P_KIND] == AT_CURVE}
    controls = first - (writer.places[first][P_REF] if writer.places[first][P_KIND] == AT_BLEND else first)
    if any(row < 0 or moving(writer, row) for row in [*starts, *range(first - controls, end)]):
        raise Unsupported(_MOVES, place=holder.place, remedy="use LanePositions")
    rows = [writer.constant(float(first)), writer.constant(float(end))]
    return [ON_PATH, -1, *rows, writer.number(node, "s"), writer.number(node, "t", 0.0), *orientation(writer, node)]


def _on_route(writer: Writer, node: Node) -> list[int]:
    from aureole.world.scenarios.storyboard.routes import on_route

    return on_route(writer, node)


READERS = {
    "WorldPosition": _world, "LanePosition": _lane, "RoadPosition": _road, "RelativeLanePosition": _beside_lane,
    "RelativeRoadPosition": _beside_road,    "RelativeObjectPosition": _beside, "RelativeWorldPosition": _beside,
    "TrajectoryPosition": _on_path, "RoutePosition": _on_route,
}  # fmt: skip


def fixed(writer: Writer, holder: Node) -> int:
    """A position that no entity moves; Unsupported otherwise."""
    place = position(writer, holder)
    if moving(writer, place):
        raise Unsupported(_MOVES, place=holder.place, remedy="use a LanePosition")
    return place
