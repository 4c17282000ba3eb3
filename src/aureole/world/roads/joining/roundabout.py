"""Roundabouts: a ring of junctions, one for each arm; who drives on the ring goes first."""

from __future__ import annotations

import math
from collections.abc import Sequence

from aureole.world.roads.joining.arms import RING, Arm, swing
from aureole.world.roads.joining.connecting import Way, bent, beside, connect
from aureole.world.roads.joining.furniture import YIELD, across, along, crosswalk, edge, sign, stop_line, way
from aureole.world.roads.joining.junction import link
from aureole.world.roads.laying.columns import Column, Row
from aureole.world.roads.laying.curve import Piece, Pose
from aureole.world.roads.laying.network import Crossing, Network
from aureole.world.roads.laying.plan import TURNING, Node
from aureole.world.roads.laying.strip import END, START, Port, Strip, port
from aureole.world.roads.laying.trig import wrapped

ROUND = "215"  # sign of a roundabout (StVO)


def lay_roundabout(
    network: Network, node: Node, arms: Sequence[Arm], ends: tuple[Sequence[Port], Sequence[bool]], place: int
) -> None:
    """Build the ring of a node and join its arms to it; `ends` are their ports, and which have crosswalks.

    Raises:
        Unfit: two arms stand too close, or a turn is too tight.
    """
    (ports, walked), half = ends, swing(arms)
    walk = next((slot.width for p in ports for slot in p.leaving if slot.kind == "walking"), 0.0)
    ring = [
        stretch(network, node, (arm.heading + half, following.heading - half), walk)
        for arm, following in zip(arms, [*arms[1:], arms[0]], strict=True)
    ]
    for k, (here, _arm) in enumerate(zip(ports, arms, strict=True)):
        crossing = Crossing(network.number("junction"), "roundabout", place=place)
        network.crossings.append(crossing)
        coming, going = port(ring[k - 1], END), port(ring[k], START)
        for one in (here, coming, going):
            link(one, crossing)
        arc = Piece(2.0 * half * node.radius, 1.0 / node.radius, 1.0 / node.radius)
        lane = (coming.driven("leaving"), going.driven("entering"))
        through = connect(network, crossing, (coming, going), Way(*lane), [arc])
        if here.driven("entering"):
            connect(network, crossing, (coming, here), outermost(coming, here))
        if here.driven("leaving"):
            entry = connect(network, crossing, (here, going), outermost(here, going))
            crossing.first.append((through.name, entry.name))
            signs(network, here, walked[k])


def stretch(network: Network, node: Node, span: tuple[float, float], walk: float) -> Strip:
    """One piece of ring between two arms; its line is the island's edge."""
    angle = wrapped(span[1] - span[0]) % (2.0 * math.pi)
    k = 1.0 / node.radius
    pose = Pose(node.x, node.y, span[0] - 0.5 * math.pi).beside(node.radius)
    pose = Pose(pose.x, pose.y, wrapped(span[0] + 0.5 * math.pi))
    line = [Piece(angle * node.radius, k, k)]
    columns = (Column("driving", RING), *((Column("walking", walk),) if walk else ()))
    strip = Strip(
        network.number("road"), "roundabout", pose, line, (), columns, bent(line, TURNING),
        elevation=(Row(0.0, node.z),) if node.z else (),
    )  # fmt: skip
    network.strips.append(strip)
    return strip


def outermost(one: Port, other: Port) -> Way:
    """The outermost lane of one road to the outermost of another, with what lies beside it."""
    return Way(one.driven("leaving")[-1:], other.driven("entering")[-1:], beside(one, other))


def signs(network: Network, port_: Port, walked: bool) -> None:
    """Who comes in waits."""
    stop_line(network, port_, walked=False, waits=True)
    at = along(port_, 2.0), across(port_, edge(port_.leaving, -1.0) - 0.6)
    for kind in (YIELD, ROUND):
        sign(network, port_.strip, at, kind, {"orientation": way(port_), "zOffset": 2.0 if kind == YIELD else 2.7})
    if walked:
        crosswalk(network, port_)
