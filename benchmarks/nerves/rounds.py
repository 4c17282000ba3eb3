"""Several ways measured in turn, round by round, and what is made of it."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Ways = Mapping[str, Callable[[], list[int]]]
MOST_LOST = 0.5  # of the cycles; who loses more has not run


def measure(ways: Ways, rounds: int, wrong: dict[str, str]) -> dict[str, list[list[int]]]:
    """ns of each cycle, by way and round; who does not run once is left out from then on, and `wrong` says why."""
    found: dict[str, list[list[int]]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name, way in ways.items():
            if name in wrong:
                continue
            try:
                times = way()
            except (RuntimeError, OSError) as error:
                wrong[name] = " ".join(f"does not run: {error}".split())[:300]
                continue
            if sum(each >= 0 for each in times) < MOST_LOST * len(times):
                wrong[name] = "does not run: most words were lost"
                continue
            found[name].append(times)
        print(f"  round {turn + 1} of {rounds}", file=sys.stderr, flush=True)
    return {name: times for name, times in found.items() if times and name not in wrong}


def figures(rounds: Sequence[Sequence[int]]) -> dict[str, float]:
    """Microseconds: medians over the rounds of each round's percentiles; all rounds' largest; words lost."""
    each = [np.array([time for time in times if time >= 0]) * 1e-3 for times in rounds]
    found = {f"p{q}": statistics.median(float(np.percentile(one, q)) for one in each) for q in (50, 99)}
    found["max"] = max(float(one.max()) for one in each)
    found["lost"] = sum(time < 0 for times in rounds for time in times)
    return found


def ratios(found: Mapping[str, Sequence[Sequence[int]]], floor: str, q: float) -> dict[str, float]:
    """Each way's percentile over the floor's of the same round: the median of the rounds."""
    at = {
        name: [float(np.percentile([t for t in times if t >= 0], q)) for times in each] for name, each in found.items()
    }
    return {
        name: statistics.median(one / below for one, below in zip(each, at[floor], strict=False))
        for name, each in at.items()
    }


def say(title: str, found: Mapping[str, list[list[int]]], floor: str, wrong: Mapping[str, str]) -> dict[str, Any]:
    """The table, unless `--json` is asked for; the figures."""
    table: dict[str, Any] = {name: figures(each) for name, each in found.items()}
    for q in (50, 99):
        for name, ratio in ratios(found, floor, q).items():
            table[name][f"p{q}_times_floor"] = ratio
    if "--json" not in sys.argv:
        load = os.getloadavg()[0]
        print(f"{title}; {os.cpu_count()} cores, load {load:.1f} at the end, two hogs among it")
        print(f"{'':<22}{'p50 µs':>9}{'p99 µs':>9}{'max µs':>9}{'lost':>6}{'p50 x floor':>13}{'p99 x floor':>13}")
        for name, row in table.items():
            print(
                f"{name:<22}{row['p50']:>9.0f}{row['p99']:>9.0f}{row['max']:>9.0f}{row['lost']:>6}"
                f"{row['p50_times_floor']:>13.2f}{row['p99_times_floor']:>13.2f}"
            )
        for name, why in wrong.items():
            print(f"{name}: {why}")
    return table


def tell(benchmark: str, table: Mapping[str, Any], wrong: Mapping[str, str], **more: Any) -> None:
    """One JSON object, if it is asked for."""
    if "--json" in sys.argv:
        head = {"benchmark": benchmark, "cores": os.cpu_count(), "load": os.getloadavg()[0]}
        print(json.dumps({**head, **more, "figures": table, "left_out": dict(wrong)}))
