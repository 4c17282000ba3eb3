"""Tracks of a ScenarioNet file: who they are, how large, and how they moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.world.logs.scenarionet.values import REMEDY, mapping, numbers, words
from aureole.world.logs.tracks import MOST_AGENTS, MOST_MOMENTS, MOST_TICKS, Tracks
from aureole.world.roads.reading.markup import Notice

KINDS = {
    "VEHICLE": Kind.CAR, "PEDESTRIAN": Kind.PEDESTRIAN, "CYCLIST": Kind.BICYCLE, "TRAFFIC_CONE": Kind.OBSTACLE,
    "TRAFFIC_BARRIER": Kind.OBSTACLE, "TRAFFIC_OBJECT": Kind.OBSTACLE,
}  # fmt: skip
"""ScenarioNet's types; what is none of these is an obstacle."""
FINER = {
    "vehicle.truck": Kind.TRUCK, "vehicle.construction": Kind.TRUCK, "vehicle.trailer": Kind.TRUCK,
    "vehicle.bus.bendy": Kind.BUS, "vehicle.bus.rigid": Kind.BUS, "vehicle.motorcycle": Kind.MOTORBIKE,
    "vehicle.bicycle": Kind.BICYCLE, "animal": Kind.ANIMAL,
}  # fmt: skip
"""nuScenes' categories, where a track tells its own; a trailer that is towed counts as a truck of its own."""
ZOE = 1.385  # m; centre of the nuScenes car (Renault Zoe, 4.084 m long) ahead of its rear axle, where its poses are


def tracks_of(data: Mapping[str, Any], ticks: int, dataset: str, place: str) -> tuple[Tracks, tuple[Notice, ...]]:
    """Every track, `ticks` moments long.

    Raises:
        BadInput: a track is none, or they are too many.
    """
    if len(data) > MOST_AGENTS or ticks > MOST_TICKS or len(data) * ticks > MOST_MOMENTS:
        raise BadInput(f"{len(data)} tracks of {ticks} ticks are more than can be played", place=place)
    rows, kinds, odd = [], [], 0
    for name, track in data.items():
        where = f"{place} tracks[{str(name)[:60]}]"
        word = words(track, "type", where)
        own = track.get("metadata")
        finer = own.get("type") if isinstance(own, dict) else None
        kind = KINDS.get(word, Kind.OBSTACLE)
        odd += word not in KINDS
        kinds.append(FINER.get(finer, kind) if isinstance(finer, str) else kind)
        rows.append(state(mapping(track.get("state"), where), ticks, where))
    told = [Notice(f"{odd} tracks of a kind that is not known: obstacles", place)] if odd else []
    names = tuple(str(name) for name in data)
    size, present, xyz, heading, speed = (np.stack(column) for column in zip(*rows, strict=True))
    return Tracks(names, np.array(kinds, np.int32), size, present == 1.0, xyz, heading, speed), tuple(told)


def state(held: Mapping[str, Any], ticks: int, place: str) -> tuple[Float64, ...]:
    """Measures, presence, positions, headings and speeds of one track."""
    known = {key: held[key] for key in ("position", "heading", "valid") if key in held}
    if len(known) < 3:
        raise BadInput("has no position, heading or valid", place=place, remedy=REMEDY)
    position = numbers(known["position"], place, (ticks, -1))
    if position.shape[1] < 2:
        raise BadInput("a position has x and y", place=place, remedy=REMEDY)
    xyz = np.zeros((ticks, 3))
    xyz[:, : min(3, position.shape[1])] = position[:, :3]
    heading, valid = (numbers(known[key], place, (ticks,)) for key in ("heading", "valid"))
    present = valid > 0.5
    speed = np.full(ticks, np.nan)
    if "velocity" in held:
        velocity = numbers(held["velocity"], place, (ticks, -1))
        if velocity.shape[1] >= 2:
            speed = velocity[:, 0] * np.cos(heading) + velocity[:, 1] * np.sin(heading)
    size = np.array([usual(held.get(key), present, ticks, place) for key in ("length", "width", "height")])
    return size, present.astype(np.float64), xyz, heading, speed


def usual(values: Any, present: np.ndarray, ticks: int, place: str) -> float:
    """The median of a measure while its owner is there; NaN if it is not told."""
    if values is None or not present.any():
        return float("nan")
    if isinstance(values, int | float):
        return float(values)
    found = numbers(values, place, (ticks,))[present]
    found = found[np.isfinite(found) & (found > 0.0)]
    return float(np.median(found)) if len(found) else float("nan")


def own_car(tracks: Tracks, ego: int, place: str) -> tuple[Tracks, tuple[Notice, ...]]:
    """nuScenes' own car put right: its measures are written width first, its poses are those of the rear axle."""
    told = [Notice(f"the own car's poses are its rear axle's: {ZOE:g} m ahead lies the centre of its box", place)]
    size, xyz = tracks.size.copy(), tracks.xyz.copy()
    if size[ego, 0] < size[ego, 1]:
        size[ego, :2] = size[ego, 1::-1]
        told.append(Notice("the own car is written wider than long: length and width exchanged", place))
    heading = tracks.heading[ego]
    xyz[ego, :, 0] += ZOE * np.cos(heading)
    xyz[ego, :, 1] += ZOE * np.sin(heading)
    return replace(tracks, size=size, xyz=xyz), tuple(told)
