"""What a course is made of: maps, traffic, learners, what they see, how time goes on, what is rewarded."""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aureole.core.errors import BadInput
from aureole.world.roads.making.draw import TEST, TRAIN
from aureole.world.traffic.bicycle import Limits
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.people.sites import HUMAN, IDM, words

LIMITS = Limits(fastest=40.0)
USUAL: Mapping[str, float] = MappingProxyType(
    {
        "progress": 0.02, "arrived": 1.0, "collision": -2.0, "off_road": -2.0, "astray": -2.0, "wrong_lane": -0.1,
        "speeding": -0.02, "off_centre": -0.02, "steering": -0.05, "time": -0.01,
    }
)  # fmt: skip
"""Weights without any given; a choice: 50 m of way count as much as the arrival, 100 m as a crash."""


WHOLE: Mapping[str, int] = MappingProxyType(
    {
        "count": 1, "agents": 1, "learners": 1, "neighbours": 0, "points": 0, "route": 0, "repeat": 1, "threads": 1,
    }
)  # fmt: skip
"""Options that are whole numbers, and the least of each."""


@dataclass(frozen=True, slots=True)
class Options:
    """Keywords of every environment here; SI units. Raises `BadInput` for values that do not fit."""

    maps: str | Path | Sequence[str | Path] = "roundabout"
    """Kinds of made maps (`roundabout`), single ones (`roundabout:7`), files (.xodr, .osm, .xml; also as .gz)."""
    split: str = TRAIN
    """Which seeds of a kind are taken: train or test."""
    count: int = 4
    """So many networks of each kind: its first seeds of the split."""
    traffic: float | Demand = 0.0
    """Vehicles for each km of lane, or a whole demand."""
    people: str = "idm"
    """Who drives the traffic's cars: idm (a textbook driver), or people of a site (human:us101)."""
    agents: int = 32
    """Learners and traffic of a world at most."""
    learners: int = 1
    """Of a world; more than one only in the parallel environment."""
    way: tuple[float, float] = (80.0, 200.0)
    """m; how far it is from a start to its aim."""
    speed: tuple[float, float] = (0.0, 0.8)
    """Speed at the start, as parts of the pace of the lane."""
    neighbours: int = 8
    """Nearest other agents that are seen."""
    points: int = 32
    """Nearest road points that are seen."""
    route: int = 8
    """Points ahead on the route that are seen."""
    spacing: float = 5.0
    """m; between two of them."""
    step: float = 0.1
    """s; one step of the world."""
    repeat: int = 1
    """Steps of the world for each action."""
    timeout: float = 60.0
    """s; then an episode is truncated."""
    near: float = 5.0
    """m; so close to its aim a learner has arrived."""
    astray: float = 10.0
    """m; further beside its route a learner is lost, and its episode ends."""
    limits: Limits = LIMITS
    """What a learner's vehicle can do; what an action of 1 means."""
    rewards: Mapping[str, float] = field(default_factory=lambda: USUAL)
    """Weights by name (`gym.rewards`)."""
    threads: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no course."""
        if not isinstance(self.maps, str | Path | Sequence):
            raise BadInput(f"maps={self.maps!r:.40}", remedy="give a kind, a file, or several of them")
        if self.split not in (TRAIN, TEST):  # may be anything, lists too
            raise BadInput(f"split={self.split!r:.40}", remedy=f"give {TRAIN} or {TEST}")
        for name, least in WHOLE.items():
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                raise BadInput(f"{name}={value!r:.40}", remedy=f"give a whole number of {least} or more")
        for name in ("spacing", "step", "timeout", "near"):
            if not (number(getattr(self, name)) and 0.0 < getattr(self, name) < math.inf):
                raise BadInput(f"{name}={getattr(self, name)!r:.40}", remedy="give a number above 0")
        if not (number(self.astray) and self.astray > 0.0):
            raise BadInput(f"astray={self.astray!r:.40}", remedy="give a number above 0, or infinity for never")
        for name in ("way", "speed"):
            value = getattr(self, name)
            if not isinstance(value, Sequence) or len(value) != 2 or not all(number(each) for each in value):
                raise BadInput(f"{name}={value!r:.40}", remedy="give two numbers: from, to")
        if not (isinstance(self.traffic, Demand) or number(self.traffic)):
            raise BadInput(f"traffic={self.traffic!r:.40}", remedy="give vehicles for each km of lane, or a Demand")
        if not isinstance(self.people, str) or self.people not in words() or self.people == HUMAN:
            known = ", ".join(word for word in words() if word != HUMAN)
            raise BadInput(f"people={self.people!r:.40}", remedy=f"give one of {known}")
        if self.people != IDM and not self.demand().density > 0.0:
            raise BadInput(
                f"people={self.people!r:.40} without traffic", remedy="give traffic too, or leave people out"
            )
        if not isinstance(self.limits, Limits):
            raise BadInput(f"limits={self.limits!r:.40}", remedy="give world.traffic.bicycle.Limits")
        if self.learners > self.agents:
            raise BadInput(f"learners={self.learners} of agents={self.agents}", remedy="give more agents")

    def demand(self) -> Demand:
        """Who drives besides the learners."""
        return self.traffic if isinstance(self.traffic, Demand) else Demand(density=float(self.traffic))


def number(value: object) -> bool:
    """Whether it is a number, whatever its size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)


NAMES = tuple(each.name for each in dataclasses.fields(Options))


def options_of(given: Mapping[str, Any]) -> Options:
    """Options by name.

    Raises:
        BadInput: a name that is none, or a value that does not fit.
    """
    for name in given:
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadInput(f"'{name[:40]}' is no option of the gym", remedy=f"{hint}there are {', '.join(NAMES)}")
    return Options(**given)
