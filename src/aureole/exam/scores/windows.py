"""A whole drive under scores that are made for four seconds: a window each second, and the mean over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import nan
from typing import Any

import numpy as np

from aureole.core.errors import BadInput
from aureole.exam.scores.factors.ground import Ground, centres
from aureole.exam.scores.factors.reference import aim, reach_of, safe_motion, way_ahead
from aureole.exam.scores.factors.ttc import HORIZONS
from aureole.exam.scores.logs.log import Log, rows
from aureole.exam.scores.pdms import HORIZON

EVERY = 1.0  # s; between the starts of two windows
HISTORY = 1.5  # s of motion before a window that its comfort is judged with (NAVSIM: three frames at 2 Hz)


def windows(log: Log, ground: Ground | None, set_speed: float = 0.0) -> Iterator[tuple[Log, Ground | None]]:
    """Every window with its own past, future, way and safe reference; one shorter window of a drive below 4 s.

    Where the log has no way of its own, a window's leads along the lane in which it begins.
    """
    count, ahead = round(HORIZON / log.step), round(max(HORIZONS) / log.step)
    last = max(len(log) - 1 - count, 0)
    starts = list(range(0, last + 1, round(EVERY / log.step)))
    for start in starts if starts[-1] == last else [*starts, last]:
        span = slice(start, min(start + count + ahead + 1, len(log)))
        part = log.part(span.start, span.stop)
        floor = None if ground is None else ground.part(span)
        history = rows(log.ego, slice(max(start - round(HISTORY / log.step), 0), start))
        part = replace(part, past=history if len(history) else log.past)
        yield referenced(part, floor, set_speed), floor


def referenced(log: Log, ground: Ground | None, set_speed: float = 0.0) -> Log:
    """The log with a way and a safe motion along it from its first moment on, unless it has them."""
    if log.terrain is None or ground is None or (log.route is not None and log.safe is not None):
        return log
    wish = aim(set_speed, float(ground.limit[0]))
    path = log.route
    if path is None:
        middle = centres(log)[0]
        pose = (float(middle[0]), float(middle[1]), float(middle[2]))
        path = way_ahead(log.terrain, int(ground.row[0]), pose, reach_of(log, wish))
    if path is None:
        return log
    return replace(log, route=path, safe=log.safe if log.safe is not None else safe_motion(log, path, wish))


def over_windows(
    score: Callable[[Log, Ground | None], Any], parts: Sequence[tuple[Log, Ground | None]]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Mean of a score and of each factor over the windows in which it could be judged; and what could not be, where.

    `worst` is the lowest score, `windows` in how many there was one. A mean of products is no product of means.

    Raises:
        BadInput: there is no window.
    """
    if not parts:
        raise BadInput("the log has no window", place="Log.time", remedy="give at least one moment")
    found = [score(part, floor)._asdict() for part, floor in parts]
    missing = Counter(word for one in found for word in one.pop("lacks"))
    table = {name: np.array([one[name] for one in found]) for name in found[0]}
    judged = {name: values[np.isfinite(values)] for name, values in table.items()}
    means = {name: float(values.mean()) if len(values) else nan for name, values in judged.items()}
    scores = judged["score"]
    more = {"worst": float(scores.min()) if len(scores) else nan, "windows": float(len(scores))}
    total = len(parts)
    lacks = tuple(word if times == total else f"{word} ({times} of {total})" for word, times in missing.items())
    return {**means, **more}, lacks
