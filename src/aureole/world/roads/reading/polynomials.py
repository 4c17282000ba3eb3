"""Cubic polynomials of the plan view become chains of clothoids that follow them (OpenDRIVE 1.8 §9.3, 1.4 `poly3`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.world.roads.clothoid import TURN

NEAR = 1e-6  # m; no clothoid leaves its polynomial further
AIM = 4e-7  # m; what the first choice of knots aims at, so that few are split
SLIP = 1e-3  # m; how far two pieces may be apart where the file's length is not the true one
SLIPS = 1000  # pieces made for that at most
NODES = 64  # cells of the first look at a polynomial
CUSP = 0.5  # rad; a heading that turns further within one cell turns on the spot
MOST_PIECES = 4096  # of one geometry; more is a mistake, or an attack on the memory
ROUNDS = 12  # halvings; a piece is then 4096 times shorter than at first
POINTS, WEIGHTS = (values.copy() for values in np.polynomial.legendre.leggauss(6))
SHARES = np.array([0.2113248654051871, 0.5, 0.7886751345948129, 1.0])
"""Where a clothoid is compared: its error is a double bump with these extremes, and its end."""


class Curve(NamedTuple):
    """u(p), v(p) for p from 0 to `end`: rows of a, b, c, d; m."""

    cubics: Float64
    end: float


class Chain(NamedTuple):
    """Clothoids in the frame of the geometry; the last row of `pose` is where the last one ends."""

    pose: Float64
    """pieces + 1, by x, y, heading of the polynomial; m, rad."""
    length: Float64
    """True arc length of each, m."""
    curvature: Float64
    """pieces, by curvature at the start, change per metre; 1/m, 1/m²."""


class Unfit(Exception):
    """Why a polynomial is no road."""


def points_of(curve: Curve, p: Float64) -> Float64:
    """u, v at each p; the last axis is new."""
    a, b, c, d = curve.cubics.T
    p = p[..., None]
    found: Float64 = a + p * (b + p * (c + p * d))
    return found


def slopes_of(curve: Curve, p: Float64) -> Float64:
    """du/dp, dv/dp at each p."""
    _, b, c, d = curve.cubics.T
    p = p[..., None]
    found: Float64 = b + p * (2.0 * c + p * 3.0 * d)
    return found


def lengths_of(curve: Curve, low: Float64, high: Float64) -> Float64:
    """Arc length between each pair of p: six Gauss-Legendre points, m."""
    half = 0.5 * (high - low)
    slopes = slopes_of(curve, (0.5 * (low + high))[..., None] + half[..., None] * POINTS)
    found: Float64 = half * (np.hypot(slopes[..., 0], slopes[..., 1]) @ WEIGHTS)
    return found


def arc_length(curve: Curve) -> float:
    """Arc length of a whole curve, m."""
    knots = np.linspace(0.0, curve.end, NODES + 1)
    return float(lengths_of(curve, knots[:-1], knots[1:]).sum())


def curvature_of(curve: Curve, p: Float64) -> Float64:
    """Curvature at each p, 1/m."""
    _, _, c, d = curve.cubics.T
    slope, bend = slopes_of(curve, p), 2.0 * c + p[..., None] * (6.0 * d)
    speed = np.hypot(slope[..., 0], slope[..., 1])
    found: Float64 = (slope[..., 0] * bend[..., 1] - slope[..., 1] * bend[..., 0]) / speed**3
    return found


def reached(cubic: Float64, length: float) -> Curve:
    """The curve v(u) of a `poly3` as far as its arc length is `length`."""
    curve = Curve(np.stack([np.array([0.0, 1.0, 0.0, 0.0]), cubic]), length)
    for _ in range(50):
        missing = length - arc_length(curve)
        speed = float(np.hypot(*slopes_of(curve, np.array([curve.end]))[0]))
        end = min(max(curve.end + missing / speed, 0.5 * curve.end), length)
        curve = curve._replace(end=end)
        if abs(missing) < 1e-12 * length:
            return curve
    raise Unfit("its arc length never comes to the length of the geometry")


def chained(curve: Curve, length: float, sharpest: float) -> Chain:
    """The chain that follows a curve to `NEAR`; `length` is what the file says, m; curvature stays below `sharpest`.

    Raises `Unfit` for a curve that stands still, turns on the spot or needs more than `MOST_PIECES`.
    """
    knots = np.linspace(0.0, curve.end, NODES + 1)
    check(curve, knots, sharpest)
    true = arc_length(curve)
    if true < NEAR:
        raise Unfit("is a point")
    longest = true * max(SLIP / max(abs(true - length), 1e-9), 1.0 / SLIPS)
    knots = first_knots(curve, knots, longest)
    for _ in range(ROUNDS):
        chain = fitted(curve, knots)
        far = misses(curve, knots, chain) | (chain.length > 1.001 * longest)
        if not far.any():
            return chain
        halves = 0.5 * (knots[:-1] + knots[1:])[far]
        knots = np.sort(np.concatenate([knots, halves]))
        if len(knots) > MOST_PIECES:
            break
    raise Unfit(f"needs more than {MOST_PIECES} pieces, or pieces too short")


def check(curve: Curve, knots: Float64, sharpest: float) -> None:
    """Raise `Unfit` for a curve that is none."""
    slopes = slopes_of(curve, knots)
    speed = np.hypot(slopes[:, 0], slopes[:, 1])
    if not np.isfinite(speed).all() or speed.min() <= 1e-6 * max(speed.max(), 1e-12):
        raise Unfit("stands still at a point: du/dp and dv/dp are both zero there")
    turn = np.abs(np.diff(unwound(slopes)))
    if turn.max() > CUSP:
        raise Unfit(f"turns {turn.max():.2f} rad in 1/{NODES} of its range: a cusp")
    bend = np.abs(curvature_of(curve, knots)).max()
    if bend > sharpest:
        raise Unfit(f"bends with {bend:g} 1/m, more than {sharpest:g}")


def unwound(slopes: Float64) -> Float64:
    """Heading of each slope without jumps, rad."""
    heading: Float64 = np.unwrap(np.arctan2(slopes[:, 1], slopes[:, 0]))
    return heading


def first_knots(curve: Curve, knots: Float64, longest: float) -> Float64:
    """Knots such that each piece should err by `AIM`: a clothoid that meets both ends errs by κ''·h⁴/384."""
    step = lengths_of(curve, knots[:-1], knots[1:])
    middles = 0.5 * (knots[:-1] + knots[1:])
    bend = curvature_of(curve, np.sort(np.concatenate([knots, middles])))
    second = np.abs(bend[:-2:2] - 2.0 * bend[1::2] + bend[2::2]) / (0.5 * step) ** 2
    density = (second / (384.0 * AIM)) ** 0.25 + 1.05 * np.abs(bend[1::2]) / TURN + 1.0 / longest
    passed = np.concatenate([[0.0], np.cumsum(density * step)])
    count = int(np.ceil(passed[-1]))
    if not count < MOST_PIECES:
        raise Unfit(f"needs more than {MOST_PIECES} pieces")
    found: Float64 = np.interp(np.linspace(0.0, passed[-1], max(count, 1) + 1), passed, knots)
    return found


def fitted(curve: Curve, knots: Float64) -> Chain:
    """One clothoid between each two knots: true length, position and heading of the polynomial at both ends."""
    heading = unwound(slopes_of(curve, knots))
    pose = np.column_stack([points_of(curve, knots), heading])
    length = lengths_of(curve, knots[:-1], knots[1:])
    turn, start = np.diff(heading), heading[:-1]
    chord = np.diff(pose[:, :2], axis=0)
    towards = start - np.arctan2(chord[:, 1], chord[:, 0])
    share = 0.5 * (1.0 + POINTS)
    bow = 0.5 * (share**2 - share)  # what a change of curvature by 1/m² adds to the heading over a length of 1 m
    change = np.zeros(len(length))
    for _ in range(4):
        angle = towards[:, None] + turn[:, None] * share + (change * length**2)[:, None] * bow
        aside = np.sin(angle) @ WEIGHTS
        grows = (np.cos(angle) * bow) @ WEIGHTS * length**2
        change = change - aside / grows
    return Chain(pose, length, np.column_stack([turn / length - 0.5 * change * length, change]))


def misses(curve: Curve, knots: Float64, chain: Chain) -> Bool:
    """Which clothoids leave their polynomial, or turn more than `TURN`."""
    low = np.broadcast_to(knots[:-1, None], (len(chain.length), len(SHARES)))
    p = low + np.diff(knots)[:, None] * SHARES
    s = lengths_of(curve, low, p)
    away = np.linalg.norm(chain.pose[:-1, None, :2] + led(chain, s) - points_of(curve, p), axis=2)
    far: Bool = ~(away.max(axis=1) < NEAR) | ~(np.abs(chain.curvature[:, :1] * s).max(axis=1) < 2.0 * TURN)
    return far


def led(chain: Chain, s: Float64) -> Float64:
    """How far each clothoid leads in each of its s (pieces × stations), m."""
    half = 0.5 * s[..., None]
    at = half + half * POINTS
    angle = chain.pose[:-1, 2, None, None] + at * (
        chain.curvature[:, 0, None, None] + 0.5 * chain.curvature[:, 1, None, None] * at
    )
    found: Float64 = half * np.stack([np.cos(angle) @ WEIGHTS, np.sin(angle) @ WEIGHTS], axis=-1)
    return found
