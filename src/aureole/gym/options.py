"""What a course is made of: maps, traffic, learners, what they see, how time goes on, what is rewarded."""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aureole.core.errors import BadInput
from aureole.gym.rewards import USUAL
from aureole.world.roads.making.draw import TEST, TRAIN
from aureole.world.traffic.bicycle import Limits
from aureole.world.traffic.demand.demand import Demand

LIMITS = Limits(fastest=40.0)


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
    near: float = 3.0
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
        if self.split not in {TRAIN, TEST}:
            raise BadInput(f"split={self.split!r:.40}", remedy=f"give {TRAIN} or {TEST}")
        for name, least in (("count", 1), ("agents", 1), ("learners", 1), ("neighbours", 0), ("points", 0),
                            ("route", 0), ("repeat", 1), ("threads", 1)):  # fmt: skip
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                raise BadInput(f"{name}={value!r:.40}", remedy=f"give a whole number of {least} or more")
        for name in ("spacing", "step", "timeout", "near", "astray"):
            value = getattr(self, name)
            known = isinstance(value, int | float) and not isinstance(value, bool)
            if not known or not 0.0 < value or (name != "astray" and not math.isfinite(value)):
                raise BadInput(f"{name}={value!r:.40}", remedy="give a number above 0")
        if self.learners > self.agents:
            raise BadInput(f"learners={self.learners} of agents={self.agents}", remedy="give more agents")

    def demand(self) -> Demand:
        """Who drives besides the learners."""
        return self.traffic if isinstance(self.traffic, Demand) else Demand(density=float(self.traffic))


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
