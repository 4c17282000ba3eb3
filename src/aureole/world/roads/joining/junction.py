"""Junctions of roads: connecting roads for every movement, who goes first, lights, signs, stop lines, crosswalks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from aureole.world.roads.joining.connecting import Way, beside, connect
from aureole.world.roads.joining.furniture import crosswalk, give_way, lights, stop_line
from aureole.world.roads.joining.movements import AHEAD, Movement, cross, movements
from aureole.world.roads.laying.network import Crossing, Network
from aureole.world.roads.laying.plan import EQUAL, SIGNALS
from aureole.world.roads.laying.strip import START, Link, Port
from aureole.world.roads.laying.trig import wrapped


class Meeting(NamedTuple):
    """The arms of a node, counter-clockwise."""

    ports: Sequence[Port]
    ranks: Sequence[int]
    pockets: Sequence[bool]
    """Whose innermost lane only turns left."""
    walked: Sequence[bool]
    """Which arms have a crosswalk."""


def link(port: Port, crossing: Crossing) -> None:
    """A road's end leads to a junction."""
    target = Link("junction", crossing.name)
    if port.end == START:
        port.strip.before = target
    else:
        port.strip.after = target


def lay_junction(network: Network, kind: str, meeting: Meeting, place: int) -> Crossing:
    """Build the junction of a node.

    Raises:
        Unfit: a turn has no room.
    """
    crossing = Crossing(network.number("junction"), kind, place=place)
    network.crossings.append(crossing)
    for port in meeting.ports:
        link(port, crossing)
    ways = movements(meeting.ports, meeting.pockets)
    roads = [lay_way(network, crossing, meeting.ports, way) for way in ways]
    first = leading(meeting, kind)
    for k, one in enumerate(ways):
        for j, other in enumerate(ways):
            if cross(one, other) and goes_first(one, other, meeting, first, kind):
                crossing.first.append((roads[k], roads[j]))
    furnish(network, crossing, kind, (meeting, first))
    return crossing


def lay_way(network: Network, crossing: Crossing, ports: Sequence[Port], way: Movement) -> str:
    """The connecting road of one movement; gives its id."""
    one, other = ports[way.source], ports[way.target]
    ins = one.driven("leaving")[way.first : way.first + way.lanes]
    outs = other.driven("entering")[way.onto : way.onto + way.lanes]
    outside = beside(one, other) if way.edge else []
    return connect(network, crossing, (one, other), Way(ins, outs, outside)).name


def leading(meeting: Meeting, kind: str) -> tuple[int, ...]:
    """The two arms of the main road: of the highest rank, and of several the two most opposite each other."""
    if kind == EQUAL:
        return ()
    pairs = [(i, j) for i in range(len(meeting.ports)) for j in range(i)]

    def worth(pair: tuple[int, int]) -> tuple[int, float]:
        one, other = (meeting.ports[k].pose.heading for k in pair)
        return meeting.ranks[pair[0]] + meeting.ranks[pair[1]], round(abs(wrapped(one - other)), 6)

    return max(pairs, key=worth)


def goes_first(one: Movement, other: Movement, meeting: Meeting, first: tuple[int, ...], kind: str) -> bool:
    """Whether a movement goes before one that it crosses.

    On a main road before all others; of equals who comes from the right; of two that face each other, or share a main
    road or a green light, who does not turn left. Between two lights nothing is said: they never burn green together.
    """
    if kind == EQUAL:
        if on_the_right(meeting, one.source, other.source):
            return True
        if on_the_right(meeting, other.source, one.source):
            return False
    elif (one.source in first) != (other.source in first):
        return kind != SIGNALS and one.source in first
    return other.turn > AHEAD >= one.turn


def on_the_right(meeting: Meeting, one: int, other: int) -> bool:
    """Whether an arm comes from the right of another: the next counter-clockwise, and not opposite."""
    turn = wrapped(meeting.ports[one].pose.heading - meeting.ports[other].pose.heading)
    return 0.0 < turn < math.pi - AHEAD


def furnish(network: Network, crossing: Crossing, kind: str, who: tuple[Meeting, tuple[int, ...]]) -> None:
    """Crosswalks on the arms, lights or signs with their stop lines."""
    meeting, first = who
    for k, port in enumerate(meeting.ports):
        if meeting.walked[k]:
            crosswalk(network, port)
        if port.driven("leaving") and kind in {SIGNALS, "stop", "priority"}:
            major = k in first
            if kind == SIGNALS or not major:
                stop_line(network, port, meeting.walked[k], waits=kind == "priority")
            if kind != SIGNALS:
                give_way(network, port, kind, major=major)
    if kind == SIGNALS:
        groups: dict[bool, list[int]] = {True: [], False: []}
        for k, port in enumerate(meeting.ports):
            if port.driven("leaving"):
                groups[k in first].append(k)
        lights(network, crossing, meeting.ports, (list(groups.values()), meeting.pockets, meeting.walked))
