"""Drawn borders as distances from a reference line: cubics without steps or kinks, as close as is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from aureole.core.notes import Float64, Int64
from aureole.world.roads.drawn.polyline import length, points_at
from aureole.world.roads.drawn.tracing import Chain

SPACING = 0.25  # m; between the stations that are looked at
MOST = 2000  # stations; a longer road is looked at less closely
NEAR = 0.015  # m; how far a cubic may lie from what it stands for
WINDOW = 2  # stations to each side over which a slope is taken


@dataclass(frozen=True, slots=True)
class Borders:
    """Distances of borders from a reference line, m to its left: cubics between stations, one slope at each."""

    s: Annotated[Float64, "knots", "m", "road"]
    t: Annotated[Float64, "borders knots", "m", "road"]
    slope: Annotated[Float64, "borders knots", "-", "road"]

    def at(self, border: int, s: Float64) -> Float64:
        """Distances of a border at stations."""
        k = np.clip(np.searchsorted(self.s, s, side="right") - 1, 0, len(self.s) - 2)
        u = s - self.s[k]
        a, b, c, d = self.cubics(border)[k].T
        return np.asarray(a + u * (b + u * (c + u * d)))

    def cubics(self, border: int) -> Float64:
        """(intervals, 4): a, b, c, d of each interval."""
        return hermite(self.s, self.t[border], self.slope[border])


def hermite(s: Float64, t: Float64, slope: Float64) -> Float64:
    """Cubics with given values and slopes at their ends."""
    h = np.diff(s)
    rise = np.diff(t) / h
    a, b = t[:-1], slope[:-1]
    c = (3.0 * rise - 2.0 * slope[:-1] - slope[1:]) / h
    d = (slope[:-1] + slope[1:] - 2.0 * rise) / h**2
    return np.column_stack([a, b, c, d])


@dataclass(frozen=True, slots=True)
class Drawn:
    """A border as drawn, with what comes before and after it, so that a cut may lie beyond its ends."""

    line: Float64
    start: float
    """Arc length at which the border itself begins, m."""
    end: float


def measured(chain: Chain, borders: Sequence[Sequence[Drawn]]) -> Borders:
    """Borders from the rightmost to the leftmost; of two drawn for one border the middle is taken."""
    whole = chain.whole
    stations = np.linspace(0.0, whole, int(min(MOST, max(9, np.ceil(whole / SPACING)))) + 1)
    poses = chain.poses(stations)
    lines = [np.mean([seen(poses, drawn) for drawn in pair], axis=0) for pair in borders]
    t = np.maximum.accumulate(np.array(lines), axis=0)
    slope = slopes(t, stations)
    rows = knots(stations, t, slope)
    return Borders(stations[rows], t[:, rows], slope[:, rows])


def seen(poses: Float64, drawn: Drawn) -> Float64:
    """How far to the left each pose sees a border, on its normal; where it sees none, as between its neighbours."""
    cosine, sine = np.cos(poses[:, 2])[:, None], np.sin(poses[:, 2])[:, None]
    dx, dy = drawn.line[:, 0] - poses[:, :1], drawn.line[:, 1] - poses[:, 1:2]
    along, across = cosine * dx + sine * dy, cosine * dy - sine * dx
    a, b = along[:, :-1], along[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = across[:, :-1] + a / (a - b) * np.diff(across, axis=1)
    crossing = np.where((a <= 0.0) & (b >= 0.0) & (a < b), crossing, np.nan)
    expected = expected_at(poses, drawn)
    off = np.abs(crossing - expected[:, None])
    best = np.where(np.isnan(off), np.inf, off).argmin(axis=1)
    t = crossing[np.arange(len(poses)), best]
    known = ~np.isnan(t)
    if not known.any():
        return expected
    found: Float64 = np.interp(np.arange(len(t)), np.flatnonzero(known), t[known])
    return found


def expected_at(poses: Float64, drawn: Drawn) -> Float64:
    """About how far to the left a border lies, from the same parts of both lengths."""
    points = points_at(drawn.line, np.linspace(drawn.start, drawn.end, len(poses)))
    dx, dy = (points - poses[:, :2]).T
    return np.asarray(np.cos(poses[:, 2]) * dy - np.sin(poses[:, 2]) * dx)


def slopes(t: Float64, stations: Float64) -> Float64:
    """Slopes of borders over a few stations to each side; to one side at the ends."""
    count = len(stations)
    rows = np.arange(count)
    low, high = np.maximum(rows - WINDOW, 0), np.minimum(rows + WINDOW, count - 1)
    return np.asarray((t[:, high] - t[:, low]) / (stations[high] - stations[low]))


def knots(stations: Float64, t: Float64, slope: Float64) -> Int64:
    """The fewest stations, found by halving, between which cubics lie near all borders."""
    kept, todo = [0], [(0, len(stations) - 1)]
    while todo:
        i, j = todo.pop()
        part = slice(i, j + 1)
        u = (stations[part] - stations[i])[None]
        if j - i > 1:
            pair = [i, j]
            cubics = np.array([hermite(stations[pair], t[k, pair], slope[k, pair])[0] for k in range(len(t))])
            a, b, c, d = (column[:, None] for column in cubics.T)
            off = np.abs(a + u * (b + u * (c + u * d)) - t[:, part])
            if off.max() > NEAR:
                middle = (i + j) // 2
                todo += [(middle, j), (i, middle)]
                continue
        kept.append(j)
    return np.array(kept)


def drawn(line: Float64, before: Float64 | None, after: Float64 | None, reach: float) -> Drawn:
    """A border with its neighbours' borders in front and behind, or straight on where there are none."""
    own = length(line)
    parts, start = [line], 0.0
    if before is not None and np.hypot(*(before[-1] - line[0])) < 1.0:
        parts.insert(0, before[:-1] if np.hypot(*(before[-1] - line[0])) < 0.01 else before)
    if after is not None and np.hypot(*(after[0] - line[-1])) < 1.0:
        parts.append(after[1:] if np.hypot(*(after[0] - line[-1])) < 0.01 else after)
    joined = np.vstack([part for part in parts if len(part)])
    if parts[0] is not line and len(parts[0]):
        start = length(np.vstack([parts[0], line[:1]]))
    begin, finish = straight_on(joined, reach)
    step = float(np.hypot(*(begin - joined[0])))
    return Drawn(np.vstack([begin, joined, finish]), start + step, start + step + own)


def amid(one: Drawn, other: Drawn) -> Drawn:
    """The line in the middle between two borders."""
    count = max(len(one.line), len(other.line), 9)
    lead, tail = min(one.start, other.start), min(rest(one), rest(other))
    along = []
    for border in (one, other):
        own = np.linspace(border.start, border.end, count)
        outer = np.linspace(0.0, 1.0, 5)
        places = [border.start - lead + lead * outer[:-1], own, border.end + tail * outer[1:]]
        along.append(points_at(border.line, np.concatenate(places)))
    line = 0.5 * (along[0] + along[1])
    begin = length(line[:5])
    return Drawn(line, begin, begin + length(line[4 : 4 + count]))


def rest(border: Drawn) -> float:
    """How far a border goes on beyond its end, m."""
    return length(border.line) - border.end


def straight_on(line: Float64, reach: float) -> tuple[Float64, Float64]:
    """Points `reach` before and beyond a line."""
    first, last = line[0] - line[1], line[-1] - line[-2]
    begin = line[0] + reach * first / max(float(np.hypot(*first)), 1e-9)
    return begin, line[-1] + reach * last / max(float(np.hypot(*last)), 1e-9)
