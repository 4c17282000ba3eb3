"""Motorways: each carriageway a chain of roads, cut where ramps leave and join it over direct junctions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from aureole.world.roads.joining.connecting import bent
from aureole.world.roads.joining.furniture import limit_sign
from aureole.world.roads.laying.columns import Column
from aureole.world.roads.laying.curve import Piece, Pose, cut, pose_at, turned, whole
from aureole.world.roads.laying.network import Connection, Crossing, Network
from aureole.world.roads.laying.plan import SIDE, Motorway, Plan, Unfit
from aureole.world.roads.laying.strip import START, Link, Strip

INNER, STOPS, VERGE = 0.75, 2.5, 1.5  # m; strip beside the median, lane to stop on, verge (after RAA, EKA 1)
TAPER = 60.0  # m; of lanes for slowing down and speeding up
NARROWS = 40.0  # m; of a lane to stop on, before and after a ramp
LOOK = 2.0  # m; between two looks at how far a ramp is away


def gore(motorway: Motorway, side: int, station: float) -> Pose:
    """Where a ramp begins beside a carriageway: the left border of its outermost extra lane, in driving direction."""
    pose, pieces = line(motorway, side)
    return pose_at(pose, pieces, station).beside(edge(motorway))


def edge(motorway: Motorway) -> float:
    """t of the right border of the lanes that go through."""
    return -(0.5 * motorway.median + INNER + motorway.lanes * motorway.style.lane)


def line(motorway: Motorway, side: int) -> tuple[Pose, list[Piece]]:
    """The axis in the direction of a carriageway."""
    return (motorway.pose, list(motorway.pieces)) if side == 0 else turned(motorway.pose, motorway.pieces)


def lay_motorway(network: Network, plan: Plan, motorway: Motorway, ramps: dict[int, Strip]) -> None:
    """Build both carriageways; `ramps` are the roads that begin or end at each gore.

    Raises:
        Unfit: two ramps are too close to each other, or to an end.
    """
    for number, side in enumerate(motorway.sides):
        pose, pieces = line(motorway, number)
        stations = sorted([(s, node, True) for s, node in side.leaves] + [(s, node, False) for s, node in side.joins])
        knots = [0.0, *(s for s, _, _ in stations), whole(pieces)]
        roads: list[Strip] = []
        for k in range(len(knots) - 1):
            begins = stations[k - 1] if k else None
            stops = stations[k] if k < len(stations) else None
            roads.append(
                carriageway(network, motorway, cut(pose, pieces, knots[k], knots[k + 1]), (begins, stops), ramps)
            )
        for k, (_, node, leaves) in enumerate(stations):
            meet(network, (roads[k], roads[k + 1]), ramps[node], leaves=leaves)


Gore = tuple[float, int, bool]
"""Station, node, whether one leaves there."""


def carriageway(
    network: Network, motorway: Motorway, part: tuple[Pose, list[Piece]], ends: tuple[Gore | None, Gore | None],
    ramps: dict[int, Strip],
) -> Strip:  # fmt: skip
    """One road of a carriageway, from gore to gore."""
    pose, pieces = part
    length, (begins, stops) = whole(pieces), ends
    style, slip = motorway.style, motorway.slip
    extra: list[Column] = []
    if begins is not None and not begins[2]:
        extra.append(Column("entry", style.lane, fade=slip, stop=slip + TAPER))
    if stops is not None and stops[2]:
        extra.append(Column("exit", style.lane, start=length - slip - TAPER, full=length - slip))
    need = sum(slip + TAPER for _ in extra) + NARROWS
    if length < need:
        raise Unfit(f"{length:.0f} m between two ramps, {need:.0f} needed")
    hard = tuple(shoulder(kind, width, (begins, stops), (motorway, ramps), length)
                 for kind, width in (("stop", STOPS), ("border", VERGE)))  # fmt: skip
    right = (Column("border", INNER), *(Column("driving", style.lane) for _ in range(motorway.lanes)), *extra, *hard)
    strip = Strip(
        network.number("road"), style.name, pose, pieces, (), right, min(style.limit, bent(pieces, SIDE["motorway"])),
        "motorway", offset=-0.5 * motorway.median, centre="none",
    )  # fmt: skip
    network.strips.append(strip)
    limit_sign(network, strip)
    return strip


def shoulder(
    kind: str,
    width: float,
    ends: tuple[Gore | None, Gore | None],
    world: tuple[Motorway, dict[int, Strip]],
    length: float,
) -> Column:
    """What lies outside the lanes: it makes room for ramps and comes back where they are far enough away."""
    (begins, stops), (_motorway, ramps) = ends, world
    column = Column(kind, width)
    inner = 0.0 if kind == "stop" else STOPS
    outer = inner + width
    if begins is not None and begins[2]:
        start, full = comes_back(ramps[begins[1]], (inner, outer), reverse=False)
        column = replace(column, start=start, full=full)
    if stops is not None and not stops[2]:
        start, full = comes_back(ramps[stops[1]], (inner, outer), reverse=True)
        column = replace(column, fade=length - full, stop=length - start)
    if column.full + 1.0 > column.fade:
        raise Unfit("no room for a hard shoulder between two ramps")
    return column


def comes_back(ramp: Strip, band: tuple[float, float], *, reverse: bool) -> tuple[float, float]:
    """From where to where a lane beside the through lanes grows, so that it never lies under a ramp.

    The ramp's line leaves the straight edge of the lanes; `band` is how far from that edge the lane lies.
    """
    pose, pieces = turned(ramp.pose, ramp.pieces) if reverse else (ramp.pose, ramp.pieces)
    side = 1.0 if reverse else -1.0
    away: Callable[[float], tuple[float, float]] = lambda s: beside(pose, pose_at(pose, pieces, s))  # noqa: E731
    path = [away(LOOK * k) for k in range(int(whole(pieces) / LOOK))]
    path = [(x, side * y) for x, y in path]
    inner, outer = band
    start = next((x for x, y in path if y > inner + 0.15), None)
    if start is None:
        raise Unfit("a ramp that does not leave")
    width = outer - inner
    full = next((x for x, y in path if y > outer + 0.3), start) + 0.0
    for _ in range(200):
        if full > start + NARROWS and all(
            inner + width * rise((x - start) / (full - start)) < y - 0.1 for x, y in path if start <= x <= full
        ):
            return start, full
        full += 5.0
    raise Unfit("a ramp that stays too close")


def rise(part: float) -> float:
    """A smooth step."""
    return part * part * (3.0 - 2.0 * part)


def beside(pose: Pose, other: Pose) -> tuple[float, float]:
    """A place in the frame of a pose: ahead, left."""
    ahead, left = pose.ahead(1.0), pose.beside(1.0)
    dx, dy = other.x - pose.x, other.y - pose.y
    return dx * (ahead.x - pose.x) + dy * (ahead.y - pose.y), dx * (left.x - pose.x) + dy * (left.y - pose.y)


def meet(network: Network, roads: tuple[Strip, Strip], ramp: Strip, *, leaves: bool) -> None:
    """The direct junction at a gore, over which lanes go on as the same lanes of the next roads."""
    crossing = Crossing(network.number("junction"), "exit" if leaves else "entry", kind="direct")
    network.crossings.append(crossing)
    before, after = roads
    before.after = after.before = Link("junction", crossing.name)
    one, other = before.sections()[-1].right, after.sections()[0].right
    through = pairs([(lane.number, lane.column.kind, lane.high) for lane in one],
                    [(lane.number, lane.column.kind, lane.low) for lane in other], {"entry", "exit"})  # fmt: skip
    beside_ = [(lane.number, lane.column.kind, lane.high) for lane in (one if leaves else ramp.sections()[-1].right)]
    if leaves:
        ramp.before = Link("junction", crossing.name)
        goal = [(lane.number, lane.column.kind, lane.low) for lane in ramp.sections()[0].right]
        aside = pairs(beside_, goal, {"border_inner"}, last=True)
        through = tuple(pair for pair in through if pair[0] not in {a for a, _ in aside})
        crossing.connections.append(Connection(before.name, after.name, START, through))
        crossing.connections.append(Connection(before.name, ramp.name, START, aside))
        return
    ramp.after = Link("junction", crossing.name)
    goal = [(lane.number, lane.column.kind, lane.low) for lane in other]
    aside = pairs(beside_, goal, set(), last=True)
    through = tuple(pair for pair in through if pair[1] not in {b for _, b in aside})
    crossing.connections.append(Connection(before.name, after.name, START, through))
    crossing.connections.append(Connection(ramp.name, after.name, START, aside))


End = tuple[int, str, float]
"""Id, kind and width of a lane at an end."""


def pairs(one: list[End], other: list[End], without: set[str], *, last: bool = False) -> tuple[tuple[int, int], ...]:
    """Lanes of two roads that go on as each other: counted from the centre, or from the outer edge inwards."""
    mine = [lane for lane in one if lane[1] not in without and lane[2] > 0.0]
    theirs = [lane for lane in other if lane[1] not in without and lane[2] > 0.0]
    if last:
        mine, theirs = mine[::-1], theirs[::-1]
    count = min(len(mine), len(theirs))
    found = [(mine[k][0], theirs[k][0]) for k in range(count) if kin(mine[k][1], theirs[k][1])]
    return tuple(sorted(found, reverse=True))


def kin(one: str, other: str) -> bool:
    """Whether a lane of one kind goes on as one of the other."""
    cars = {"driving", "entry", "exit"}
    return one == other or (one in cars and other in cars)
