"""Trajectories compiled: the vertices of a polyline or of a sampled clothoid, one row of places each."""

from __future__ import annotations

import numpy as np

from aureole.core.errors import BadInput
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.motion.curves import Curve, Segment, grid
from aureole.world.scenarios.motion.nurbs import shares, slopes, times
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.places import position
from aureole.world.scenarios.storyboard.scopes import Local, inside
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer

HERE = -1  # a curve begins where the entity is when it starts to follow
BETWEEN, MOST = 64, 4000  # legs between two control points, and in all
FARTHEST = 1e6  # m of one segment
FOLLOWING = {"position": 0, "follow": 1}


def follow(writer: Writer, node: Node) -> dict[int, int]:
    """The job of a FollowTrajectoryAction."""
    node.known(
        "initialDistanceOffset", "TrajectoryRef Trajectory CatalogReference TimeReference TrajectoryFollowingMode"
    )
    holder = node.find("TrajectoryRef") or node
    mode = node.one("TrajectoryFollowingMode").known("followingMode")
    follows = writer.choice(mode, "followingMode", FOLLOWING)
    reference = node.find("TimeReference")
    timed, job = (
        (False, dict(_UNTIMED))
        if reference is None
        else _timing(writer, reference.known("", "None Timing").only_child())
    )
    first, end, closed = path(writer, holder, timed=timed)
    job[t.J_DIMENSION], job[t.J_SHAPE] = follows, int(closed and not timed)
    return {**job, t.J_OTHER: writer.number(node, "initialDistanceOffset", 0.0), t.J_PLACE: first, t.J_PLACE_END: end}


_UNTIMED = {t.J_KIND: t.TRAJECTORY, t.J_MODE: t.UNTIMED}


def _timing(writer: Writer, node: Node) -> tuple[bool, dict[int, int]]:
    """The time reference of a trajectory: none, or the vertices' times with domain, scale and offset."""
    if node.name == "None":
        node.known()
        return False, dict(_UNTIMED)
    node.known("domainAbsoluteRelative scale offset")
    domains = {"relative": t.TIMED_RELATIVE, "absolute": t.TIMED_ABSOLUTE}
    job = {t.J_KIND: t.TRAJECTORY, t.J_MODE: writer.choice(node, "domainAbsoluteRelative", domains)}
    job[t.J_SIZE], job[t.J_TARGET] = writer.number(node, "scale"), writer.number(node, "offset")
    return True, job


def path(writer: Writer, holder: Node, *, timed: bool = False) -> tuple[int, int, bool]:
    """The rows of the vertices of the Trajectory, or of the catalog's one, that `holder` holds; whether it is closed.

    A closed one leads back to its first vertex; with times it ends at its last one, which nothing leads on from.
    """
    reference = holder.find("CatalogReference")
    local: Local | None = None
    if reference is not None:
        node, local = writer.find(reference, "Trajectory")
    else:
        node = holder.one("Trajectory")
        local = inside(writer.local, node)
    with writer.within(local):
        node.known("name closed", "ParameterDeclarations Shape")
        shape = node.one("Shape").known("", " ".join(SHAPES)).only_child()
        first, end = SHAPES[shape.name](writer, shape, timed)
        closed = writer.flag(node, "closed", "false")
    if closed and not timed:
        writer.places.append(list(writer.places[first]))
        if writer.places[first][t.P_KIND] == t.AT_CURVE:
            writer.places[-1] = _same(writer, first)
        end += 1
    return first, end, closed


def _polyline(writer: Writer, node: Node, timed: bool) -> tuple[int, int]:
    rows = []
    for vertex in node.known("", "Vertex"):
        row = list(writer.places[position(writer, vertex.known("time", "Position").one("Position"))])
        if timed or vertex.has("time"):
            row[t.P_TIME] = writer.number(vertex, "time")
        rows.append(row)
    if len(rows) < 2:
        raise BadInput("a polyline needs at least two vertices", place=node.place)
    writer.places.extend(rows)
    return len(writer.places) - len(rows), len(writer.places)


def _clothoid(writer: Writer, node: Node, timed: bool) -> tuple[int, int]:
    node.known("curvature curvaturePrime curvatureDot length startTime stopTime", "Position")
    change = "curvatureDot" if node.has("curvatureDot") else "curvaturePrime"
    segment = Segment(
        writer.number(node, "curvature"), writer.number(node, change), by_change=True, length=_length(writer, node),
        turn=writer.constant(0.0),
        times=(writer.number(node, "startTime"), writer.number(node, "stopTime")) if timed else None,
    )  # fmt: skip
    first = len(writer.places) + 1
    place = position(writer, node.one("Position"))
    _rows(writer, [(place, [segment])])
    return max(first, place + 1), len(writer.places)


def _spline(writer: Writer, node: Node, timed: bool) -> tuple[int, int]:
    parts: list[tuple[int, list[Segment]]] = []
    pieces = list(node.known("timeEnd", "ClothoidSplineSegment"))
    if not pieces:
        raise BadInput("a clothoid spline needs a segment", place=node.place)
    after = [(piece, "timeStart") for piece in pieces[1:]]
    for one, ends in zip(pieces, [*after, (node, "timeEnd")], strict=True):
        one.known("curvatureStart curvatureEnd length hOffset timeStart", "PositionStart")
        segment = Segment(
            writer.number(one, "curvatureStart"), writer.number(one, "curvatureEnd"), by_change=False,
            length=_length(writer, one), turn=writer.number(one, "hOffset", 0.0),
            times=(writer.number(one, "timeStart"), writer.number(*ends)) if timed else None,
        )  # fmt: skip
        start = one.find("PositionStart")
        if start is not None:
            parts.append((position(writer, start), []))
        elif not parts:
            parts.append((HERE, []))
        parts[-1][1].append(segment)
    first = len(writer.places)
    _rows(writer, parts)
    return first, len(writer.places)


def _length(writer: Writer, node: Node) -> float:
    """The length of a segment, which says how many vertices there are: it shapes the structure."""
    length = writer.constant_of(node, "length")
    if not 0.0 <= length < FARTHEST:
        raise BadInput(f"length is {length:g}, expected 0 to {FARTHEST:g} m", place=node.place)
    return length


def _rows(writer: Writer, parts: list[tuple[int, list[Segment]]]) -> None:
    """Room for the vertices of curves that follow each other."""
    stations = grid([segment.length for _, segments in parts for segment in segments])
    for place, segments in parts:
        mine, stations = stations[: len(segments)], stations[len(segments) :]
        curve = Curve(place, len(writer.places), tuple(segments), tuple(mine))
        writer.curves.append(curve)
        row = [t.AT_CURVE, place, NO_SLOT, NO_SLOT, NO_SLOT, NO_SLOT, NO_SLOT, t.TURN_ABSOLUTE, NO_SLOT, 0]
        writer.places.extend([list(row) for _ in range(curve.vertices)])


def _nurbs(writer: Writer, node: Node, timed: bool) -> tuple[int, int]:
    """Vertices are means of the control points; order, knots, weights and times shape the structure."""
    node.known("order", "ControlPoint Knot")
    controls, order = node.all("ControlPoint"), round(writer.constant_of(node, "order"))
    knots = np.array([writer.constant_of(knot.known("value"), "value") for knot in node.all("Knot")])
    rows, weights, moments = [], [], []
    for control in controls:
        control.known("time weight", "Position")
        rows.append(list(writer.places[position(writer, control.one("Position"))]))
        weights.append(writer.constant_of(control, "weight") if control.has("weight") else 1.0)
        moments.append(writer.constant_of(control, "time") if timed or control.has("time") else 0.0)
    if not 2 <= order <= len(controls) or len(knots) != len(controls) + order:
        what = f"order {order} with {len(controls)} control points and {len(knots)} knots"
        raise BadInput(what, place=node.place, remedy="order 2 to the control points; as many knots as both together")
    if np.any(np.diff(knots) < 0.0) or knots[0] == knots[-1] or min(weights) <= 0.0:
        raise BadInput("knots must rise and weights be positive", place=node.place)
    steps = _steps(writer, rows)
    found, change = (each(order, knots, np.array(weights), steps) for each in (shares, slopes))
    moment = times(found, np.array(moments))
    first = len(writer.places)
    turn = t.TURN_ABSOLUTE if all(row[t.P_TURN] != t.TURN_NONE for row in rows) else t.TURN_NONE
    writer.places.extend(rows)
    for vertex in range(steps + 1):
        terms = []
        for row in (found[vertex], change[vertex]):
            terms.append(writer.constant(float(len(writer.lists))))
            for term in np.flatnonzero(row).tolist():
                writer.lists.append([first + term, writer.constant(float(row[term]))])
            terms.append(writer.constant(float(len(writer.lists))))
        time = writer.constant(float(moment[vertex]))
        writer.places.append([t.AT_BLEND, first, *terms, NO_SLOT, turn, time, 0])
    return first + len(rows), len(writer.places)


def _same(writer: Writer, row: int) -> list[int]:
    """A vertex where another one is."""
    writer.lists.append([row, writer.constant(1.0)])
    terms = [writer.constant(float(len(writer.lists) - 1)), writer.constant(float(len(writer.lists)))]
    return [t.AT_BLEND, row, *terms, NO_SLOT, NO_SLOT, NO_SLOT, t.TURN_ABSOLUTE, NO_SLOT, 0]


def _steps(writer: Writer, rows: list[list[int]]) -> int:
    """Into how many legs a spline is cut: one a metre of its control polygon where that is known, as the reference."""
    if any(row[t.P_KIND] != t.AT_WORLD for row in rows):
        return min(BETWEEN * (len(rows) - 1), MOST)
    points = np.array([[writer.now(row[t.P_A]), writer.now(row[t.P_B])] for row in rows])
    return int(min(1.0 + np.hypot(*np.diff(points, axis=0).T).sum(), MOST))


SHAPES = {"Polyline": _polyline, "Clothoid": _clothoid, "ClothoidSpline": _spline, "Nurbs": _nurbs}
