"""Drawn lines: their lengths, places on them, distances to them, and where they meet a straight line."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64, Int64

MANY = 2_000_000  # pairs of points and segments looked at in one go


def stations(line: Float64) -> Float64:
    """Arc length at each point of a line, m."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def length(line: Float64) -> float:
    """m."""
    return float(stations(line)[-1])


def points_at(line: Float64, s: Float64) -> Float64:
    """The points of a line at arc lengths; its ends beyond them."""
    along = stations(line)
    return np.column_stack([np.interp(s, along, column) for column in line.T])


def even(line: Float64, step: float, fewest: int = 2) -> Float64:
    """The line as points at most `step` apart, evenly spread, its corners not kept."""
    whole = length(line)
    count = max(fewest, int(np.ceil(whole / step)) + 1)
    return points_at(line, np.linspace(0.0, whole, count))


def dense(line: Float64, step: float) -> Float64:
    """The line with points put between its corners, so that they lie at most `step` apart."""
    along = stations(line)
    extra = np.arange(0.0, along[-1], step)
    return points_at(line, np.unique(np.concatenate([along, extra])))


def nearest(points: Float64, line: Float64) -> tuple[Float64, Int64]:
    """How far points lie from a line, and the segment that is nearest to each."""
    start, along = line[:-1], np.diff(line, axis=0)
    square = np.maximum((along**2).sum(axis=1), 1e-300)
    distance, segment = np.empty(len(points)), np.empty(len(points), np.int64)
    step = max(1, MANY // len(start))
    for first in range(0, len(points), step):
        some = points[first : first + step]
        part = (((some[:, None] - start) * along).sum(axis=2) / square).clip(0.0, 1.0)
        foot = start + part[..., None] * along
        far = np.hypot(some[:, 0, None] - foot[..., 0], some[:, 1, None] - foot[..., 1])
        segment[first : first + step] = far.argmin(axis=1)
        distance[first : first + step] = far.min(axis=1)
    return distance, segment


def apart(one: Float64, other: Float64) -> float:
    """The largest distance between two lines, both ways (Hausdorff), m."""
    return float(max(nearest(one, other)[0].max(), nearest(other, one)[0].max()))


def direction(line: Float64, at_end: bool, reach: float = 3.0) -> Float64:
    """Unit vector along the first or last `reach` metres of a line."""
    whole = length(line)
    span = min(reach, whole)
    pair = points_at(line, np.array([whole - span, whole] if at_end else [0.0, span]))
    chord = pair[1] - pair[0]
    size = float(np.hypot(*chord))
    if size < 1e-9:
        chord, size = line[-1] - line[0], float(np.hypot(*(line[-1] - line[0])))
    return np.asarray(chord / size if size > 1e-9 else np.array([1.0, 0.0]))


def meets(line: Float64, xy: Float64, normal: Float64) -> Float64:
    """Arc lengths at which a line crosses the straight line through xy at right angles to `normal`."""
    beyond = (line - xy) @ normal
    along = stations(line)
    a, b = beyond[:-1], beyond[1:]
    crossing = np.flatnonzero((a <= 0.0) & (b > 0.0) | (a >= 0.0) & (b < 0.0))
    part = a[crossing] / (a[crossing] - b[crossing])
    return np.asarray(along[crossing] + part * (along[crossing + 1] - along[crossing]))


def between(line: Float64, start: float, end: float) -> Float64:
    """The part of a line between two arc lengths, with its corners."""
    along = stations(line)
    inner = line[(along > start + 1e-6) & (along < end - 1e-6)]
    ends = points_at(line, np.array([start, end]))
    return np.vstack([ends[:1], inner, ends[1:]])


def cross(one: Float64, other: Float64) -> bool:
    """Whether two lines cross or touch each other."""
    p, r = one[:-1, None], np.diff(one, axis=0)[:, None]
    q, s = other[None, :-1], np.diff(other, axis=0)[None]
    area = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    gap = q - p
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (gap[..., 0] * s[..., 1] - gap[..., 1] * s[..., 0]) / area
        u = (gap[..., 0] * r[..., 1] - gap[..., 1] * r[..., 0]) / area
        return bool(((t >= 0.0) & (t <= 1.0) & (u >= 0.0) & (u <= 1.0)).any())
