"""Which lanelets can be made into lanes: broken ones are dropped by name, odd ones mended, and both are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.drawn.polyline import length, points_at
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.reading.markup import VAST, Notice

SAME = 1e-3  # m; points nearer than this are one point
SHORTEST = 0.2  # m; a lanelet shorter than this has no direction worth the name
WIDEST = 50.0  # m; no lane is wider (Lanelet2 maps hold squares and yards drawn as lanelets, which are narrower)
LOOKS = 21  # places along a lanelet at which its width is looked at
CROSSED = -0.05  # m; borders that cross by less are a taper drawn roughly


def sound(lanelets: Sequence[Lanelet], name: str) -> tuple[dict[str, Lanelet], list[Notice]]:
    """The lanelets that can be used, by id, and what is told of the others; links are made to hold both ways."""
    kept: dict[str, Lanelet] = {}
    told: list[Notice] = []
    for lanelet in lanelets:
        place = place_of(name, lanelet.name)
        if lanelet.name in kept:
            told.append(Notice("dropped: a second lanelet with this id", place))
            continue
        mended, words, lost = mend(lanelet)
        if lost:
            told.append(Notice(f"dropped: {lost}", place))
            continue
        told += [Notice(word, place) for word in words]
        kept[lanelet.name] = mended
    return tied(kept, name, told), told


def place_of(source: str, name: str) -> str:
    """Where a lanelet stands, for notices."""
    return f"{source} <lanelet {name}>"


def mend(lanelet: Lanelet) -> tuple[Lanelet, list[str], str]:
    """A lanelet in order, what had to be done for it, and why it cannot be used (empty if it can)."""
    words: list[str] = []
    sides = []
    for side, line in (("left", lanelet.left), ("right", lanelet.right)):
        xy = np.asarray(line, np.float64)
        if xy.ndim != 2 or xy.shape[1:] != (2,) or len(xy) < 2:
            return lanelet, words, f"its {side} border has fewer than two points"
        if not (np.abs(xy) <= VAST).all():
            return lanelet, words, f"a point of its {side} border is not a number up to {VAST:g}"
        kept = np.concatenate([[True], np.hypot(*np.diff(xy, axis=0).T) > SAME])
        if not kept.all():
            words.append(f"{int((~kept).sum())} points of its {side} border lie on the one before: left out")
        if kept.sum() < 2:
            return lanelet, words, f"its {side} border has no length"
        sides.append(xy[kept])
    left, right = sides
    if min(length(left), length(right)) < SHORTEST and max(length(left), length(right)) < 2.0:
        return lanelet, words, f"it is shorter than {SHORTEST:g} m"
    along, against = left[[0, -1]] - right[[0, -1]], left[[0, -1]] - right[[-1, 0]]
    if np.hypot(*along.T).sum() > np.hypot(*against.T).sum() + SAME:
        right = right[::-1].copy()
        words.append("its borders run against each other: the right one was turned round")
    widths = signed_widths(left, right)
    if (widths < CROSSED).mean() > 0.5:
        left, right, widths = right, left, -widths
        words.append("its left border lies on the right: they were exchanged, the direction of travel kept")
    if (widths < CROSSED).any():
        return lanelet, words, f"its borders cross (by {-widths.min():.2f} m)"
    if widths.max() > WIDEST:
        return lanelet, words, f"it is {widths.max():.0f} m wide, no lane is wider than {WIDEST:g} m"
    if widths.max() < 0.05:
        return lanelet, words, "it has no width"
    return replace(lanelet, left=left, right=right), words, ""


def signed_widths(left: Float64, right: Float64) -> Float64:
    """Widths along a lanelet, m; below zero where the left border lies on the right."""
    part = np.linspace(0.0, 1.0, LOOKS)
    one, other = points_at(left, part * length(left)), points_at(right, part * length(right))
    across, middle = one - other, 0.5 * (one + other)
    along = np.gradient(middle, axis=0)
    side = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    widths = np.where(side < 0.0, -1.0, 1.0) * np.hypot(*across.T)
    slanted = np.abs(side) < 0.2 * np.hypot(*along.T) * np.hypot(*across.T)  # the border lies ahead, not beside
    found: Float64 = np.where(slanted, np.abs(widths), widths)
    return found


def tied(kept: dict[str, Lanelet], source: str, told: list[Notice]) -> dict[str, Lanelet]:
    """The same lanelets, each follower knowing whom it follows and the other way round; links into nothing told."""
    after: dict[str, dict[str, None]] = {name: {} for name in kept}
    before: dict[str, dict[str, None]] = {name: {} for name in kept}
    for name, lanelet in kept.items():
        lost = [other for other in (*lanelet.after, *lanelet.before) if other not in kept]
        lost += [other for other in (lanelet.beside_left, lanelet.beside_right) if other and other not in kept]
        if lost:
            told.append(Notice(f"names lanelets that are not there: {', '.join(lost[:8])}", place_of(source, name)))
        for other in lanelet.after:
            if other in kept and other != name:
                after[name][other] = None
                before[other][name] = None
        for other in lanelet.before:
            if other in kept and other != name:
                before[name][other] = None
                after[other][name] = None
    return {
        name: replace(
            lanelet, after=tuple(after[name]), before=tuple(before[name]),
            beside_left=lanelet.beside_left if lanelet.beside_left in kept else "",
            beside_right=lanelet.beside_right if lanelet.beside_right in kept else "",
        ) for name, lanelet in kept.items()
    }  # fmt: skip
