"""Planning problems of a CommonRoad file: initial state and goal regions."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from aureole.core.notes import Float64
from aureole.world.logs.commonroad.fields import middle_of, need, refer, span, tick_of
from aureole.world.logs.commonroad.shapes import circle, outline, place
from aureole.world.logs.problem import ANY, Goal, Problem
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.reading.markup import Element, Markup


def read_problems(markup: Markup, lanelets: Mapping[str, Lanelet], step: float) -> tuple[Problem, ...]:
    """Every planning problem, in the order of the file."""
    return tuple(read_problem(markup, element, lanelets, step)
                 for element in markup.children(markup.root, "planningProblem"))  # fmt: skip


def read_problem(markup: Markup, element: Element, lanelets: Mapping[str, Lanelet], step: float) -> Problem:
    """One planning problem."""
    initial = need(markup, element, "initialState")
    velocity = markup.only(initial, "velocity")
    for name in ("yawRate", "slipAngle", "acceleration"):
        found = markup.only(initial, name)
        if found is not None and middle_of(markup, found) != 0.0:
            markup.drop(found, f"<{name}> of a planning problem: the car starts straight and steady")
    goals = tuple(read_goal(markup, goal, lanelets, step) for goal in markup.children(element, "goalState"))
    if not goals:
        raise markup.bad(element, "a planning problem without a <goalState>", "give it at least one")
    return Problem(
        markup.text(element, "id"), tick_of(markup, initial), place(markup, need(markup, initial, "position")),
        middle_of(markup, need(markup, initial, "orientation")),
        0.0 if velocity is None else middle_of(markup, velocity), goals,
    )  # fmt: skip


def read_goal(markup: Markup, element: Element, lanelets: Mapping[str, Lanelet], step: float) -> Goal:
    """One goal state."""
    about: dict[str, tuple[float, float]] = {}
    for name in ("time", "orientation", "velocity"):
        found = markup.only(element, name)
        about[name] = ANY if found is None else span(markup, found)
    position = markup.only(element, "position")
    areas: list[Float64] = []
    circles: list[tuple[float, float, float]] = []
    names: list[str] = []
    if position is not None:
        for name in ("rectangle", "polygon"):
            areas += [outline(markup, shape, name) for shape in markup.children(position, name)]
        circles = [circle(markup, shape) for shape in markup.children(position, "circle")]
        for lane in markup.children(position, "lanelet"):
            if refer(markup, lane) not in lanelets:
                raise markup.bad(lane, f"no lanelet has the id '{refer(markup, lane)[:40]}'", "name one of the file")
            names.append(refer(markup, lane))
        if markup.only(position, "point") is not None:
            circles.append((*place(markup, position), 1.0))
            markup.drop(position, "<position> of a goal is a point: within 1 m of it is enough")
        areas += [np.vstack([lanelets[name].left, lanelets[name].right[::-1]]) for name in names]
    low, high = about["time"]
    return Goal(
        (low * step, high * step) if math.isfinite(low) else ANY, tuple(areas), tuple(circles), tuple(names),
        about["orientation"], about["velocity"],
    )  # fmt: skip
