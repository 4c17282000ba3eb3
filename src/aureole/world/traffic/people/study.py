"""Studies recordings site by site: what is fitted to all that was seen, and how well what was not seen is foretold.

Held-out likelihood is by cross-validation: three parts, each foretold from the other two. A part holds whole
recordings; those that show the same vehicle lie in one part. Where nearly all do so, parts hold vehicles instead. A
vehicle is known again by its speeds, and what two recordings both show counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float64, Int64
from aureole.world.logs.recording import Recording
from aureole.world.traffic.people import changing, fitting
from aureole.world.traffic.people.sites import site_of
from aureole.world.traffic.people.watching import Chances, Watched, Windows, watch

PARTS = 3
FEWEST = 30  # windows; of fewer nothing is fitted
T = TypeVar("T", Windows, Chances)
LARGEST = 0.5  # -; recordings that show the same vehicles and hold more of the windows cannot be parted


@dataclass(frozen=True, slots=True)
class Study:
    """One site."""

    site: str
    files: tuple[str, ...]
    seconds: float
    """Vehicle-seconds on lanes."""
    drivers: int
    """Recorded drivers with a window at least."""
    windows: int
    chances: int
    """To change lanes."""
    changes: int
    """Changes of lanes."""
    samples: dict[str, Float64]
    """For the recorded distributions, by name."""
    people: fitting.People | None = None
    """None where there is too little."""
    interval: tuple[Float64, Float64] | None = None
    """Of the typical driver, 95 %."""
    held_out: dict[str, float] | None = None
    """Nats a window, by model."""
    parts: str = ""
    """What a part of the cross-validation holds: recordings, vehicles."""
    changing: changing.Changing | None = None
    """None where too few change lanes."""
    held_out_changes: dict[str, float] | None = None
    """Nats a chance, by model."""


def studied(recordings: Sequence[tuple[str, Recording]]) -> list[Study]:
    """A study of each site, in the order of their names; `recordings` with their files' names.

    Raises:
        BadInput: no recording at all, or a map without a lane for cars.
    """
    if not recordings:
        raise BadInput("no recording to learn from", remedy="give logs with tracks and a map")
    known: dict[str, dict[int, int]] = {}
    count = 0
    seen: dict[str, list[tuple[str, Watched]]] = {}
    for name, recording in recordings:
        site = site_of(name)
        before = known.setdefault(site, {})
        watched = watch(recording, np.array(sorted(before), np.int64))
        numbers = numbered(watched.token, before, count)
        count += len(numbers)
        windows = watched.windows._replace(driver=numbers[watched.windows.driver])
        chances = watched.chances._replace(driver=numbers[watched.chances.driver])
        seen.setdefault(site, []).append((name, watched._replace(windows=windows, chances=chances)))
    return [of_site(site, seen[site]) for site in sorted(seen)]


def numbered(token: Int64, known: dict[int, int], first: int) -> Int64:
    """The number of each vehicle (rows of `token`): the old one of whom an earlier recording shows, else from `first`.

    `known` grows.
    """
    found = np.arange(first, first + len(token), dtype=np.int64)
    for row in range(len(token)):
        told = np.unique(token[row][token[row] != 0]).tolist()
        old = [known[each] for each in told if each in known]
        found[row] = min(old, default=found[row])
        for each in told:
            known.setdefault(each, int(found[row]))
    return found


def of_site(site: str, seen: list[tuple[str, Watched]]) -> Study:
    """The study of one site."""
    watched = [each for _, each in seen]
    windows, chances = joined([each.windows for each in watched]), joined([each.chances for each in watched])
    samples = {name: np.concatenate([each.samples[name] for each in watched]) for name in watched[0].samples}
    taken = chances.taken
    samples["lead_gap_taken"], samples["lag_gap_taken"] = chances.ahead[taken, 2], chances.back[taken, 0]
    samples["lead_gap_left"], samples["lag_gap_left"] = chances.ahead[~taken, 2], chances.back[~taken, 0]
    about = (site, tuple(name for name, _ in seen), sum(each.seconds for each in watched))
    counts = (
        len(np.unique(windows.driver)), len(windows.accel), len(taken), sum(each.changes for each in watched)
    )  # fmt: skip
    if len(windows.accel) < FEWEST:
        return Study(*about, *counts, samples)
    part, kind = parts([np.unique(np.append(each.windows.driver, each.chances.driver)) for each in watched])
    people = fitting.fit(windows).people
    change = changing.fit(chances, fitting.typical(people))
    held, held_changes = crossed(windows, chances, part, with_changes=change is not None)
    return Study(
        *about, *counts, samples, people, fitting.intervals(windows, people.scale), held, kind, change, held_changes
    )  # fmt: skip


def crossed(
    windows: Windows, chances: Chances, part: Int64, *, with_changes: bool
) -> tuple[dict[str, float], dict[str, float] | None]:
    """Held-out likelihood of following and of changes, each part foretold from the others; `part` by driver."""
    found: dict[str, float] = {}
    changes: dict[str, float] = {}
    for k in range(PARTS):
        out, out_changes = part[windows.driver] == k, part[chances.driver] == k
        if not out.any() or out.all():
            continue
        fitted = fitting.fit(rows(windows, ~out))
        add(found, fitting.held_out(fitted, rows(windows, out)), float(out.mean()))
        driver = fitting.typical(fitted.people)
        made = changing.fit(rows(chances, ~out_changes), driver) if with_changes and out_changes.any() else None
        with_changes = made is not None
        if made is not None:
            add(changes, changing.held_out(made, rows(chances, out_changes), driver), float(out_changes.mean()))
    return found, changes if with_changes else None


def add(whole: dict[str, float], more: dict[str, float], share: float) -> None:
    """Add means to a mean, by their share of all rows, in place."""
    for name, value in more.items():
        whole[name] = whole.get(name, 0.0) + value * share


def rows(table: T, kept: Bool | Int64) -> T:
    """Some rows of a table."""
    columns: list[Any] = [column[kept] for column in table]
    return type(table)(*columns)


def joined(tables: Sequence[T]) -> T:
    """The rows of several recordings, by driver."""
    columns: list[Any] = [np.concatenate(each) for each in zip(*tables, strict=True)]
    found = type(tables[0])(*columns)
    return rows(found, np.argsort(found.driver, kind="stable"))


def parts(drivers: Sequence[Int64]) -> tuple[Int64, str]:
    """The part of each driver, and what a part holds; `drivers` are those of each recording.

    Recordings with a driver in common lie in one part; where those would hold too much, drivers are parted.
    """
    group = list(range(len(drivers)))
    for k, one in enumerate(drivers):
        for other in range(k):
            if group[other] != group[k] and np.isin(one, drivers[other]).any():
                old, new = max(group[k], group[other]), min(group[k], group[other])
                group = [new if each == old else each for each in group]
    weight = {name: sum(len(d) for d, each in zip(drivers, group, strict=True) if each == name) for name in group}
    count = int(max((each.max(initial=-1) for each in drivers), default=-1)) + 1
    if len(weight) < PARTS or max(weight.values()) > LARGEST * sum(weight.values()):
        return np.arange(count) % PARTS, "vehicles"
    filled, part = [0] * PARTS, np.zeros(count, np.int64)
    for name in sorted(weight, key=lambda each: (-weight[each], each)):
        least = filled.index(min(filled))
        filled[least] += weight[name]
        for each in (d for d, its in zip(drivers, group, strict=True) if its == name):
            part[each] = least
    return part, "recordings"
