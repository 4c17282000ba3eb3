"""A reference line through drawn points: smoothed, then a chain of clothoids that touch with one heading (G1).

The clothoid between two poses: Bertolazzi and Frego, "G1 fitting with clothoids", 2015, by Newton's method.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.clothoid import NODE_1, NODE_2, TURN, WEIGHT_0, WEIGHT_1, WEIGHT_2, displacement
from aureole.world.roads.drawn.polyline import length, nearest, points_at

STEP = 1.0  # m; between the points that are smoothed
MOST = 600  # points; a longer road is smoothed with a longer step
SOFTNESS = (3000.0, 300.0, 30.0, 3.0, 0.3)  # m⁴; bends shorter than about 6 · softness^(1/4) m are smoothed away
AWAY = 0.25  # m; how far the smoothed line may lie from the drawn one; the lane offset makes up for it
FOLD = 0.7  # curvature times reach; at 1 the normals of a line meet on a border
PINNED = 1e8  # weight of the ends
CHORD = 0.01  # m; how far a clothoid may lie from the points it stands for
LONGEST = 64  # points one clothoid stands for
NODES = np.array([-NODE_2, -NODE_1, 0.0, NODE_1, NODE_2])
WEIGHTS = np.array([WEIGHT_2, WEIGHT_1, WEIGHT_0, WEIGHT_1, WEIGHT_2])


@dataclass(frozen=True, slots=True)
class Chain:
    """Clothoids, each from the end of the one before."""

    s: Annotated[Float64, "pieces", "m", "road"]
    xy: Annotated[Float64, "pieces 2", "m", "world"]
    heading: Annotated[Float64, "pieces", "rad", "world"]
    length: Annotated[Float64, "pieces", "m", "road"]
    curvature: Annotated[Float64, "pieces 2", "1/m", "road"]
    """At the start, and its change per metre."""

    @property
    def whole(self) -> float:
        """m."""
        return float(self.s[-1] + self.length[-1])

    def poses(self, s: Float64) -> Float64:
        """n × (x, y, heading, curvature) at stations; the first and the last piece go on beyond their ends."""
        piece = np.clip(np.searchsorted(self.s, s, side="right") - 1, 0, len(self.s) - 1)
        ds, heading, (bend, change) = s - self.s[piece], self.heading[piece], self.curvature[piece].T
        at = 0.5 * ds[:, None] * (1.0 + NODES)
        angle = heading[:, None] + at * (bend[:, None] + 0.5 * at * change[:, None])
        x, y = (self.xy[piece, k] + 0.5 * ds * (f(angle) * WEIGHTS).sum(axis=1) for k, f in ((0, np.cos), (1, np.sin)))
        return np.column_stack([x, y, heading + ds * (bend + 0.5 * ds * change), bend + ds * change])


@dataclass(frozen=True, slots=True)
class Traced:
    """A reference line, and how much room there is before its normals meet on a border."""

    chain: Chain
    fold: float
    """Largest curvature times reach; must stay below 1."""


def trace(line: Float64, headings: tuple[float, float], reach: tuple[float, float]) -> Traced:
    """The smoothest chain that keeps near a drawn line and does not fold; of none the one that folds least.

    Args:
        line: points; its ends are kept.
        headings: at both ends, rad.
        reach: m, how far borders lie to its right and to its left at most.
    """
    line = rounded(line, headings)
    whole = length(line)
    count = int(min(MOST, max(4, math.ceil(whole / STEP))))
    points = points_at(line, np.linspace(0.0, whole, count + 1))
    best: tuple[float, Float64] = (math.inf, points)
    for softness in SOFTNESS:
        smooth = smoothed(points, headings, softness)
        fold = folding(smooth, reach)
        if fold < FOLD and nearest(smooth, line)[0].max() < AWAY:
            best = (fold, smooth)
            break
        if fold < best[0] - 0.05 and best[0] > FOLD:
            best = (fold, smooth)
    return Traced(chained(best[1], headings), best[0])


def rounded(line: Float64, headings: tuple[float, float]) -> Float64:
    """A smooth curve through the corners, close points on it: most drawn lines are curves seen at a few places."""
    steps = np.diff(line, axis=0)
    size = np.hypot(*steps.T)
    ways = steps / size[:, None]
    tangents = np.empty_like(line)
    inner = ways[:-1] * size[1:, None] + ways[1:] * size[:-1, None]  # of the circle through three corners, nearly
    norm = np.hypot(*inner.T)[:, None]
    tangents[1:-1] = np.where(norm > 0.1 * (size[:-1] + size[1:])[:, None], inner / np.maximum(norm, 1e-9), ways[1:])
    tangents[[0, -1]] = [[math.cos(heading), math.sin(heading)] for heading in headings]
    parts = []
    for k in range(len(steps)):
        u = np.linspace(0.0, 1.0, max(2, math.ceil(size[k] / STEP) + 1))[:-1, None]
        a, b = size[k] * tangents[k], size[k] * tangents[k + 1]
        bend = u * (1.0 - u)
        parts.append(line[k] + steps[k] * u * u * (3.0 - 2.0 * u) + bend * (1.0 - u) * a - bend * u * b)
    return np.vstack([*parts, line[-1:]])


def folding(points: Float64, reach: tuple[float, float]) -> float:
    """Largest curvature times reach to the side that it bends to."""
    first, second = np.gradient(points, axis=0), np.gradient(np.gradient(points, axis=0), axis=0)
    speed = np.maximum(np.hypot(*first.T), 1e-9)
    bend = (first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / speed**3
    return float(np.maximum(bend * max(reach[1], 0.0), -bend * max(reach[0], 0.0)).max())


def smoothed(points: Float64, headings: tuple[float, float], softness: float) -> Float64:
    """Points moved so that the line bends little: ends and headings there are kept (Whittaker, second differences)."""
    step = float(np.hypot(*np.diff(points, axis=0).T).mean())
    target, weight = points.copy(), np.ones(len(points))
    for row, inner, heading, sign in ((0, 1, headings[0], 1.0), (-1, -2, headings[1], -1.0)):
        target[inner] = points[row] + sign * step * np.array([math.cos(heading), math.sin(heading)])
        weight[[row, inner]] = PINNED
    return solved(weight, target, softness / step**4)


def solved(weight: Float64, target: Float64, stiff: float) -> Float64:
    """Solve (W + stiff · DᵀD) x = W target, D second differences: five diagonals, LDLᵀ in a fixed order."""
    count = len(weight)
    main, one, two = weight.tolist(), [0.0] * count, [0.0] * count
    for k in range(count - 2):
        main[k] += stiff
        main[k + 1] += 4.0 * stiff
        main[k + 2] += stiff
        one[k] -= 2.0 * stiff
        one[k + 1] -= 2.0 * stiff
        two[k] += stiff
    rows = (weight[:, None] * target).tolist()
    lower, lowest = [0.0] * count, [0.0] * count
    for k in range(count):
        if k >= 1:
            rows[k] = [a - lower[k - 1] * b for a, b in zip(rows[k], rows[k - 1], strict=True)]
        if k >= 2:
            rows[k] = [a - lowest[k - 2] * b for a, b in zip(rows[k], rows[k - 2], strict=True)]
        lower[k], lowest[k] = one[k] / main[k], two[k] / main[k]
        if k + 1 < count:
            main[k + 1] -= lower[k] * one[k]
            one[k + 1] -= lower[k] * two[k]
        if k + 2 < count:
            main[k + 2] -= lowest[k] * two[k]
    for k in range(count - 1, -1, -1):
        x, y = rows[k][0] / main[k], rows[k][1] / main[k]
        if k + 1 < count:
            x, y = x - lower[k] * rows[k + 1][0], y - lower[k] * rows[k + 1][1]
        if k + 2 < count:
            x, y = x - lowest[k] * rows[k + 2][0], y - lowest[k] * rows[k + 2][1]
        rows[k] = [x, y]
    return np.array(rows)


def chained(points: Float64, headings: tuple[float, float]) -> Chain:
    """Clothoids through some of the points, near all of them."""
    slopes = np.gradient(points, axis=0)
    angle = np.arctan2(slopes[:, 1], slopes[:, 0])
    angle[0], angle[-1] = headings
    pieces: list[tuple[float, ...]] = []
    todo = [(0, len(points) - 1)]
    while todo:
        i, j = todo.pop()
        found = fitted((*points[i].tolist(), float(angle[i])), (*points[j].tolist(), float(angle[j])))
        if j - i > 1 and (j - i > LONGEST or found is None or strays(points[i : j + 1], angle[i], found)):
            middle = (i + j) // 2
            todo += [(middle, j), (i, middle)]
        elif found is not None:
            pieces.append((*points[i].tolist(), float(angle[i]), *found))
        else:
            chord = points[j] - points[i]
            way = math.atan2(chord[1], chord[0])
            pieces.append((*points[i].tolist(), way, math.hypot(*chord), 0.0, 0.0))
    rows = np.array(pieces)
    ends = np.concatenate([[0.0], np.cumsum(rows[:, 3])])
    return Chain(ends[:-1], rows[:, :2], rows[:, 2], rows[:, 3], rows[:, 4:6])


def strays(points: Float64, heading: float, found: tuple[float, float, float]) -> bool:
    """Whether a clothoid bends more than a piece may, or leaves the points it stands for."""
    whole, bend, change = found
    if max(abs(bend), abs(bend + change * whole)) * whole > TURN:
        return True
    row = np.zeros(1)
    chain = Chain(row, points[:1], np.array([heading]), np.array([whole]), np.array([[bend, change]]))
    curve = chain.poses(np.linspace(0.0, whole, len(points)))[:, :2]
    return bool(np.hypot(*(curve - points).T).max() > CHORD * 10.0 or nearest(points, curve)[0].max() > CHORD)


def fitted(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float] | None:
    """Length, curvature and its change per metre of the clothoid from one pose (x, y, heading) to another.

    None where it would turn by more than a half turn, or is not found.

    >>> [abs(round(value, 6)) for value in fitted((0.0, 0.0, 0.0), (10.0, 0.0, 0.0))]
    [10.0, 0.0, 0.0]
    """
    dx, dy = other[0] - one[0], other[1] - one[1]
    chord, way = math.hypot(dx, dy), math.atan2(dy, dx)
    start, end = (math.remainder(angle - way, math.tau) for angle in (one[2], other[2]))
    if chord < 1e-9 or max(abs(start), abs(end)) > 2.0:
        return None
    bend = 3.0 * (start + end)
    delta = end - start
    for _ in range(12):
        x, y = displacement(start, delta - bend, 2.0 * bend or 1e-300, 1.0)
        slope = moment(start, delta - bend, 2.0 * bend)
        if abs(slope) < 1e-12:
            return None
        change = y / slope
        bend -= change
        if abs(change) < 1e-14:
            break
    x, y = displacement(start, delta - bend, 2.0 * bend or 1e-300, 1.0)
    if x < 1e-3 or abs(y) > 1e-9:
        return None
    whole = chord / x
    return whole, (delta - bend) / whole, 2.0 * bend / whole**2


def moment(start: float, curvature: float, change: float) -> float:
    """How the sideways displacement of a unit clothoid changes with its bend: ∫ cos θ(t) · (t² − t) dt, t = 0…1."""
    total = 0.0
    for node, weight in zip(NODES.tolist(), WEIGHTS.tolist(), strict=True):
        t = 0.5 * (1.0 + node)
        total += 0.5 * weight * math.cos(start + t * (curvature + 0.5 * t * change)) * (t * t - t)
    return total


def joined_well(chain: Chain) -> float:
    """The largest step between the end of a piece and the start of the next, m."""
    ends = chain.poses(np.nextafter(chain.s[1:], 0.0)) if len(chain.s) > 1 else np.empty((0, 4))
    steps = [math.hypot(*(a - b)) for a, b in zip(ends[:, :2], chain.xy[1:], strict=True)]
    return max(steps, default=0.0) if all(a < b for a, b in pairwise(chain.s.tolist())) else math.inf
