"""Reads a ScenarioNet file into a recording.

Li et al., ScenarioNet: Open-Source Platform for Large-Scale Traffic Scenario Simulation and Modeling, NeurIPS 2023;
the description of its scenarios (version of 2023). Lanes are made lanelets, tracks keep their ticks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isinf
from pathlib import Path
from typing import Any

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Mark
from aureole.core.notes import Float64, Int32
from aureole.world.logs.recording import Recording
from aureole.world.logs.resampling import even
from aureole.world.logs.scenarionet import lanes as lanes_room
from aureole.world.logs.scenarionet import sides
from aureole.world.logs.scenarionet.borders import WIDTH
from aureole.world.logs.scenarionet.movers import own_car, tracks_of
from aureole.world.logs.scenarionet.pickled import load
from aureole.world.logs.scenarionet.values import REMEDY, mapping, numbers
from aureole.world.logs.tracks import MOST_TICKS, Tracks, mended
from aureole.world.roads.lanelets.making import Made, to_map
from aureole.world.roads.reading.markup import Notice

STEP = 0.1  # s; where a file does not tell its own
UNEVEN = 0.05  # -; a share of the step by which stamps may differ from even ones
SHORTEST, LONGEST = 0.005, 2.0  # s; of a step
PARTS = ("metadata", "tracks", "map_features", "length")
STATES = (("STOP", 1), ("RED", 1), ("CAUTION", 2), ("YELLOW", 2), ("AMBER", 2), ("GO", 3), ("GREEN", 3))
"""Words in a light's state, and what it is in a recording."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself."""

    name: str
    dataset: str
    ego: str
    stamps: Float64
    """[ticks] s."""

    @property
    def step(self) -> float:
        """Seconds between two ticks."""
        return float(np.median(np.diff(self.stamps))) if len(self.stamps) > 1 else STEP


def read(path: Path) -> Recording:
    """The recording of a file.

    Raises:
        BadInput: it is none, hostile, or holds nobody and no lane; with its place.
    """
    place = str(path)
    data = mapping(load(path), place)
    for part in PARTS:
        if part not in data:
            raise BadInput(f"has no {part}", place=place, remedy=REMEDY)
    head = head_of(data, place)
    made, lacks, notices = land(mapping(data["map_features"], place), head, place)
    tracks, told = tracks_of(mapping(data["tracks"], f"{place} tracks"), len(head.stamps), head.dataset, place)
    if head.ego not in tracks.names:
        raise BadInput(f"its own car '{head.ego[:60]}' has no track", place=place, remedy=REMEDY)
    ego = tracks.names.index(head.ego)
    notices += told
    if head.dataset == "nuscenes":
        tracks, told = own_car(tracks, ego, place)
        notices += told
    step = head.step
    if np.abs(np.diff(head.stamps) - step).max(initial=0.0) > UNEVEN * step:
        tracks = evened(tracks, head)
        notices += (Notice(f"ticks are uneven: brought to every {step:g} s", place),)
    tracks, told = mended(tracks, step, place)
    if head.ego not in tracks.names:
        raise BadInput(f"its own car '{head.ego[:60]}' is never there", place=place, remedy=REMEDY)
    ego = tracks.names.index(head.ego)
    lights, light_lane = signals(data.get("dynamic_map_states"), tracks.present.shape[1], made, place)
    if not len(light_lane):
        lacks = ("lights", *lacks)
    last = np.flatnonzero(tracks.present[ego])[-1]
    return Recording(
        head.name, "scenarionet", step, made.map, tracks.names, tracks.kind, tracks.size, tracks.present, tracks.xyz,
        tracks.heading, tracks.speed, ego, tracks.xyz[ego, last, :2].copy(), lights, light_lane, lacks,
        (*notices, *told, *made.notices),
    )  # fmt: skip


def head_of(data: Mapping[str, Any], place: str) -> Head:
    """Name, data set, own car and ticks."""
    about = mapping(data["metadata"], f"{place} metadata")
    length = data["length"]
    if type(length) is not int or not 1 <= length <= MOST_TICKS:
        raise BadInput(f"length: is {str(length)[:40]}, expected ticks from 1 to {MOST_TICKS}", place=place)
    stamps = about.get("ts")
    ticks = np.asarray(STEP * np.arange(length), np.float64)
    if stamps is not None:
        found = numbers(stamps, f"{place} metadata.ts", (-1,))
        if len(found) == length and np.isfinite(found).all() and (np.diff(found) > 0.0).all():
            ticks = found - found[0]
        else:
            raise BadInput(f"ts: {len(found)} stamps for {length} ticks, or they do not rise", place=place)
    if length > 1 and not SHORTEST <= float(np.median(np.diff(ticks))) <= LONGEST:
        raise BadInput(f"ts: a step of {float(np.median(np.diff(ticks))):g} s, expected {SHORTEST:g} to {LONGEST:g}")
    name = data.get("id")
    return Head(
        name if isinstance(name, str) and name else Path(place).stem, str(about.get("dataset", ""))[:40],
        str(about.get("sdc_id", "")), ticks,
    )  # fmt: skip


def land(features: Mapping[str, Any], head: Head, place: str) -> tuple[Made, tuple[str, ...], tuple[Notice, ...]]:
    """The map, what it does not hold, and what was guessed in it."""
    found, told = lanes_room.middles(features, head.dataset, place)
    if not found:
        raise BadInput("has no lane", place=place, remedy="give a scene with a map")
    found, guessed = lanes_room.linked(found)
    found, narrow = lanes_room.widened(found)
    lanelets = sides.neighbours([lanes_room.lanelet(lane) for lane in found.values()])
    lanelets = sides.painted(lanelets, list(sides.lines(features, place)))
    notices = [*told]
    if guessed:
        notices.append(Notice("no lane names its followers: those that begin where another ends follow it", place))
    if narrow:
        what = f"{narrow} lanes have no width: that of the lanes before and after them, else {WIDTH} m"
        notices.append(Notice(what, place))
    notices.append(Notice("neighbours are lanes that share a border, lines are those along it", place))
    lacks = ["area", "heights", "lane_kinds"]
    lacks += ["limits"] if all(isinf(lane.limit) for lane in lanelets) else []
    lacks += ["marks"] if all(lane.mark_left == lane.mark_right == Mark.NONE for lane in lanelets) else []
    return to_map(lanelets, place), tuple(lacks), tuple(notices)


def evened(tracks: Tracks, head: Head) -> Tracks:
    """The tracks at even ticks."""
    count = int(np.floor(head.stamps[-1] / head.step + 0.5)) + 1
    at = np.asarray(head.step * np.arange(count), np.float64)
    rows = []
    for agent in range(len(tracks.names)):
        ticks = np.flatnonzero(tracks.present[agent] & np.isfinite(tracks.xyz[agent]).all(axis=1))
        table = np.column_stack((tracks.xyz[agent], tracks.heading[agent], tracks.speed[agent]))[ticks]
        nobody = np.zeros(len(at), np.bool_), np.full((len(at), 5), np.nan)
        rows.append(even(head.stamps[ticks], table, at, head.step, 3) if len(ticks) else nobody)
    present, values = np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows])
    return replace(tracks, present=present, xyz=values[:, :, :3], heading=values[:, :, 3], speed=values[:, :, 4])


def signals(states: Any, ticks: int, made: Made, place: str) -> tuple[Int32, Int32]:
    """State of each light at each tick, and the lane it stands for."""
    rows, lanes = [], []
    for name, state in mapping(states, f"{place} dynamic_map_states").items() if states else ():
        where = f"{place} dynamic_map_states[{str(name)[:60]}]"
        held = mapping(mapping(state, where).get("state"), where).get("object_state")
        if not isinstance(held, list | tuple) or len(held) > MOST_TICKS:
            raise BadInput("a light without its states", place=where, remedy=REMEDY)
        row = np.zeros(ticks, np.int32)
        told = [lit(word) for word in held[:ticks]]
        row[: len(told)] = told
        rows.append(row)
        lanes.append(made.lane_of.get(str(state.get("lane", name)), -1))
    lights = np.stack(rows) if rows else np.zeros((0, ticks), np.int32)
    return lights, np.array(lanes, np.int32)


def lit(word: Any) -> int:
    """What a light's word means: 1 red, 2 amber, 3 green, 0 unknown."""
    return next((state for part, state in STATES if isinstance(word, str) and part in word.upper()), 0)
