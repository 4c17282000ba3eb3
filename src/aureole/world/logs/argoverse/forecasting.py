"""Tracks of a motion-forecasting scenario of Argoverse 2: 11 s at 10 Hz, centres in the city's frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Array
from aureole.world.logs.argoverse.columns import REMEDY, columns, number
from aureole.world.logs.tracks import MOST_AGENTS, MOST_MOMENTS, MOST_TICKS, Tracks
from aureole.world.roads.reading.markup import Notice

OWN = "AV"
KINDS = {
    "vehicle": Kind.CAR, "bus": Kind.BUS, "pedestrian": Kind.PEDESTRIAN, "motorcyclist": Kind.MOTORBIKE,
    "cyclist": Kind.BICYCLE, "riderless_bicycle": Kind.BICYCLE,
}  # fmt: skip
"""What is none of these (static, background, construction, unknown) is an obstacle."""
COLUMNS = ("track_id", "object_type", "timestep", "position_x", "position_y", "heading", "velocity_x", "velocity_y")


def tracks_of(path: Path) -> tuple[Tracks, tuple[Notice, ...]]:
    """Everybody of a scenario.

    Raises:
        BadInput: the table is none, or empty.
        Missing: pyarrow is not installed.
    """
    place = str(path)
    found = columns(path, COLUMNS)
    tick = found["timestep"]
    if not len(tick) or tick.dtype.kind not in "iu" or int(tick.min()) < 0 or int(tick.max()) >= MOST_TICKS:
        raise BadInput("timestep: holds no moment, or one that is none", place=place, remedy=REMEDY)
    names, whose = np.unique(found["track_id"].astype(str), return_inverse=True)
    ticks = int(tick.max()) + 1
    if len(names) > MOST_AGENTS or len(names) * ticks > MOST_MOMENTS:
        raise BadInput(f"{len(names)} tracks of {ticks} ticks are more than can be played", place=place)
    shape = (len(names), ticks)
    x, y, heading, vx, vy = (spread(number(found, name, place), whose, tick, shape) for name in COLUMNS[3:])
    present = np.zeros(shape, np.bool_)
    present[whose, tick] = True
    types = [str(found["object_type"][int(np.argmax(whose == k))]) for k in range(len(names))]
    told = [Notice("measures are not told: the usual ones of each kind", place)]
    return Tracks(
        tuple(names.tolist()), np.array([KINDS.get(kind, Kind.OBSTACLE) for kind in types], np.int32),
        np.full((len(names), 3), np.nan), present, np.stack((x, y, np.zeros(shape)), axis=2), heading,
        vx * np.cos(heading) + vy * np.sin(heading),
    ), tuple(told)  # fmt: skip


def spread(values: Array, whose: Array, tick: Array, shape: tuple[int, int]) -> Array:
    """A column as a table of agents and ticks."""
    out = np.full(shape, np.nan)
    out[whose, tick] = values
    return out
