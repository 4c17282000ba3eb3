"""Signals: how many lights, signs, paddles and boards were perceived, by kind and by what they show.

Precision and recall. What is perceived belongs to a truth of its kind within 4 m, assigned look by look. Its state
counts on top: a light perceived in another colour is right by kind, and by state missed and false.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import SignalKind, SignalState
from aureole.core.notes import Bool, Float64, Int64
from aureole.exam.scores.perception.assignment import assigned
from aureole.exam.scores.perception.boxes import shared

LIMIT = 4.0  # m; nuScenes' widest: a sign's distance is the hardest to see
REACH = 50.0  # m; from the car's reference point, in front of it
KINDS, STATES = len(SignalKind), len(SignalState)
BY_KIND, BY_STATE = slice(STATES, STATES + 1), slice(0, STATES)  # columns of a tally


class Posts(NamedTuple):
    """One row a signal; of what was there, or of what was perceived."""

    drive: Annotated[Int64, "rows", "-", "-"]
    look: Annotated[Int64, "rows", "-", "-"]
    kind: Annotated[Int64, "rows", "-", "-"]
    """`core.kinds.SignalKind`."""
    state: Annotated[Int64, "rows", "-", "-"]
    """`core.kinds.SignalState`."""
    xy: Annotated[Float64, "rows 2", "m", "ego"]
    sure: Annotated[Float64, "rows", "-", "-"]
    counted: Annotated[Bool, "rows", "-", "-"]
    """Of a truth: the cameras could see it."""


class Tally(NamedTuple):
    """What was counted in each drive, by kind and state, (drives, kinds, states + 1); the last state is any."""

    right: Float64
    missed: Float64
    false: Float64


class Row(NamedTuple):
    """One kind, or one state of it; NaN where there is nothing to be shared."""

    kind: SignalKind
    state: SignalState | None
    """None: whatever it shows."""
    truths: float
    perceived: float
    precision: float
    recall: float


class Told(NamedTuple):
    """What was perceived and is not set aside, for calibration."""

    drive: Int64
    sure: Float64
    right: Bool
    """By kind."""


def vet(rows: Posts, whose: str) -> None:
    """Refuse rows that cannot be scored.

    Raises:
        BadInput: columns of unequal length, a number that is none, an unknown kind or state, a confidence outside 0
            to 1, or a look or drive below zero.
    """
    count = len(rows.look)
    for name, column in rows._asdict().items():
        if column.shape != ((count, 2) if name == "xy" else (count,)):
            raise BadInput(f"{column.shape} instead of {count} rows", place=f"{whose}.{name}", remedy="give one each")
    if not (np.isfinite(rows.xy).all() and np.isfinite(rows.sure).all()):
        raise BadInput("a number that is none", place=f"{whose}.xy or sure", remedy="leave such signals out")
    limits = {"kind": KINDS - 1, "state": STATES - 1, "sure": 1, "look": np.inf, "drive": np.inf}
    for name, most in limits.items():
        column = rows._asdict()[name]
        if count and (column.min() < 0 or column.max() > most):
            raise BadInput("a value out of range", place=f"{whose}.{name}", remedy=f"expected 0 to {most}")


def tally(truth: Posts, seen: Posts, drives: int) -> tuple[Tally, Told]:
    """What is counted, drive by drive; what is set aside is as with boxes (`boxes.fair`).

    Raises:
        BadInput: rows that cannot be scored (`vet`).
    """
    vet(truth, "truth.signals")
    vet(seen, "seen.signals")
    counts = truth.counted & ahead(truth.xy)
    keep, to = ahead(seen.xy), np.full(len(seen.look), -1, dtype=np.int64)
    for there, here in shared(truth.look * KINDS + truth.kind, seen.look * KINDS + seen.kind):
        away = np.hypot(*(seen.xy[here][:, None] - truth.xy[there][None]).transpose(2, 0, 1))
        score = np.where(away < LIMIT, 1.0 - away / LIMIT + 1e-9 + 2.0 * counts[there], 0.0)
        place = assigned(score)
        some = place >= 0
        keep[here[some]] = counts[there[place[some]]]
        to[here[some]] = there[place[some]]
    found = np.zeros(len(truth.look), dtype=np.bool_)
    hit = keep & (to >= 0)
    found[to[hit]] = True
    sums = Tally(*np.zeros((3, drives, KINDS, STATES + 1)))
    _count(sums.right, seen, hit, None)
    _count(sums.false, seen, keep & ~hit, None)
    _count(sums.missed, truth, counts & ~found, None)
    same = np.zeros_like(hit)
    same[hit] = seen.state[hit] == truth.state[to[hit]]
    told = np.zeros_like(found)
    told[to[same]] = True
    _count(sums.right, seen, same, seen.state)
    _count(sums.false, seen, keep & ~same, seen.state)
    _count(sums.missed, truth, counts & ~told, truth.state)
    return sums, Told(seen.drive[keep], seen.sure[keep], hit[keep])


def ahead(xy: Float64) -> Bool:
    """Whether a signal stands where it counts: in front of the car, not beyond reach."""
    here: Bool = (xy[:, 0] > 0.0) & (np.hypot(*xy.T) <= REACH)
    return here


def rows(counted: Tally, times: Float64 | None = None) -> list[Row]:
    """Every kind and state that was there or was perceived.

    Args:
        counted: by drive.
        times: how often each drive counts; once, if left out.
    """
    weight = np.ones(len(counted.right)) if times is None else times
    right, missed, false = (np.tensordot(weight, column, axes=1) for column in counted)
    found = []
    for kind, state in np.argwhere(right + missed + false > 0.0):
        r, m, f = (float(column[kind, state]) for column in (right, missed, false))
        what = None if state == STATES else SignalState(int(state))
        found.append(Row(SignalKind(int(kind)), what, r + m, r + f, _share(r, f), _share(r, m)))
    return sorted(found, key=lambda row: (row.kind, -1 if row.state is None else row.state))


def overall(counted: Tally, times: Float64 | None = None, of: slice = BY_KIND) -> tuple[float, float]:
    """Precision and recall of all together, `BY_KIND` alone or `BY_STATE`."""
    weight = np.ones(len(counted.right)) if times is None else times
    right, missed, false = (float(np.tensordot(weight, column, axes=1)[:, of].sum()) for column in counted)
    return _share(right, false), _share(right, missed)


def _count(sums: Float64, one: Posts, which: Bool, state: Int64 | None) -> None:
    """Add rows up in place."""
    column = np.full(len(one.look), STATES) if state is None else state
    np.add.at(sums, (one.drive[which], one.kind[which], column[which]), 1.0)


def _share(right: float, wrong: float) -> float:
    return right / (right + wrong) if right + wrong > 0.0 else float("nan")
