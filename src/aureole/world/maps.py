"""A map by the ending of its file: OpenDRIVE, a Lanelet2 map, or the map of a CommonRoad scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aureole.world.roads.lanelets.making import Made
from aureole.world.roads.reading.markup import Notice
from aureole.world.roads.reading.opendrive import Map, read_map


@dataclass(frozen=True, slots=True)
class Found:
    """A map, and what is told of its source beside what maps hold."""

    map: Map
    notices: tuple[Notice, ...]
    about: dict[str, Any] = field(default_factory=dict)


def opendrive(file: Path, largest: int) -> Found:
    """An OpenDRIVE map."""
    map_ = read_map(file, largest=largest)
    return Found(map_, map_.notices)


def lanelet2(file: Path, largest: int) -> Found:
    """A Lanelet2 map."""
    from aureole.world.roads.lanelet2.reading import read_lanelet2

    made = read_lanelet2(file, largest=largest)
    return Found(made.map, made.notices, {"version": "Lanelet2", **of_lanelets(made)})


def commonroad(file: Path, largest: int) -> Found:
    """The map of a CommonRoad scenario, and how much drives on it."""
    from aureole.world.logs.commonroad.scenario import read_scenario

    scenario = read_scenario(file, largest=largest)
    about = {
        "version": f"CommonRoad {scenario.version}", "name": scenario.name, **of_lanelets(scenario.made),
        "obstacles": len(scenario.obstacles), "planning_problems": len(scenario.problems),
        "seconds": round((scenario.ticks - 1) * scenario.step, 3),
    }  # fmt: skip
    return Found(scenario.made.map, scenario.notices, about)


def of_lanelets(made: Made) -> dict[str, Any]:
    """How well a map of lanelets was made."""
    return {
        "lanelets": len(made.lane_of), "within_5cm": round(100.0 * made.close, 2),
        "furthest": round(float(made.errors.max()), 3),
    }  # fmt: skip


READERS: dict[str, Callable[[Path, int], Found]] = {"xodr": opendrive, "osm": lanelet2, "xml": commonroad}
"""By the ending of the file, `.gz` left away."""
