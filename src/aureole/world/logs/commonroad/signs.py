"""Signs and lights of a CommonRoad file: what they say, for whom, and the colour of each light at each step."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from aureole.core.notes import Int32
from aureole.world.logs.commonroad.fields import MOST_TICKS, count_of, need, points, references, word
from aureole.world.roads.reading.markup import NUMBER, VAST, Element, Markup

SPEEDS = frozenset({  # ids of signs that limit the speed, by country (commonroad-io, traffic_sign.py)
    "274", "274.1", "R2-1", "r301", "3.24", "R15", "C43", "B14", "Ρ-32", "B31", "max_speed", "maxSpeed", "MAX_SPEED",
})  # fmt: skip
ZONES = {"274.1": 30.0 / 3.6, "310": 50.0 / 3.6}  # m/s; zone 30, and built-up areas (StVO §3 (3), §41)
UNKNOWN, RED, AMBER, GREEN = 0, 1, 2, 3
COLOURS = {"red": RED, "redYellow": RED, "yellow": AMBER, "green": GREEN, "inactive": UNKNOWN}


@dataclass(frozen=True, slots=True)
class Light:
    """A traffic light: its cycle in steps, and the lanelets it stands for."""

    name: str
    colours: tuple[int, ...]
    durations: tuple[int, ...]
    offset: int
    lanelets: tuple[str, ...]

    def states(self, ticks: int) -> Int32:
        """The colour at each step; unknown if it has no cycle."""
        if not self.durations or sum(self.durations) <= 0:
            return np.zeros(ticks, np.int32)
        ends = np.cumsum(self.durations)
        phase = (np.arange(ticks) - self.offset) % ends[-1]
        return np.array(self.colours, np.int32)[np.searchsorted(ends, phase, side="right")]


@dataclass(slots=True)
class Signs:
    """What is read of signs and lights."""

    limit: dict[str, float] = field(default_factory=dict)
    """Speed limit that a sign gives, m/s, by its id."""
    lights: list[Light] = field(default_factory=list)


def read_signs(markup: Markup) -> Signs:
    """Every sign and light of a file; signs that only tell or warn are told and dropped."""
    found = Signs()
    for sign in markup.children(markup.root, "trafficSign"):
        name = markup.text(sign, "id")
        for element in markup.children(sign, "trafficSignElement"):
            limit = limit_of(markup, element)
            if limit is not None:
                found.limit[name] = min(limit, found.limit.get(name, math.inf))
    used: dict[str, list[str]] = {}
    for lanelet in markup.children(markup.root, "lanelet"):
        stop = markup.only(lanelet, "stopLine")
        if stop is not None:
            markup.drop(stop, "<stopLine>: one stops at the end of the lanelet")
            points(markup, stop)
        for light in references(markup, lanelet, "trafficLightRef"):
            used.setdefault(light, []).append(markup.text(lanelet, "id"))
    for element in markup.children(markup.root, "trafficLight"):
        found.lights.append(read_light(markup, element, tuple(used.get(markup.text(element, "id"), ()))))
    return found


def limit_of(markup: Markup, element: Element) -> float | None:
    """The speed limit that a sign gives, m/s; None of another sign, which is told."""
    code = word(need(markup, element, "trafficSignID"))
    values = [word(value) for value in markup.children(element, "additionalValue")]
    if code in SPEEDS:
        numbers = [float(value) for value in values if NUMBER.fullmatch(value)]
        if numbers and 0.0 <= numbers[0] <= VAST:
            return numbers[0]
        if code in ZONES:
            return ZONES[code]
        markup.drop(element, f"<trafficSignElement>: the speed sign {code} gives no speed")
        return None
    if code in ZONES:
        return ZONES[code]
    markup.drop(element, f"<trafficSignElement>: sign {code[:20] or '?'} is not used: only speed limits are")
    return None


def read_light(markup: Markup, element: Element, lanelets: tuple[str, ...]) -> Light:
    """One traffic light."""
    name = markup.text(element, "id")
    if not lanelets:
        markup.drop(element, "<trafficLight>: no lanelet refers to it: it stands for no lane")
    if markup.only(element, "direction") is not None and word(markup.only(element, "direction")) != "all":
        markup.drop(element, "<direction> of a light: it counts for every lanelet that refers to it")
    cycle = markup.only(element, "cycle")
    if cycle is None or word(markup.only(element, "active")) == "false":
        markup.drop(element, "<trafficLight>: it is off or has no cycle: its colour is unknown")
        return Light(name, (), (), 0, lanelets)
    colours, durations = [], []
    for phase in markup.children(cycle, "cycleElement"):
        colour = word(need(markup, phase, "color"))
        if colour not in COLOURS:
            raise markup.bad(phase, f"'{colour[:40]}' is no colour of a light", f"use one of {', '.join(COLOURS)}")
        if colour == "redYellow":
            markup.drop(phase, "<color>: redYellow is used as red: one still waits")
        duration = count_of(markup, phase, "duration")
        if not 0 <= duration <= MOST_TICKS:
            raise markup.bad(phase, f"a phase of {duration} steps", f"give from 0 to {MOST_TICKS} steps")
        colours.append(COLOURS[colour])
        durations.append(duration)
    return Light(name, tuple(colours), tuple(durations), count_of(markup, cycle, "timeOffset", 0), lanelets)
