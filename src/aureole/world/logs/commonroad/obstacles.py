"""Obstacles of a CommonRoad file: what they are, their boxes, and their states step by step."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from aureole.core.kinds import Kind
from aureole.world.logs.commonroad.fields import middle_of, need, tick_of, word
from aureole.world.logs.commonroad.shapes import Box, place, read_box
from aureole.world.roads.reading.markup import Element, Markup, name_of

KINDS = {
    "car": Kind.CAR, "truck": Kind.TRUCK, "bus": Kind.BUS, "bicycle": Kind.BICYCLE, "pedestrian": Kind.PEDESTRIAN,
    "priorityVehicle": Kind.CAR, "parkedVehicle": Kind.CAR, "constructionZone": Kind.OBSTACLE, "train": Kind.TRAIN,
    "roadBoundary": Kind.OBSTACLE, "motorcycle": Kind.MOTORBIKE, "taxi": Kind.CAR, "building": Kind.OBSTACLE,
    "pillar": Kind.OBSTACLE, "median_strip": Kind.OBSTACLE, "medianStrip": Kind.OBSTACLE, "unknown": Kind.OBSTACLE,
}  # fmt: skip
BUILT = frozenset({"roadBoundary", "building", "median_strip", "medianStrip"})  # drawn along roads, not on them
LOST = {
    "environmentObstacle": "<environmentObstacle>: what is built beside roads is not collided with",
    "phantomObstacle": "<phantomObstacle>: what might be there and is not seen is not played",
}


@dataclass(frozen=True, slots=True)
class State:
    """One state of an obstacle."""

    tick: int
    x: float
    y: float
    """Middle of its box, m, world frame."""
    heading: float
    speed: float


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One obstacle."""

    name: str
    kind: Kind
    box: Box
    states: tuple[State, ...]
    """In the order of time; one state of a static one holds for ever."""
    static: bool


def read_obstacles(markup: Markup) -> tuple[Obstacle, ...]:
    """Every obstacle that can be played; the others are told."""
    found: dict[str, Obstacle] = {}
    for element, static in listed(markup):
        obstacle = read_obstacle(markup, element, static=static)
        if obstacle is None:
            continue
        if obstacle.name in found:
            raise markup.bad(element, f"a second obstacle with id='{obstacle.name[:40]}'", "give each its own id")
        found[obstacle.name] = obstacle
    for name, why in LOST.items():
        for element in markup.children(markup.root, name):
            markup.drop(element, why)
    return tuple(found.values())


def listed(markup: Markup) -> Iterator[tuple[Element, bool]]:
    """Every obstacle of both versions of the format, and whether it is static."""
    for element in markup.root.iterchildren():
        name = name_of(element) if isinstance(element.tag, str) else ""
        if name == "obstacle":
            role = word(need(markup, element, "role"))
            if role not in {"static", "dynamic"}:
                raise markup.bad(element, f"the role '{role[:40]}' is neither static nor dynamic", "use one of them")
            yield element, role == "static"
        elif name in {"staticObstacle", "dynamicObstacle"}:
            yield element, name == "staticObstacle"


def read_obstacle(markup: Markup, element: Element, *, static: bool) -> Obstacle | None:
    """One obstacle; None if it is none that one could meet on a road."""
    word_of = word(need(markup, element, "type"))
    if word_of not in KINDS:
        raise markup.bad(element, f"'{word_of[:40]}' is no type of obstacle", f"use one of {', '.join(KINDS)}")
    if word_of in BUILT:
        markup.drop(element, f"<{name_of(element)}> of type {word_of}: what is built beside roads is not collided with")
        return None
    kind = KINDS[word_of]
    if word_of == "unknown" and not static:
        markup.drop(element, "<type>: a moving obstacle of unknown type is used as a car")
        kind = Kind.CAR
    box = read_box(markup, need(markup, element, "shape"))
    initial = read_state(markup, need(markup, element, "initialState"), box)
    for name in ("initialSignalState", "signalSeries"):
        if markup.only(element, name) is not None:
            markup.drop(element, f"<{name}>: indicators and brake lights of others are not played")
    states = [initial] if static else [initial, *track(markup, element, box)]
    return Obstacle(markup.text(element, "id"), kind, box, in_order(markup, element, states), static)


def track(markup: Markup, element: Element, box: Box) -> list[State]:
    """The states of a trajectory; a future given as areas is told, and only the initial state is played."""
    if markup.only(element, "occupancySet") is not None:
        what = "<occupancySet>: where an obstacle may be is no track: only its initial state is played"
        markup.drop(element, what)
    trajectory = markup.only(element, "trajectory")
    if trajectory is None:
        if markup.only(element, "occupancySet") is None:
            markup.drop(element, "a dynamic obstacle without a <trajectory>: only its initial state is played")
        return []
    return [read_state(markup, state, box) for state in markup.children(trajectory, "state")]


def read_state(markup: Markup, element: Element, box: Box) -> State:
    """One state; the middle of the box is put where the shape says."""
    x, y = place(markup, need(markup, element, "position"))
    heading = middle_of(markup, need(markup, element, "orientation"))
    velocity = markup.only(element, "velocity")
    speed = 0.0 if velocity is None else middle_of(markup, velocity)
    sideways = markup.only(element, "velocityY")
    if sideways is not None:
        markup.drop(sideways, "<velocityY>: the speed along the heading is used")
    cosine, sine = math.cos(heading), math.sin(heading)
    return State(
        tick_of(markup, element), x + cosine * box.x - sine * box.y, y + sine * box.x + cosine * box.y,
        heading + box.turn, speed,
    )  # fmt: skip


def in_order(markup: Markup, element: Element, states: list[State]) -> tuple[State, ...]:
    """The states by time; a second one of a step is told and dropped, so are gaps told."""
    found: dict[int, State] = {}
    for state in states:
        if state.tick in found:
            markup.drop(element, "two states at one time step: the first is used")
        found.setdefault(state.tick, state)
    ticks = sorted(found)
    if ticks[-1] - ticks[0] + 1 != len(ticks):
        markup.drop(element, "a trajectory with gaps: the obstacle is not there in between")
    return tuple(found[tick] for tick in ticks)
