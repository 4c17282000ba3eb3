"""Boxes that were there and boxes that were perceived, as rows of looks; what counts, and what is set aside.

One look is one moment of one drive. A truth that the cameras could not see does not count (`counted`): it is neither
found nor missed, and who perceived it nevertheless is neither right nor wrong (`fair`). So are truths further away
than the reach of their class, as in nuScenes. Everything else that was perceived counts, however unsure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import pi
from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float64, Int64
from aureole.exam.scores.perception.assignment import assigned

NEAR = 2.0  # m; middles further apart are not of the same thing (nuScenes' distance for errors)
TURN, HALF_TURN = 2.0 * pi, pi  # rad


class Boxes(NamedTuple):
    """One row a box; of what was there, or of what was perceived."""

    drive: Annotated[Int64, "rows", "-", "-"]
    """Which drive, from 0."""
    look: Annotated[Int64, "rows", "-", "-"]
    """Which look of all looks of all drives, from 0."""
    id: Annotated[Int64, "rows", "-", "-"]
    """The same through a drive; once a look."""
    kind: Annotated[Int64, "rows", "-", "-"]
    """`core.kinds.Kind`."""
    xy: Annotated[Float64, "rows 2", "m", "ego"]
    """Middle of the box."""
    heading: Annotated[Float64, "rows", "rad", "ego"]
    velocity: Annotated[Float64, "rows 2", "m/s", "ego"]
    """Over ground."""
    size: Annotated[Float64, "rows 2", "m", "agent"]
    """Length, width."""
    sure: Annotated[Float64, "rows", "-", "-"]
    """From 0 to 1; of a truth 1."""
    counted: Annotated[Bool, "rows", "-", "-"]
    """Of a truth: the cameras could see it. Of what was perceived without meaning."""


class Class(NamedTuple):
    """Kinds that count as one."""

    name: str
    kinds: tuple[Kind, ...]
    reach: float  # m; from the car's reference point
    period: float  # rad; headings so far apart are the same, 0: it has none
    moves: bool


CLASSES: tuple[Class, ...] = (
    Class("car", (Kind.CAR, Kind.VAN), 50.0, TURN, True),
    Class("lorry", (Kind.TRUCK, Kind.BUS, Kind.TRAILER, Kind.TRAIN), 50.0, TURN, True),
    Class("bike", (Kind.MOTORBIKE, Kind.BICYCLE), 40.0, TURN, True),
    Class("walker", (Kind.PEDESTRIAN, Kind.ANIMAL), 40.0, TURN, True),
    Class("obstacle", (Kind.OBSTACLE,), 30.0, HALF_TURN, True),
    Class("cone", (Kind.CONE,), 30.0, 0.0, False),
    Class("barrier", (Kind.BARRIER,), 30.0, HALF_TURN, False),
)
"""Reaches after nuScenes' `detection_cvpr_2019`: 50 m vehicles, 40 m people and bikes, 30 m cones and barriers."""


def boxes(rows: int) -> Boxes:
    """So many boxes of nothing at the car's reference point, to be filled."""
    whole = np.zeros((4, rows), dtype=np.int64)
    flat, pair = np.zeros((2, rows)), np.zeros((3, rows, 2))
    return Boxes(
        whole[0], whole[1], whole[2], whole[3], pair[0], flat[0], pair[1], pair[2], np.ones(rows),
        np.ones(rows, dtype=np.bool_),
    )  # fmt: skip


def joined(parts: Sequence[Boxes]) -> Boxes:
    """All rows of several, one after the other."""
    if not parts:
        return boxes(0)
    columns: list[Any] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Boxes(*columns)


def taken(rows: Boxes, which: Bool | Int64) -> Boxes:
    """Some rows."""
    columns: list[Any] = [column[which] for column in rows]
    return Boxes(*columns)


def canonical(rows: Boxes) -> Boxes:
    """The same rows in the one order that only their content makes: by look, the surest first."""
    keys = (rows.id, *rows.velocity.T, *rows.size.T, rows.heading, rows.kind, *rows.xy.T, -rows.sure, rows.look)
    return taken(rows, np.lexsort(keys))


def vet(rows: Boxes, whose: str) -> None:
    """Refuse rows that cannot be scored.

    Raises:
        BadInput: columns of unequal length, a number that is none, a confidence outside 0 to 1, a size below zero, a
            look of two drives, or two boxes with one id in a look.
    """
    count = len(rows.look)
    for name, column in rows._asdict().items():
        pair = name in {"xy", "velocity", "size"}
        if column.shape != ((count, 2) if pair else (count,)):
            raise BadInput(f"{column.shape} instead of {count} rows", place=f"{whose}.{name}", remedy="give one a box")
        if column.dtype.kind == "f" and not np.isfinite(column).all():
            where = int(np.argwhere(~np.isfinite(column))[0, 0])
            raise BadInput("a number that is none", place=f"{whose}.{name}[{where}]", remedy="leave such boxes out")
    for name, wrong in (("sure", (rows.sure < 0.0) | (rows.sure > 1.0)), ("size", (rows.size < 0.0).any(axis=1))):
        if wrong.any():
            what = f"{rows._asdict()[name][wrong][0]} is out of range"
            raise BadInput(what, place=f"{whose}.{name}[{int(wrong.argmax())}]", remedy="sure 0 to 1, sizes above zero")
    if count and min(rows.look.min(), rows.drive.min()) < 0:
        raise BadInput("a look or a drive below 0", place=f"{whose}.look", remedy="count both from 0")
    twice = len(np.unique(np.stack((rows.look, rows.id)), axis=1).T) < count
    if twice or len(np.unique(np.stack((rows.look, rows.drive)), axis=1).T) > len(np.unique(rows.look)):
        what = "two boxes of a look with one id" if twice else "a look of two drives"
        raise BadInput(what, place=f"{whose}.look", remedy="number looks over all drives, boxes within a drive")


def shared(one: Int64, other: Int64) -> Iterator[tuple[Int64, Int64]]:
    """Rows of the one and of the other for every key that both have, in the rows' own order."""
    first, second = np.argsort(one, kind="stable"), np.argsort(other, kind="stable")
    keys = np.intersect1d(one, other)
    from_one = np.searchsorted(one[first], keys, "left"), np.searchsorted(one[first], keys, "right")
    from_other = np.searchsorted(other[second], keys, "left"), np.searchsorted(other[second], keys, "right")
    for a, b, c, d in zip(*from_one, *from_other, strict=True):
        yield first[a:b], second[c:d]


def apart(seen: Boxes, truth: Boxes) -> Float64:
    """Distances of middles, m, (seen, truths)."""
    away: Float64 = np.hypot(*(seen.xy[:, None, :] - truth.xy[None, :, :]).transpose(2, 0, 1))
    return away


def classed(rows: Boxes, classes: Sequence[Class] = CLASSES) -> Int64:
    """Which class each box is of; -1 of none."""
    table = np.full(max(int(kind) for kind in Kind) + 1, -1, dtype=np.int64)
    for place, one in enumerate(classes):
        table[[int(kind) for kind in one.kinds]] = place
    known = (rows.kind >= 0) & (rows.kind < len(table))
    return np.where(known, table[np.where(known, rows.kind, 0)], -1)


def fair(truth: Boxes, seen: Boxes, classes: Sequence[Class] = CLASSES) -> tuple[Boxes, Boxes]:
    """What all scores are about: truths that count, and what was perceived but for what is set aside.

    In each look and class what was perceived is assigned to truths within 2 m, those that count first, then the
    nearest. Set aside is what is assigned to a truth that does not count, or to none and lies beyond its class's
    reach; and what is of no class.

    Raises:
        BadInput: rows that cannot be scored (`vet`).
    """
    vet(truth, "truth")
    vet(seen, "seen")
    truth, seen = canonical(truth), canonical(seen)
    reach = np.array([*(one.reach for one in classes), -1.0])
    class_truth, class_seen = classed(truth, classes), classed(seen, classes)
    counts = truth.counted & (np.hypot(*truth.xy.T) <= reach[class_truth])
    keep = np.hypot(*seen.xy.T) <= reach[class_seen]
    many = len(classes) + 1
    for there, here in shared(truth.look * many + class_truth, seen.look * many + class_seen):
        away = apart(taken(seen, here), taken(truth, there))
        score = np.where(away < NEAR, 1.0 - away / NEAR + 1e-9 + 2.0 * counts[there], 0.0)
        to = assigned(score)
        keep[here[to >= 0]] = counts[there[to[to >= 0]]]
    return taken(truth, counts & (class_truth >= 0)), taken(seen, keep & (class_seen >= 0))
