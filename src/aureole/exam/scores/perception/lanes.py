"""Lanes: how many points of the borders of one's own lane and its neighbours were perceived where they are.

Points stand every metre along a border from beside the car on. A point that is there is found if the perceived border
of the same side of the same lane passes within the tolerance; a perceived point is right if the true border does. F1
of the two shares, as TuSimple's and CULane's benchmarks have it, but on the ground in metres instead of in the picture.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float64, Int64
from aureole.core.observation import Lanes

ROLES = ("own", "left", "right")
REACH = 40  # m; as far as points stand
TOLERANCES = (0.3, 0.5)  # m
CHUNK = 512  # lines compared at once


class Borders(NamedTuple):
    """Borders of the lane one is in and of its neighbours, look by look."""

    drive: Annotated[Int64, "looks", "-", "-"]
    points: Annotated[Float64, "looks 3 2 points 2", "m", "ego"]
    """Of each of `ROLES` the left and the right border, from behind to ahead."""
    known: Annotated[Int64, "looks 3", "-", "-"]
    """How many points are valid, from the first; below 2 there is no such lane."""


class Tally(NamedTuple):
    """Points of each drive, (drives, roles)."""

    found: Float64
    truths: Float64
    right: Float64
    perceived: Float64


class Share(NamedTuple):
    """NaN where there is nothing to be shared."""

    precision: float
    recall: float
    f1: float


def of_lanes(lanes: Lanes, drive: Int64) -> Borders:
    """The borders that a word tells, one look a world."""
    worlds = np.arange(len(lanes.present))
    place: Int64 = np.stack((np.zeros_like(lanes.left[:, 0]), lanes.left[:, 0], lanes.right[:, 0]), axis=1)
    there: Bool = (place >= 0) & lanes.present[:, :1] & lanes.present[worlds[:, None], place]
    centre = lanes.centre[worlds[:, None], place].astype(np.float64)
    half = lanes.half_width[worlds[:, None], place].astype(np.float64)[..., None]
    known = np.where(there, lanes.seen[worlds[:, None], place], 0).astype(np.int64)
    valid = np.arange(centre.shape[2]) < known[..., None]
    last = np.take_along_axis(centre, np.maximum(known - 1, 0)[..., None, None].repeat(2, axis=3), axis=2)
    filled = np.where(valid[..., None], centre, last)
    way = np.gradient(filled, axis=2)
    way[..., 0, :], ends = filled[..., 1, :] - filled[..., 0, :], np.maximum(known - 1, 1)
    for role in range(len(ROLES)):
        end = ends[:, role]
        way[worlds, role, end] = filled[worlds, role, end] - filled[worlds, role, end - 1]
    size = np.hypot(way[..., 0], way[..., 1])[..., None]
    left = np.stack((-way[..., 1], way[..., 0]), axis=-1) / np.where(size > 0.0, size, 1.0)
    return Borders(drive, np.stack((filled + half * left, filled - half * left), axis=2), known)


class Gaps(NamedTuple):
    """How far points are from the border that they should lie on, (looks * roles * sides, points), m."""

    drive: Int64
    truth: Float64
    """Of points that are there; infinite where nothing is perceived."""
    there: Bool
    seen: Float64
    """Of perceived points."""
    here: Bool


def gaps(truth: Borders, seen: Borders) -> Gaps:
    """What no tolerance changes.

    A perceived point beside which the true border has ended is set aside: nobody says what is there.

    Raises:
        BadInput: other looks, or a valid point that is no number.
    """
    vet(truth, "truth.lanes")
    vet(seen, "seen.lanes")
    if len(truth.drive) != len(seen.drive):
        what = f"{len(truth.drive)} looks against {len(seen.drive)}"
        raise BadInput(what, place="lanes", remedy="give the same looks")
    (mine, known), (its, other) = _lines(truth), _lines(seen)
    stood, there = sampled(mine, known)
    shown, here = sampled(its, other)
    away, station, end = nearest(shown, mine, known)
    here &= ~((known >= 2)[:, None] & ((station <= 0.0) | (station >= end)))
    return Gaps(truth.drive, nearest(stood, its, other)[0], there, away, here)


def tally(apart: Gaps, drives: int, tolerance: float) -> Tally:
    """Points found and right, drive by drive.

    Raises:
        BadInput: a tolerance that is not above zero.
    """
    if not tolerance > 0.0:
        raise BadInput(f"a tolerance of {tolerance} m", place="lanes", remedy="give one above zero")
    found, right = apart.there & (apart.truth <= tolerance), apart.here & (apart.seen <= tolerance)
    return Tally(*(_by_drive(which, apart.drive, drives) for which in (found, apart.there, right, apart.here)))


def share(counted: Tally, times: Float64 | None = None, role: int | None = None) -> Share:
    """Precision, recall and F1 of one role, or of all.

    Args:
        counted: by drive.
        times: how often each drive counts; once, if left out.
        role: place in `ROLES`.
    """
    weight = np.ones(len(counted.found)) if times is None else times
    chosen = slice(None) if role is None else slice(role, role + 1)
    found, truths, right, perceived = (float((weight @ column)[chosen].sum()) for column in counted)
    precision = right / perceived if perceived > 0.0 else float("nan")
    recall = found / truths if truths > 0.0 else float("nan")
    if truths <= 0.0 and perceived <= 0.0:
        return Share(precision, recall, float("nan"))
    both = (precision if perceived > 0.0 else 0.0, recall if truths > 0.0 else 0.0)
    return Share(precision, recall, 2.0 * both[0] * both[1] / sum(both) if sum(both) > 0.0 else 0.0)


def vet(rows: Borders, whose: str) -> None:
    """Refuse borders that cannot be scored.

    Raises:
        BadInput: unequal lengths, more valid points than there are, or a valid point that is no number.
    """
    looks, points = len(rows.drive), rows.points.shape[3] if rows.points.ndim == 5 else 0
    if rows.points.shape != (looks, len(ROLES), 2, points, 2) or rows.known.shape != (looks, len(ROLES)):
        raise BadInput(f"{rows.points.shape}, {rows.known.shape}", place=whose, remedy="give (looks, 3, 2, points, 2)")
    if (rows.known > points).any():
        raise BadInput(f"{rows.known.max()} valid points of {points}", place=whose, remedy="count what there is")
    valid = np.arange(points) < rows.known[..., None]
    if not np.isfinite(rows.points[np.broadcast_to(valid[:, :, None], rows.points.shape[:-1])]).all():
        raise BadInput("a valid point is no number", place=whose, remedy="shorten the lane by `known`")


def sampled(line: Float64, known: Int64) -> tuple[Float64, Bool]:
    """Points every metre along lines from beside the car on, (lines, REACH + 1, 2), and which of them there are."""
    along = _stations(line, known)
    start = nearest(np.zeros((len(line), 1, 2)), line, known)[1]
    wanted = start + np.arange(REACH + 1.0)
    there = (known >= 2)[:, None] & (wanted <= along[:, -1:] + 1e-9)
    place = np.clip((wanted[:, :, None] >= along[:, None, :]).sum(axis=2) - 1, 0, np.maximum(known - 2, 0)[:, None])
    first, second = (np.take_along_axis(along, place + k, axis=1) for k in (0, 1))
    gap = second - first
    share_ = np.clip(np.divide(wanted - first, gap, out=np.zeros_like(gap), where=gap > 0.0), 0.0, 1.0)[..., None]
    near, far = (np.take_along_axis(line, (place + k)[..., None], axis=1) for k in (0, 1))
    return near + share_ * (far - near), there


def nearest(points: Float64, line: Float64, known: Int64) -> tuple[Float64, Float64, Float64]:
    """How far each point is from its line, at which station of it that is, and the station of its end, m.

    Infinitely far from a line that is none.

    Args:
        points: (lines, points, 2).
        line: (lines, places, 2).
        known: valid places of each line.
    """
    away, station = np.full(points.shape[:2], np.inf), np.zeros(points.shape[:2])
    along = _stations(line, known)
    for begin in range(0, len(line), CHUNK):
        part = slice(begin, begin + CHUNK)
        first, way = line[part, None, :-1], np.diff(line[part], axis=1)[:, None]
        square = (way * way).sum(axis=-1)
        from_first = points[part, :, None] - first
        share_ = np.divide(
            (from_first * way).sum(axis=-1), square, out=np.zeros(from_first.shape[:-1]), where=square > 0.0
        )
        share_ = np.clip(share_, 0.0, 1.0)
        gap = np.hypot(*np.moveaxis(from_first - share_[..., None] * way, -1, 0))
        gap[np.broadcast_to((np.arange(1, line.shape[1]) >= known[part, None])[:, None], gap.shape)] = np.inf
        best = gap.argmin(axis=2)[..., None]
        away[part] = np.take_along_axis(gap, best, axis=2)[..., 0]
        reached = along[part, None, :-1] + share_ * np.diff(along[part], axis=1)[:, None]
        station[part] = np.take_along_axis(reached, best, axis=2)[..., 0]
    return away, station, along[:, -1:]


def _stations(line: Float64, known: Int64) -> Float64:
    """Length of each line up to each of its points; beyond the valid ones that of its end."""
    steps = np.hypot(*np.moveaxis(np.diff(line, axis=1), -1, 0))
    steps[np.arange(1, line.shape[1]) >= known[:, None]] = 0.0
    return np.concatenate((np.zeros((len(line), 1)), np.cumsum(steps, axis=1)), axis=1)


def _lines(rows: Borders) -> tuple[Float64, Int64]:
    """All borders as lines, (looks * roles * sides, points, 2), zero where they are not valid, and their lengths."""
    known = rows.known.repeat(2, axis=1).reshape(-1)
    line = rows.points.reshape(-1, *rows.points.shape[3:])
    return np.where((np.arange(line.shape[1]) < known[:, None])[..., None], line, 0.0), known


def _by_drive(which: Bool, drive: Int64, drives: int) -> Float64:
    """How many points each drive has of each role, (drives, roles)."""
    looks = which.reshape(len(drive), len(ROLES), -1).sum(axis=2)
    sums = np.zeros((drives, len(ROLES)))
    np.add.at(sums, drive, looks)
    return sums
