"""All situations by name, and what a seed of one is: its map and its scenario as bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aureole.core.errors import BadInput
from aureole.world.roads.making.draw import split
from aureole.world.scenarios.read import near
from aureole.world.situations.braking import crossing, hard, opposite, slippery, walkers
from aureole.world.situations.closures import people, places, taper
from aureole.world.situations.joining import lanes, ramps
from aureole.world.situations.merging import flows, turns
from aureole.world.situations.overtaking import accident, construction, cyclists, door, parked
from aureole.world.situations.physics import forces, persisting
from aureole.world.situations.rights import vanilla, yielding
from aureole.world.situations.situation import Situation
from aureole.world.situations.stage import Stage
from aureole.world.situations.works import directed, lines
from aureole.world.situations.written import written

MODULES = (
    accident,
    construction,
    parked,
    cyclists,
    door,
    turns,
    flows,
    ramps,
    lanes,
    walkers,
    crossing,
    hard,
    opposite,
    slippery,
    yielding,
    vanilla,
    directed,
    lines,
    people,
    places,
    taper,
    forces,
    persisting,
)
MOST = 2**63  # seeds lie below it
SITUATIONS: Mapping[str, Situation] = MappingProxyType(
    {one.name: one for module in MODULES for one in module.SITUATIONS}
)
"""In the order of the groups."""


@dataclass(frozen=True, slots=True)
class Made:
    """A situation that was made."""

    situation: Situation
    seed: int
    half: str
    """train or test."""
    stage: Stage
    map: bytes
    scenario: bytes


def find(name: str) -> Situation:
    """The situation of that name.

    Raises:
        BadInput: there is none; the remedy names the nearest.
    """
    if name not in SITUATIONS:
        raise BadInput(f"there is no situation '{name[:60]}'", remedy=near(name, list(SITUATIONS)))
    return SITUATIONS[name]


def make(name: str, seed: int) -> Made:
    """The situation of a seed; the same seed always gives the same bytes.

    Raises:
        BadInput: there is no situation of that name, or the seed is below zero or too large.
    """
    situation = find(name)
    if not 0 <= seed < MOST:
        raise BadInput(f"{name}#{seed}: expected a whole number from 0 to {MOST - 1}")
    stage, half = situation.stage(seed), split(seed)
    title = f"{name} {seed} ({half})"
    return Made(situation, seed, half, stage, stage.site.data(title), written(stage, f"{title}: {situation.en}", MAP))


MAP = "road.xodr"
