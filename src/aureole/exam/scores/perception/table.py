"""Every score of perception by name, with its bounds over the drives it was counted on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite, nan
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64, Int64
from aureole.exam.scores.perception import detection, hota, lanes, occupancy, signals
from aureole.exam.scores.perception.boxes import NEAR, Boxes, fair, taken
from aureole.exam.scores.perception.calibration import Calibration, calibration
from aureole.exam.scores.perception.lanes import ROLES, TOLERANCES, Borders
from aureole.exam.scores.perception.signals import Posts
from aureole.exam.statistics.bounds import Interval
from aureole.exam.statistics.resampled import DRAWS, UNKNOWN, again, interval

Scores = Callable[[Float64 | None], dict[str, float]]
"""Scores by name of so often each drive counts."""


class Looks(NamedTuple):
    """What there was, or what was perceived, look by look."""

    drive: Annotated[Int64, "looks", "-", "-"]
    """Of each look; drives and looks are counted from 0."""
    boxes: Boxes
    posts: Posts
    borders: Borders


class Score(NamedTuple):
    """One number of the table; NaN: there was nothing to judge it by."""

    value: float
    bounds: Interval
    """At 95 %, drives drawn again; NaN with fewer than two drives."""


class Table(NamedTuple):
    """All that was found."""

    scores: Mapping[str, Score]
    reliability: Calibration
    """Of boxes; its table counts every box once."""
    drives: int
    looks: int


def table(truth: Looks, seen: Looks, *, draws: int = DRAWS) -> Table:
    """The scores of what was perceived.

    Args:
        truth: what there was; what could not be seen does not count.
        seen: of the same looks.
        draws: for the bounds.

    Raises:
        BadInput: other looks, or rows that cannot be scored.
    """
    if len(truth.drive) != len(seen.drive) or (truth.drive != seen.drive).any():
        what = f"{len(truth.drive)} looks against {len(seen.drive)}, or of other drives"
        raise BadInput(what, place="looks", remedy="score what was perceived in the same looks")
    drives = 1 + int(truth.drive.max()) if len(truth.drive) else 1
    of_boxes, reliability = boxed(truth, seen, drives)
    parts = (of_boxes, signalled(truth, seen, drives), laned(truth, seen, drives))
    values = {name: value for part in parts for name, value in part(None).items()}
    drawn = [{n: v for part in parts for n, v in part(times).items()} for times in again(drives, draws)]
    bounds = {
        name: interval(np.array([row.get(name, nan) for row in drawn])) if drives > 1 else UNKNOWN for name in values
    }
    found = {name: Score(value, bounds[name]) for name, value in values.items()}
    return Table(found, reliability, drives, len(truth.drive))


def boxed(truth: Looks, seen: Looks, drives: int) -> tuple[Scores, Calibration]:
    """Detection, tracking, occupancy and calibration of boxes."""
    there, here = fair(truth.boxes, seen.boxes)
    matches, tracked = detection.matches(there, here), hota.tally(there, here, drives)
    drawn = (occupancy.drawn(rows, len(truth.drive)) for rows in (there, here))
    unseen = occupancy.drawn(_aside(truth.boxes, there), len(truth.drive))
    full, shown = drawn
    cells = occupancy.tally(full, shown, ~unseen | full, truth.drive, drives)
    sure = np.concatenate([one.sure for one in matches.values()])
    right = np.concatenate([one.right[detection.LIMITS.index(NEAR)] for one in matches.values()])
    of = np.concatenate([one.drive for one in matches.values()])

    def scores(times: Float64 | None) -> dict[str, float]:
        found, over = detection.scored(matches, times), hota.scored(tracked, times)
        honest = calibration(sure, right, None if times is None else times[of])
        values = {"detection.map": found.mean}
        values |= {f"detection.{name}": getattr(found, name) for name in detection.ERRORS}
        values |= {f"detection.ap.{name}": one.mean for name, one in found.classes.items() if one.truths > 0.0}
        values |= {name: getattr(over, name) for name in ("hota", "deta", "assa", "loca")}
        return values | {"occupancy.iou": occupancy.iou(cells, times), "ece": honest.ece, "brier": honest.brier}

    return scores, calibration(sure, right)


def signalled(truth: Looks, seen: Looks, drives: int) -> Scores:
    """Signals by kind and state."""
    counted, told = signals.tally(truth.posts, seen.posts, drives)

    def scores(times: Float64 | None) -> dict[str, float]:
        kind, state = signals.overall(counted, times), signals.overall(counted, times, signals.BY_STATE)
        honest = calibration(told.sure, told.right, None if times is None else times[told.drive])
        values = {"signals.precision": kind[0], "signals.recall": kind[1]}
        values |= {"signals.state_precision": state[0], "signals.state_recall": state[1], "signals.ece": honest.ece}
        for row in signals.rows(counted, times):
            name = row.kind.name.lower() + (f".{row.state.name.lower()}" if row.state else "")
            values |= {f"signals.precision.{name}": row.precision, f"signals.recall.{name}": row.recall}
        return values

    return scores


def laned(truth: Looks, seen: Looks, drives: int) -> Scores:
    """Borders of lanes at both tolerances."""
    apart = lanes.gaps(truth.borders, seen.borders)
    counted = {limit: lanes.tally(apart, drives, limit) for limit in TOLERANCES}

    def scores(times: Float64 | None) -> dict[str, float]:
        values: dict[str, float] = {}
        for limit, one in counted.items():
            whole = lanes.share(one, times)
            values |= {f"lanes.{name}@{limit}": value for name, value in whole._asdict().items()}
            values |= {f"lanes.f1.{role}@{limit}": lanes.share(one, times, k).f1 for k, role in enumerate(ROLES)}
        return values

    return scores


def text(found: Table) -> str:
    """The table as lines of text."""
    lines = [f"{found.drives} drives, {found.looks} looks", f"{'score':<36}{'value':>8}  95 % by drives"]
    for name, (value, (low, high)) in found.scores.items():
        told = f"  {low:.3f} … {high:.3f}" if isfinite(low) else ""
        lines.append(f"{name:<36}{value:8.3f}{told}" if isfinite(value) else f"{name:<36}       –")
    return "\n".join(lines)


def _aside(all_: Boxes, kept: Boxes) -> Boxes:
    """Truths that do not count."""
    known = set(zip(kept.look.tolist(), kept.id.tolist(), strict=True))
    left = [pair not in known for pair in zip(all_.look.tolist(), all_.id.tolist(), strict=True)]
    return taken(all_, np.array(left, dtype=np.bool_))
