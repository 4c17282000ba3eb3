"""A stage: a site with its cast, what each does and when; the car's way over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aureole.world.roads.laying.curve import Pose
from aureole.world.situations.looks import Look
from aureole.world.situations.places import Spot
from aureole.world.situations.site import Site
from aureole.world.situations.storytelling import (
    EGO,
    When,
    Write,
    after,
    away,
    behind,
    beside,
    beyond,
    done,
    follow,
    friction,
    near,
    path,
    route,
    shows,
    speed,
    under_way,
)

GOAL = 8.0  # m; so near to the goal the drive is over
OFTEN = 9  # times who comes from behind may begin to follow, and go on by itself
LEFT = 0.6  # m beside the car, boxes counted: it has left the lane
POLITE = 1.6  # s; at which who comes from behind begins to follow
GAP = 1.2  # s; that one keeps then


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something beside the car."""

    name: str
    look: Look
    where: Spot | Pose
    speed: float
    init: tuple[Write, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody does once a trigger fires; a global action where nobody is named."""

    name: str
    who: str
    when: When
    actions: tuple[Write, ...]
    runs: int = 1
    """How often it may happen."""
    optional: bool = False
    """A drive in which it never happens has tested the situation all the same."""


@dataclass(frozen=True, slots=True)
class Weather:
    """Light and weather of a drive."""

    sun: float = 0.9
    """Elevation, rad; below zero at night."""
    azimuth: float = 1.0
    cloud: int = 2
    """Okta."""
    rain: float = 0.0
    """mm/h."""
    fog: float = 10_000.0
    """Visual range, m."""
    friction: float = 1.0
    """Part of dry asphalt's, everywhere; `Stage.slippery` is a stretch."""


def sky(values: Mapping[str, float]) -> Weather:
    """Light as it was drawn, dry."""
    return Weather(values["sun"], values["azimuth"], int(values["cloud"]))


@dataclass(slots=True)
class Stage:
    """Everything that is written; situations fill it."""

    site: Site
    way: tuple[Spot, ...]
    """Of the car: start, waypoints, goal."""
    speed: float
    """The car's at the start and the one it is to drive at, m/s."""
    start_speed: float = -1.0
    """At the start where that differs."""
    tolerance: float = GOAL
    actors: list[Actor] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    """Signals and their states at the start."""
    paths: list[tuple[str, tuple[Pose, ...]]] = field(default_factory=list)
    """Who goes along which line; for the picture."""
    weather: Weather = field(default_factory=Weather)
    middle: Pose | None = None
    """Where it happens, for the picture, if who stands about does not tell."""
    end: Spot | None = None
    """Where the drive is over, if that is not where the car's route leads."""
    counts: dict[str, int] = field(default_factory=dict)
    goal: str = ""
    """The arm of crossroads by which the car leaves."""
    values: Mapping[str, float] = field(default_factory=dict)
    """As they were drawn."""

    def numbered(self, word: str) -> str:
        """The next name of a kind of thing."""
        self.counts[word] = self.counts.get(word, 0) + 1
        return f"{word} {self.counts[word]}"

    @property
    def goal_spot(self) -> Spot:
        """Where the drive is over."""
        return self.way[-1] if self.end is None else self.end

    def put(self, name: str, look: Look, where: Spot | Pose, pace: float = 0.0, **properties: str) -> str:
        """Add somebody or something; gives the name."""
        self.actors.append(Actor(name, look, where, pace, (), properties))
        return name

    def drive(self, name: str, look: Look, way: tuple[Spot, ...], pace: float) -> str:
        """Add a vehicle that drives along a route."""
        self.actors.append(Actor(name, look, way[0], pace, (route(*way),) if len(way) > 1 else ()))
        return name

    def carry(self, name: str, look: Look, where: Spot | Pose, signal: str, **about: str) -> str:
        """Add somebody who carries a signal."""
        return self.put(name, look, where, 0.0, signal=signal, **about)

    def do(self, who: str, when: When, *actions: Write, name: str = "") -> str:
        """Add an event that is part of the situation: a drive in which it never happens has tested nothing."""
        name = name or f"{who} {len(self.events)}"
        self.events.append(Event(name, who, when, actions))
        return name

    def may(self, who: str, when: When, *actions: Write, name: str, runs: int = 1) -> str:
        """Add an event that need not happen, and may so often."""
        self.events.append(Event(name, who, when, actions, runs, optional=True))
        return name

    def events_of_nobody(self, when: When, *actions: Write, name: str) -> None:
        """Add a global event; it counts for nothing if it never happens."""
        self.events.append(Event(name, "", when, actions))

    def show(self, when: When, *states: tuple[str, str], name: str = "") -> str:
        """Signals change."""
        return self.do("", when, *(shows(*state) for state in states), name=name)

    def walk(self, who: str, when: When, points: tuple[Pose, ...], pace: float) -> str:
        """Somebody walks or rolls along a line and stands at its end."""
        name = self.do(who, when, speed(pace, 4.0), path(points), name=f"{who} goes")
        self.may(who, [[done(name)]], speed(0.0), name=f"{who} stands")
        self.paths.append((who, points))
        return name

    def polite(self, who: str, pace: float) -> None:
        """Somebody who comes up behind the car in its lane follows it, at most at `pace`, and does not run into it."""
        when = [behind(who, POLITE), beside(who, 0.2)]
        self.may(who, [when], follow(EGO, GAP, pace), name=f"{who} follows", runs=OFTEN)

    def slippery(self, where: Spot, reach: float, share: float) -> None:
        """The road within `reach` m of a place leaves tyres this share of a dry road's friction; felt, not told."""
        self.events_of_nobody([[near(where, reach)]], friction(share), name="slippery")
        self.events_of_nobody([[done("slippery"), beyond(where, reach)]], friction(1.0), name="dry again")

    def free(self, who: str, pace: float) -> None:
        """Who follows the car goes on by itself once the car has left the lane; else it would wait for it, and back."""
        when = [[under_way(f"{who} follows"), away(who, LEFT)]]
        self.may(who, when, speed(pace, 2.0), name=f"{who} goes on", runs=OFTEN)

    def begin(self) -> When:
        """From the start on."""
        return [[after(0.0)]]
