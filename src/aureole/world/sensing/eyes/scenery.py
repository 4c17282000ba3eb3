"""What the eyes of a batch look at: the map's ground, what stands beside its roads, drawn by seed, the weather."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aureole.core.notes import Float64, Int64
from aureole.world.roads.reading.opendrive import Map
from aureole.world.sensing.stage.light import DAY, light_of, weather
from aureole.world.sensing.stage.painted import stage_of
from aureole.world.sensing.stage.roadside import roadside
from aureole.world.sensing.stage.stage import Stage

KEPT = 4  # stages that a process keeps


@dataclass(frozen=True, slots=True)
class Scenery:
    """Stages without actors, and which of them each world has."""

    stages: tuple[Stage, ...]
    of: Int64
    """(worlds,)"""
    light: Float64
    """A weather's row of numbers (`stage.light`), the same in every world."""

    def left(self, rows: Int64) -> Scenery:
        """That of the worlds of some rows."""
        return replace(self, of=self.of[rows])


def scenery(map_: Map, seeds: Sequence[int], name: str) -> Scenery:
    """The scenery of some worlds on a map.

    Args:
        map_: of all worlds.
        seeds: of each world, for what stands beside the roads.
        name: of the weather; empty: broad daylight.

    Raises:
        BadInput: there is no weather of that name.
    """
    light = light_of(weather(name) if name else DAY)
    known = list(dict.fromkeys(seeds))
    of = np.array([known.index(seed) for seed in seeds], dtype=np.int64)
    return Scenery(tuple(stage(map_, seed) for seed in known), of, light)


_stages: list[tuple[Map, int, Stage]] = []
"""Those of the last maps and seeds: shards of one map follow each other in a process."""


def stage(map_: Map, seed: int) -> Stage:
    """The stage of a map, made once; other seeds share its ground."""
    same = [(kept, found) for place, kept, found in _stages if place is map_]
    for kept, found in same:
        if kept == seed:
            return found
    if same:
        known = same[0][1]
        made = known._replace(fixed=roadside(map_.road, known.ground, seed))
    else:
        made = stage_of(map_, seed)
    _stages.append((map_, seed, made))
    del _stages[:-KEPT]
    return made
