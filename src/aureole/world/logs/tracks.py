"""Tracks as the readers of logs take them in, and the mending of what is wrong in them; everything mended is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float64, Int32
from aureole.world.roads.reading.markup import VAST, Notice

FASTEST = 90.0  # m/s; who moves faster between two ticks has jumped
LARGEST = 60.0  # m; nothing on a road is longer
MOST_AGENTS = 20_000
MOST_TICKS = 200_000
MOST_MOMENTS = 40_000_000  # agents times ticks
SIZES: dict[Kind, tuple[float, float, float]] = {
    Kind.CAR: (4.7, 1.9, 1.5), Kind.VAN: (5.5, 2.0, 2.2), Kind.TRUCK: (9.0, 2.5, 3.2), Kind.BUS: (12.0, 2.6, 3.2),
    Kind.MOTORBIKE: (2.1, 0.8, 1.5), Kind.BICYCLE: (1.8, 0.7, 1.7), Kind.PEDESTRIAN: (0.6, 0.6, 1.75),
    Kind.ANIMAL: (0.8, 0.4, 0.6), Kind.OBSTACLE: (0.5, 0.5, 0.8),
}  # fmt: skip
"""m; what stands for a size that a log does not give: usual measures, ours."""


@dataclass(frozen=True, slots=True)
class Tracks:
    """Everybody's motion at even ticks, as `world.logs.recording.Recording` has it."""

    names: tuple[str, ...]
    kind: Annotated[Int32, "agents", "-", "-"]
    size: Annotated[Float64, "agents 3", "m", "agent"]
    present: Annotated[Bool, "agents ticks", "-", "-"]
    xyz: Annotated[Float64, "agents ticks 3", "m", "world"]
    """Centre of the box."""
    heading: Annotated[Float64, "agents ticks", "rad", "world"]
    speed: Annotated[Float64, "agents ticks", "m/s", "agent"]
    """NaN where the log does not say: worked out from the positions."""


def mended(tracks: Tracks, step: float, place: str) -> tuple[Tracks, tuple[Notice, ...]]:
    """The tracks without what no world can play, and what was done to them.

    A pose that is no number is left out; a speed that is none is worked out from the positions; a size that is none
    is the usual one of its kind; who is never there is left out.

    Raises:
        BadInput: nobody is left, or there are too many.
    """
    count = tracks.present.size
    if len(tracks.names) > MOST_AGENTS or tracks.present.shape[1] > MOST_TICKS or count > MOST_MOMENTS:
        what = f"{len(tracks.names)} tracks of {tracks.present.shape[1]} ticks are more than can be played"
        raise BadInput(what, place=place, remedy=f"cut the log to {MOST_MOMENTS} moments")
    told: list[Notice] = []
    sound = np.isfinite(tracks.xyz[:, :, :2]).all(axis=2) & np.isfinite(tracks.heading)
    sound &= (np.abs(np.nan_to_num(tracks.xyz[:, :, :2], nan=np.inf)) <= VAST).all(axis=2)
    broken = tracks.present & ~sound
    tell(told, place, tracks.names, broken, "poses that are no numbers: left out")
    present = tracks.present & sound
    kept = present.any(axis=1)
    if not kept.all():
        told.append(Notice(f"{int((~kept).sum())} tracks without a single pose: left out", place))
    if not kept.any():
        raise BadInput("nobody is in the log", place=place, remedy="give a log with tracks")
    rows = np.flatnonzero(kept)
    tracks = chosen(replace(tracks, present=present), rows)
    tracks = replace(tracks, size=sized(tracks, told, place), xyz=flat(tracks))
    tracks = replace(tracks, speed=paced(tracks, step))
    gaps = tracks.present[:, 1:] & ~tracks.present[:, :-1] & (np.cumsum(tracks.present, axis=1)[:, :-1] > 0)
    tell(told, place, tracks.names, gaps, "times a track comes back after a gap")
    tell(told, place, tracks.names, jumps(tracks, step), f"leaps faster than {FASTEST:g} m/s: not driven through")
    return tracks, tuple(told)


def chosen(tracks: Tracks, rows: Sequence[int] | np.ndarray) -> Tracks:
    """Some of the agents."""
    return Tracks(
        tuple(tracks.names[int(row)] for row in rows), tracks.kind[rows], tracks.size[rows], tracks.present[rows],
        tracks.xyz[rows], tracks.heading[rows], tracks.speed[rows],
    )  # fmt: skip


def tell(told: list[Notice], place: str, names: Sequence[str], flags: Bool, what: str) -> None:
    """Add a notice that counts the flags, with the first few of those they belong to."""
    if not flags.any():
        return
    whom = [names[int(row)] for row in np.flatnonzero(flags.any(axis=1))]
    more = " …" if len(whom) > 3 else ""
    told.append(Notice(f"{int(flags.sum())} {what} ({', '.join(whom[:3])}{more})", place))


def sized(tracks: Tracks, told: list[Notice], place: str) -> Float64:
    """Measures of everybody, the usual ones where the log has none."""
    size = tracks.size.copy()
    with np.errstate(invalid="ignore"):
        bad = ~((size > 0.0) & (size <= LARGEST))
    usual = np.array([SIZES.get(Kind(int(kind)), SIZES[Kind.CAR]) for kind in tracks.kind]).reshape(-1, 3)
    size[bad] = usual[bad]
    tell(told, place, tracks.names, bad[:, :2], "measures missing: the usual ones of their kind")
    return size


def flat(tracks: Tracks) -> Float64:
    """Positions with NaN where nobody is and no height that is none."""
    xyz = np.where(tracks.present[:, :, None], tracks.xyz, np.nan)
    xyz[:, :, 2] = np.where(tracks.present, np.nan_to_num(xyz[:, :, 2]), np.nan)
    return xyz


def paced(tracks: Tracks, step: float) -> Float64:
    """Speeds along the headings; where the log gives none they follow from the positions."""
    speed = tracks.speed.copy()
    missing = tracks.present & ~np.isfinite(speed)
    for row in np.flatnonzero(missing.any(axis=1)):
        ticks = np.flatnonzero(tracks.present[row])
        if len(ticks) < 2:
            speed[row, ticks] = 0.0
            continue
        moved = np.gradient(tracks.xyz[row, ticks, :2], ticks * step, axis=0)
        heading = tracks.heading[row, ticks]
        along = moved[:, 0] * np.cos(heading) + moved[:, 1] * np.sin(heading)
        speed[row, ticks] = np.where(np.isfinite(speed[row, ticks]), speed[row, ticks], along)
    return np.where(tracks.present, speed, 0.0)


def jumps(tracks: Tracks, step: float) -> Bool:
    """Between which ticks somebody has leapt, shape (agents, ticks - 1)."""
    both = tracks.present[:, 1:] & tracks.present[:, :-1]
    way = np.hypot(*np.moveaxis(np.diff(tracks.xyz[:, :, :2], axis=1), 2, 0))
    return np.asarray(both & (np.nan_to_num(way) > FASTEST * step))
