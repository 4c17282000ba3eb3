"""Alignments: tangent polygons whose corners are rounded by clothoid, arc, clothoid; poses along them."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from aureole.world.roads.clothoid import NODE_1, NODE_2, TURN, WEIGHT_0, WEIGHT_1, WEIGHT_2
from aureole.world.roads.laying.trig import arc_tangent, length_of, sine_cosine, tangent, wrapped

Point = tuple[float, float]
"""x, y of the world, m."""
LEAST = 1e-6  # m; a shorter piece is left out
STRAIGHT = 1e-9  # rad; a corner that turns less has no curve
GAUSS = ((-NODE_2, WEIGHT_2), (-NODE_1, WEIGHT_1), (0.0, WEIGHT_0), (NODE_1, WEIGHT_1), (NODE_2, WEIGHT_2))


class Pose(NamedTuple):
    """A place and a direction; m and rad, world frame."""

    x: float
    y: float
    heading: float

    def beside(self, t: float) -> Pose:
        """The pose t metres to the left."""
        sine, cosine = sine_cosine(self.heading)
        return Pose(self.x - t * sine, self.y + t * cosine, self.heading)

    def ahead(self, ds: float) -> Pose:
        """The pose ds metres straight ahead."""
        sine, cosine = sine_cosine(self.heading)
        return Pose(self.x + ds * cosine, self.y + ds * sine, self.heading)

    def back(self) -> Pose:
        """The same place, seen the other way."""
        return Pose(self.x, self.y, wrapped(self.heading + math.pi))


class Piece(NamedTuple):
    """A stretch of reference line whose curvature (1/m) is linear in its length (m)."""

    length: float
    start: float
    end: float


def advance(pose: Pose, piece: Piece, ds: float) -> Pose:
    """The pose ds after the start of a piece: five Gauss points for every half radian, closed form on a line."""
    change = (piece.end - piece.start) / piece.length
    turned = ds * (piece.start + 0.5 * change * ds)
    if piece.start == 0.0 == piece.end:
        return pose.ahead(ds)
    steepest = max(abs(piece.start), abs(piece.start + change * ds))
    count = max(1, math.ceil(steepest * ds / TURN))
    step, x, y = ds / count, pose.x, pose.y
    half = 0.5 * step
    for k in range(count):
        for node, weight in GAUSS:
            at = k * step + half + half * node
            sine, cosine = sine_cosine(pose.heading + at * (piece.start + 0.5 * change * at))
            x, y = x + half * weight * cosine, y + half * weight * sine
    return Pose(x, y, pose.heading + turned)


def ends(pose: Pose, pieces: Sequence[Piece]) -> list[Pose]:
    """The pose at the start of every piece, and at the end of the last."""
    found = [pose]
    for piece in pieces:
        found.append(advance(found[-1], piece, piece.length))
    return found


def pose_at(pose: Pose, pieces: Sequence[Piece], s: float) -> Pose:
    """The pose s metres along a chain of pieces; straight on beyond its end."""
    for piece in pieces:
        if s <= piece.length:
            return advance(pose, piece, s)
        pose, s = advance(pose, piece, piece.length), s - piece.length
    return pose.ahead(s)


def whole(pieces: Sequence[Piece]) -> float:
    """The length of a chain of pieces, m."""
    return math.fsum(piece.length for piece in pieces)


def turned(pose: Pose, pieces: Sequence[Piece]) -> tuple[Pose, list[Piece]]:
    """The same line, travelled the other way."""
    return ends(pose, pieces)[-1].back(), [Piece(p.length, -p.end, -p.start) for p in reversed(pieces)]


def cut(pose: Pose, pieces: Sequence[Piece], low: float, high: float) -> tuple[Pose, list[Piece]]:
    """The part of a chain from one station to another."""
    found, at = [], 0.0
    for piece in pieces:
        start, stop = max(low - at, 0.0), min(high - at, piece.length)
        if stop - start > LEAST:
            change = (piece.end - piece.start) / piece.length
            found.append(Piece(stop - start, piece.start + change * start, piece.start + change * stop))
        at += piece.length
    return pose_at(pose, pieces, low), found


class Corner(NamedTuple):
    """How a corner of a tangent polygon is rounded."""

    radius: float
    """Of the arc, m."""
    share: float
    """Part of the whole turn that the two clothoids make, 0 to 1; 1 leaves no arc."""


@functools.lru_cache(maxsize=4096)
def reach(turn: float, share: float) -> float:
    """Length of a corner's tangents over its radius: from where the line leaves the polygon to the corner itself.

    With clothoids of length L each turns by L/(2R); the arc is moved inwards by p and along by k
    (the usual tangent length (R + p)·tan(turn/2) + k of a clothoid-arc-clothoid curve), all in units of R.
    """
    turn = abs(turn)
    length = share * turn
    if length < STRAIGHT:
        return tangent(0.5 * turn)
    end = advance(Pose(0.0, 0.0, 0.0), Piece(length, 0.0, 1.0), length)
    sine, cosine = sine_cosine(0.5 * length)
    return (1.0 + end.y - (1.0 - cosine)) * tangent(0.5 * turn) + end.x - sine


def curve(turn: float, corner: Corner) -> list[Piece]:
    """The pieces of one rounded corner."""
    side, radius = math.copysign(1.0, turn), corner.radius
    spiral = corner.share * abs(turn) * radius
    arc = abs(turn) * radius - spiral
    k = side / radius
    pieces = [Piece(spiral, 0.0, k), Piece(arc, k, k), Piece(spiral, k, 0.0)]
    return [piece for piece in pieces if piece.length > LEAST]


def legs(points: Sequence[Point]) -> list[tuple[float, float]]:
    """Length and heading of every side of a polygon."""
    return [(length_of(b[0] - a[0], b[1] - a[1]), arc_tangent(b[1] - a[1], b[0] - a[0])) for a, b in pairwise(points)]


def turns(points: Sequence[Point]) -> list[float]:
    """By how much the polygon turns at each of its inner points, rad, left plus."""
    return [wrapped(b[1] - a[1]) for a, b in pairwise(legs(points))]


def room(points: Sequence[Point], corners: Sequence[Corner]) -> float:
    """What is left straight on the side of the polygon with the least, m; below zero the curves do not fit."""
    cuts = [0.0, *(c.radius * reach(t, c.share) for t, c in zip(turns(points), corners, strict=True)), 0.0]
    return min(leg - before - after for (leg, _), (before, after) in zip(legs(points), pairwise(cuts), strict=True))


def rounded(points: Sequence[Point], corners: Sequence[Corner]) -> tuple[Pose, list[Piece]]:
    """A tangent polygon with its corners rounded: the pose at its start and its pieces, curvature continuous."""
    sides, bends = legs(points), turns(points)
    cuts = [0.0, *(c.radius * reach(t, c.share) for t, c in zip(bends, corners, strict=True)), 0.0]
    pieces: list[Piece] = []
    for k, (length, _) in enumerate(sides):
        straight = length - cuts[k] - cuts[k + 1]
        if straight > LEAST and pieces and pieces[-1].start == pieces[-1].end == 0.0:
            pieces[-1] = Piece(pieces[-1].length + straight, 0.0, 0.0)
        elif straight > LEAST:
            pieces.append(Piece(straight, 0.0, 0.0))
        if k < len(bends) and abs(bends[k]) > STRAIGHT:
            pieces += curve(bends[k], corners[k])
    return Pose(*points[0], sides[0][1]), pieces


BOW = 0.35  # part of the way after which a shifting line turns for the first time
SHARE = 0.4  # of a turn in a junction that clothoids make
GENTLE = 0.02  # rad; below it two lines count as parallel


def crossing(one: Pose, other: Pose) -> tuple[float, float]:
    """How far ahead of one pose, and before the other, their lines meet, m."""
    sine, cosine = sine_cosine(one.heading)
    sine_2, cosine_2 = sine_cosine(other.heading)
    across = cosine * sine_2 - sine * cosine_2
    dx, dy = other.x - one.x, other.y - one.y
    return (dx * sine_2 - dy * cosine_2) / across, (dy * cosine - dx * sine) / across


def joined(one: Pose, other: Pose) -> list[Piece]:
    """Pieces from one pose to another: one rounded corner where their lines meet between them, else two in an S."""
    turn = wrapped(other.heading - one.heading)
    if GENTLE < abs(turn) < 2.9:
        before, after = crossing(one, other)
        if min(before, after) > 1.0:
            corner = one.ahead(before)
            radius = min(before, after) * 0.999 / reach(turn, SHARE)
            return rounded([one[:2], corner[:2], other[:2]], [Corner(radius, SHARE)])[1]
    way = BOW * length_of(other.x - one.x, other.y - one.y)
    points = [one[:2], one.ahead(way)[:2], other.ahead(-way)[:2], other[:2]]
    sides, bends = legs(points), turns(points)
    longest = min(sides[0][0], 0.5 * sides[1][0], sides[2][0]) * 0.999
    corners = [Corner(min(longest / max(reach(t, 0.8), 1e-9), 1e5), 0.8) for t in bends]
    return rounded(points, corners)[1]
