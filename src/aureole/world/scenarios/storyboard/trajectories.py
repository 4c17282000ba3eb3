"""Trajectories compiled: the vertices of a polyline or of a sampled clothoid, one row of places each."""

from __future__ import annotations

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.motion.curves import Curve, Segment, vertices
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.places import position
from aureole.world.scenarios.storyboard.scopes import Local, inside
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer

HERE = -1  # a curve begins where the entity is when it starts to follow
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
    first, end = path(writer, holder, timed=timed)
    if timed and node.has("initialDistanceOffset"):
        raise Unsupported("initialDistanceOffset beside times", place=node.place, remedy="leave one of them out")
    job[t.J_DIMENSION] = follows
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


def path(writer: Writer, holder: Node, *, timed: bool = False) -> tuple[int, int]:
    """The rows of the vertices of the Trajectory, or of the catalog's one, that `holder` holds."""
    reference = holder.find("CatalogReference")
    local: Local | None = None
    if reference is not None:
        node, local = writer.find(reference, "Trajectory")
    else:
        node = holder.one("Trajectory")
        local = inside(writer.local, node)
    with writer.within(local):
        node.known("name closed", "ParameterDeclarations Shape")
        if writer.flag(node, "closed", "false"):
            raise Unsupported(
                "a closed trajectory is not supported", place=node.place, remedy="repeat the first vertex"
            )
        shape = node.one("Shape").known("", " ".join(SHAPES)).only_child()
        return SHAPES[shape.name](writer, shape, timed)


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
    length = writer.number(node, "length")
    segment = Segment(
        writer.number(node, "curvature"), writer.number(node, change), by_change=True, length=length,
        turn=writer.constant(0.0),
    )  # fmt: skip
    times = (writer.number(node, "startTime"), writer.number(node, "stopTime")) if timed else None
    first = len(writer.places) + 1
    place = position(writer, node.one("Position"))
    _rows(writer, node, (place, [(segment, writer.now(length))], times))
    return max(first, place + 1), len(writer.places)


def _spline(writer: Writer, node: Node, timed: bool) -> tuple[int, int]:
    parts: list[tuple[int, list[tuple[Segment, float]], tuple[int, int] | None]] = []
    for one in node.known("timeEnd", "ClothoidSplineSegment"):
        one.known("curvatureStart curvatureEnd length hOffset timeStart", "PositionStart")
        length = writer.number(one, "length")
        segment = Segment(
            writer.number(one, "curvatureStart"), writer.number(one, "curvatureEnd"), by_change=False, length=length,
            turn=writer.number(one, "hOffset", 0.0),
        )  # fmt: skip
        start = one.find("PositionStart")
        if timed:
            raise Unsupported("a clothoid spline with times is not supported", place=one.place, remedy="use no timing")
        if start is not None:
            parts.append((position(writer, start), [], None))
        if not parts and start is None:
            parts.append((HERE, [], None))
        parts[-1][1].append((segment, writer.now(length)))
    if not parts:
        raise BadInput("a clothoid spline needs a segment", place=node.place)
    first = len(writer.places)
    for part in parts:
        _rows(writer, node, part)
    return first, len(writer.places)


def _rows(
    writer: Writer, node: Node, part: tuple[int, list[tuple[Segment, float]], tuple[int, int] | None]
) -> None:  # fmt: skip
    """Room for the vertices of one curve."""
    place, segments, times = part
    if any(length < 0.0 for _, length in segments):
        raise BadInput("a length below zero", place=node.place)
    counts = tuple(vertices(length) for _, length in segments)
    first = len(writer.places)
    writer.curves.append(Curve(place, first, counts, tuple(segment for segment, _ in segments), times))
    row = [t.AT_CURVE, place, NO_SLOT, NO_SLOT, NO_SLOT, NO_SLOT, NO_SLOT, t.TURN_ABSOLUTE, NO_SLOT, 0]
    writer.places.extend([list(row) for _ in range(sum(counts) + 1)])


SHAPES = {"Polyline": _polyline, "Clothoid": _clothoid, "ClothoidSpline": _spline}
