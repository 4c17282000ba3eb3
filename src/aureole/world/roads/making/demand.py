"""The traffic that a made network asks for: who comes in where, how the ways split, who drives, walks and parks."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from aureole.world.roads.laying.columns import DRIVEN
from aureole.world.roads.laying.network import Network
from aureole.world.roads.laying.strip import END, START, Strip
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.make import Made

CAPACITY = {"motorway": 1800.0, "rural": 900.0, "town": 600.0}  # vehicles/h of a lane (HBS 2015 gives these orders)
FULLEST = 0.9  # of its capacity: no lane is asked for more
ROUNDS = 400  # in which flows spread over the network
VERSION = 1
Way = tuple[str, int]
"""A road and the direction one drives: 1 with rising s, -1 against."""


class Source(msgspec.Struct, frozen=True):
    """Where vehicles come in, or go out: an open end of a road."""

    road: str
    contact: str
    """start or end of the road."""
    lanes: tuple[int, ...]
    flow: float
    """Vehicles/h; of a sink what leaves there."""


class Split(msgspec.Struct, frozen=True):
    """Which part of those who come from a road takes which way through a junction."""

    junction: str
    incoming: str
    onto: str
    """Connecting road; of a direct junction the road one goes on."""
    share: float


class Demand(msgspec.Struct, frozen=True):
    """The traffic of a network."""

    version: int
    kind: str
    seed: int
    split: str
    """train or test."""
    parameters: dict[str, float]
    sources: tuple[Source, ...]
    sinks: tuple[Source, ...]
    turns: tuple[Split, ...]
    lorries: float
    """Part of the vehicles that are lorries."""
    bicycles: float
    """Bicycles for one vehicle, where there are lanes for them."""
    walkers: float
    """People who cross at a crosswalk in an hour."""
    parked: tuple[str, ...]
    """Ids of the parking spaces that are taken."""
    fullest: float
    """Part of its capacity that the most loaded lane is asked for."""


def encoded(demand: Demand) -> bytes:
    """The bytes of a demand's file."""
    return msgspec.json.format(msgspec.json.encode(demand), indent=1) + b"\n"


def decoded(data: bytes) -> Demand:
    """A demand of its file's bytes.

    Raises:
        msgspec.ValidationError: it is none.
    """
    return msgspec.json.decode(data, type=Demand)


def demand(made: Made) -> Demand:
    """The traffic of a network, drawn by its seed, within what its lanes can carry."""
    draw, strips = Draw(made.kind, made.seed, "demand"), {strip.name: strip for strip in made.network.strips}
    turns = splits(draw, made.network, strips)
    level = draw.between(0.15, 0.7, 0.01)
    entries = {way: round(CAPACITY[strips[way[0]].kind] * lanes_of(strips, way) * level * draw.between(0.6, 1.4, 0.01))
               for way in open_ends(made.network, inward=True)}  # fmt: skip
    flows = spread(entries, steps(made.network, turns))
    load = max(
        flow / (CAPACITY[strips[road].kind] * lanes_of(strips, (road, way))) for (road, way), flow in flows.items()
    )
    part = min(1.0, FULLEST / load)
    spaces = [str(thing.about["id"]) for strip in made.network.strips for thing in strip.objects
              if thing.about["type"] == "parkingSpace"]  # fmt: skip
    taken = draw.between(0.2, 0.9, 0.05)
    return Demand(
        VERSION, made.kind, made.seed, made.split, dict(made.values),
        tuple(source(strips, way, float(int(flow * part)), START) for way, flow in entries.items()),
        tuple(source(strips, way, round(flows.get(way, 0.0) * part, 1), END)
              for way in open_ends(made.network, inward=False)),
        turns, draw.between(0.02, 0.2, 0.01), draw.between(0.0, 0.2, 0.01), float(draw.whole(10, 200)),
        tuple(name for name in spaces if draw.chance(taken)), round(load * part, 3),
    )  # fmt: skip


def source(strips: Mapping[str, Strip], way: Way, flow: float, contact: str) -> Source:
    """An open end; `contact` is where a road is entered that is driven with rising s."""
    name, sign = way
    other = END if contact == START else START
    section = strips[name].sections()[0 if (contact == START) == (sign > 0) else -1]
    side = section.right if sign > 0 else section.left
    lanes = tuple(lane.number for lane in side if lane.column.kind == "driving")
    return Source(name, contact if sign > 0 else other, lanes, flow)


def lanes_of(strips: Mapping[str, Strip], way: Way) -> int:
    """Fewest lanes for cars of a road in a direction, at either end; at least 1."""
    found = []
    for section in (strips[way[0]].sections()[0], strips[way[0]].sections()[-1]):
        side = section.right if way[1] > 0 else section.left
        found.append(sum(lane.column.kind in DRIVEN and min(lane.low, lane.high) > 0.0 for lane in side))
    return max(min(found), 1)


def open_ends(network: Network, *, inward: bool) -> list[Way]:
    """The directions of roads that begin (or end) where nothing joins them."""
    found: list[Way] = []
    for strip in network.strips:
        section = strip.sections()[0]
        for way, side in ((1, section.right), (-1, section.left)):
            link = strip.before if inward == (way > 0) else strip.after
            if link is None and any(lane.column.kind == "driving" for lane in side):
                found.append((strip.name, way))
    return found


def splits(draw: Draw, network: Network, strips: Mapping[str, Strip]) -> tuple[Split, ...]:
    """How ways split: most go on ahead, few leave a motorway."""
    found = []
    for crossing in network.crossings:
        ways: dict[str, list[tuple[str, float]]] = {}
        for connection in crossing.connections:
            other = strips[connection.other]
            if crossing.kind == "direct":
                weight = 10.0 if other.kind == "motorway" else draw.between(1.0, 4.0, 0.1)
            else:
                turn = sum(0.5 * (piece.start + piece.end) * piece.length for piece in other.pieces)
                weight = draw.between(1.0, 3.0, 0.1) * (2.0 if abs(turn) < 0.7 else 1.0)
            ways.setdefault(connection.incoming, []).append((connection.other, weight))
        for incoming, rows in ways.items():
            total = sum(weight for _, weight in rows)
            found += [Split(crossing.name, incoming, onto, round(weight / total, 4)) for onto, weight in rows]
    return tuple(found)


def steps(network: Network, turns: tuple[Split, ...]) -> dict[Way, list[tuple[Way, float]]]:
    """Where each direction of a road goes on, with its share."""
    strips = {strip.name: strip for strip in network.strips}
    found: dict[Way, list[tuple[Way, float]]] = {}
    for turn in turns:
        strip = strips[turn.incoming]
        way = (
            1
            if strip.after is not None and strip.after.name == turn.junction and strip.after.kind == "junction"
            else -1
        )
        found.setdefault((turn.incoming, way), []).append(((turn.onto, 1), turn.share))
    for strip in network.strips:
        if strip.junction != "-1" and strip.after is not None:
            found[strip.name, 1] = [((strip.after.name, 1 if strip.after.contact == START else -1), 1.0)]
    return found


def spread(entries: Mapping[Way, float], onward: Mapping[Way, list[tuple[Way, float]]]) -> dict[Way, float]:
    """Vehicles/h on every direction of every road when all have found their way."""
    total: dict[Way, float] = dict(entries)
    moving: dict[Way, float] = dict(entries)
    for _ in range(ROUNDS):
        following: dict[Way, float] = {}
        for way, flow in moving.items():
            for other, share in onward.get(way, ()):
                following[other] = following.get(other, 0.0) + flow * share
        moving = {way: flow for way, flow in following.items() if flow > 0.01}
        for way, flow in moving.items():
            total[way] = total.get(way, 0.0) + flow
        if not moving:
            break
    return total
