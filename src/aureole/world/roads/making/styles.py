"""The looks of roads that are drawn from: widths after the German guidelines (RAA, RAL, RASt), limits after StVO."""

from __future__ import annotations

from dataclasses import replace

from aureole.world.roads.laying.plan import SIDE, Beside, Style

KMH = 1.0 / 3.6  # m/s
SIDEWALK, CYCLE, PARKING = Beside("walking", 2.5), Beside("biking", 1.85), Beside("parking", 2.2)  # m (RASt 06)
VERGE = Beside("border", 1.5)  # m (RAL)
MOTORWAY = Style("motorway", "motorway", 130.0 * KMH, 3.75, rank=9)
RAMP = Style("ramp", "rural", 80.0 * KMH, 3.75, (Beside("stop", 2.5), VERGE), corner=8.0, rank=1)
MAIN = Style("rural road", "rural", 100.0 * KMH, 3.5, (Beside("shoulder", 0.5), VERGE), corner=8.0, rank=5)
SMALL = Style("side road", "rural", 70.0 * KMH, 3.0, (Beside("shoulder", 0.5), VERGE), corner=6.0, rank=3)
ARTERY = Style("main street", "town", 50.0 * KMH, 3.25, (CYCLE, SIDEWALK), corner=3.0, rank=4)
STREET = Style("street", "town", 50.0 * KMH, 3.25, (PARKING, SIDEWALK), corner=3.0, rank=2)
LANE = Style("residential street", "town", 30.0 * KMH, 2.75, (PARKING, SIDEWALK), corner=3.0, rank=1)
BARE = Style("street", "town", 50.0 * KMH, 3.25, (SIDEWALK,), corner=3.0, rank=2)


def least_radius(style: Style) -> float:
    """The tightest curve that a style's limit allows, m: v² over its side acceleration.

    >>> round(least_radius(MOTORWAY)), round(least_radius(MAIN))
    (869, 386)
    """
    return style.limit**2 / SIDE[style.kind]


def limited(style: Style, limit: float) -> Style:
    """The same with another limit, m/s."""
    return replace(style, limit=limit)
