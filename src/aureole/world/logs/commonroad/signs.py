"""Signs and lights of a CommonRoad file: what they say, for whom, and the colour of each light at each step."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from aureole.core.notes import Int32
from aureole.world.logs.commonroad.fields import MOST_TICKS, count_of, need, points, references, word
from aureole.world.roads.lanelets.posts import Post
from aureole.world.roads.reading.markup import NUMBER, VAST, Element, Markup

SPEEDS = frozenset({  # ids of signs that limit the speed, of all countries of the format
    "274", "274.1", "R2-1", "r301", "3.24", "R15", "C43", "B14", "\u03a1-32", "B31", "max_speed", "maxSpeed",
})  # fmt: skip
WAITS = {  # signs that make one wait: country and code of the same sign in a catalogue that OpenDRIVE knows
    "205": ("DE", "205"), "206": ("DE", "206"), "R1-1": ("US", "R1-1"), "R1-2": ("US", "R1-2"),
    "r1": ("ES", "r1"), "r2": ("ES", "r2"),
}  # fmt: skip
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
        found: Int32 = np.array(self.colours, np.int32)[np.searchsorted(ends, phase, side="right")]
        return found


@dataclass(slots=True)
class Signs:
    """What is read of signs and lights."""

    limit: dict[str, float] = field(default_factory=dict)
    """Speed limit that a sign gives, m/s, by its id."""
    lights: list[Light] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    """Lights and signs to wait at, for the map."""


def read_signs(markup: Markup) -> Signs:
    """Every sign and light of a file; signs that only tell or warn are told and dropped."""
    found = Signs()
    stops: dict[str, tuple[float, float]] = {}
    signed, lit = users(markup, "trafficSignRef", stops), users(markup, "trafficLightRef", stops)
    for sign in markup.children(markup.root, "trafficSign"):
        name = markup.text(sign, "id")
        for element in markup.children(sign, "trafficSignElement"):
            code = word(need(markup, element, "trafficSignID"))
            lanelets = signed.get(name, ())
            if code in WAITS and lanelets:
                country, known = WAITS[code]
                stop, stands = stops.get(lanelets[0]), standing(markup, sign)
                found.posts.append(Post(name, lanelets, country, known, dynamic=False, stop=stop, stands=stands))
                continue
            limit = limit_of(markup, element, code)
            if limit is not None:
                found.limit[name] = min(limit, found.limit.get(name, math.inf))
    for element in markup.children(markup.root, "trafficLight"):
        name = markup.text(element, "id")
        lanelets = lit.get(name, ())
        found.lights.append(read_light(markup, element, lanelets))
        if lanelets:
            found.posts.append(Post(name, lanelets, stop=stops.get(lanelets[0]), stands=standing(markup, element)))
    return found


def users(markup: Markup, name: str, stops: dict[str, tuple[float, float]]) -> dict[str, tuple[str, ...]]:
    """The lanelets that refer to each sign or light, also over their stop lines, whose middles go into `stops`."""
    found: dict[str, dict[str, None]] = {}
    for lanelet in markup.children(markup.root, "lanelet"):
        own = markup.text(lanelet, "id")
        line = markup.only(lanelet, "stopLine")
        referred = references(markup, lanelet, name)
        if line is not None:
            referred += references(markup, line, name)
            ends = points(markup, line)
            if len(ends) >= 2:
                stops[own] = (0.5 * float(ends[0, 0] + ends[1, 0]), 0.5 * float(ends[0, 1] + ends[1, 1]))
        for other in referred:
            found.setdefault(other, {})[own] = None
    return {other: tuple(lanelets) for other, lanelets in found.items()}


def standing(markup: Markup, element: Element) -> tuple[float, float] | None:
    """Where a sign or a light stands; None if it does not tell."""
    position = markup.only(element, "position")
    ends = None if position is None else points(markup, position)
    return None if ends is None or not len(ends) else (float(ends[0, 0]), float(ends[0, 1]))


def limit_of(markup: Markup, element: Element, code: str) -> float | None:
    """The speed limit that a sign gives, m/s; None of another sign, which is told."""
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
    markup.drop(element, f"<trafficSignElement>: sign {code[:20] or '?'} is not used: speed limits, stop and yield are")
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
