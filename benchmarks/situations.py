"""Situations: how long it takes to make one, and who solves which.

    python benchmarks/situations.py [--seeds N] [--json]
    python benchmarks/situations.py --drive SUITE ... [--drivers rules expert] [--jobs N] [--rows FILE] [--json]

The first prints the milliseconds of a core by group for making map and scenario in memory. The second drives suites
and prints for each situation how many drives of each driver were solved, with the bounds of Wilson (95 %), and what
failed most often. A drive is solved if its goal is reached without a failing event, a collision (whoever is at fault),
a takeover or a minimal-risk manoeuvre. `--rows` keeps what was driven; what it holds is not driven again. Decisions of
the expert are timed in seconds of a core.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from aureole.drivers.expert.driver import Expert, Mind
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Setup, judged
from aureole.exam.statistics.bounds import wilson
from aureole.exam.suites import suite
from aureole.world.situations import index

SEEDS = 5  # of each situation
ENDINGS = ("collision", "takeover", "minimal_risk")  # fail here, whatever the suite says
TIMEOUT = 300.0  # s of a drive


class Timed(Expert):
    """The expert; notes the milliseconds of a core that each decision takes."""

    noted: ClassVar[list[float]] = []

    def drive(self, observation: Any, mind: Mind) -> Any:
        """Decide, and note how long it took."""
        begun = time.process_time()
        found = super().drive(observation, mind)
        self.noted.append(1000.0 * (time.process_time() - begun))
        return found


DRIVERS: dict[str, type] = {"rules": Rules, "expert": Timed}


def measured(seeds: int) -> dict[str, list[float]]:
    """Milliseconds of a core of every making, by group; one before that counts for nothing."""
    found: dict[str, list[float]] = {}
    for name, one in index.SITUATIONS.items():
        index.make(name, 0)
        for seed in range(seeds):
            begun = time.process_time()
            index.make(name, seed)
            found.setdefault(one.group, []).append(1000.0 * (time.process_time() - begun))
    return found


def driven(job: tuple[str, str, str]) -> dict[str, Any]:
    """One drive: suite, case and driver."""
    name, case, driver = job
    setup = Setup(driver=driver, make=DRIVERS[driver], timeout=TIMEOUT, fails=suite.load(name).fails)
    Timed.noted.clear()
    ((verdict, _),) = judged([Drive(suite.picked(case)[1], 0)], setup)
    bad = [event.name for event in verdict.events if event.fails or event.name in ENDINGS]
    ticks = sorted(Timed.noted)
    return {
        "suite": name, "case": case, "driver": driver, "status": verdict.status, "bad": bad,
        "seconds": round(verdict.measures.get("time", 0.0), 1),
        "p50": ticks[len(ticks) // 2] if ticks else 0.0, "p99": ticks[int(0.99 * len(ticks))] if ticks else 0.0,
        "digest": verdict.digest,
    }  # fmt: skip


def drive_all(suites: list[str], drivers: list[str], jobs: int, rows: Path | None) -> list[dict[str, Any]]:
    """Every case of the suites with every driver; what `rows` holds is taken from there, what is new is added to it."""
    known = [json.loads(line) for line in rows.read_text().splitlines()] if rows is not None and rows.is_file() else []
    have = {(row["suite"], row["case"], row["driver"]) for row in known}
    cases = [(name, one.name) for name in suites for one in suite.load(name).entries]
    todo = [(name, case, driver) for driver in drivers for name, case in cases if (name, case, driver) not in have]
    for row in worked(todo, jobs):
        known.append(row)
        if rows is not None:
            with rows.open("a") as file:
                file.write(json.dumps(row) + "\n")
    wanted = {(name, case, driver) for driver in drivers for name, case in cases}
    return [row for row in known if (row["suite"], row["case"], row["driver"]) in wanted]


def worked(todo: list[tuple[str, str, str]], jobs: int) -> Iterator[dict[str, Any]]:
    """What comes of them, in any order; the first is driven here, so that workers that fork have its kernels."""
    if not todo:
        return
    yield driven(todo[0])
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(driven, todo[1:])


def table(rows: list[dict[str, Any]], drivers: list[str]) -> Iterator[str]:
    """A line for each situation, then for each suite and all."""
    heads = "".join(f"{driver:>10}{'95 %':>14} {'fails by':<22}" for driver in drivers)
    yield f"{'situation':<48}{heads}"
    for name in dict.fromkeys(row["suite"] for row in rows):
        mine = [row for row in rows if row["suite"] == name]
        held = {case_of(row) for row in mine}
        for one in (situation for situation in index.SITUATIONS if situation in held):
            yield line(one, [row for row in mine if case_of(row) == one], drivers)
        yield line(f"{name}, all", mine, drivers)
    yield line("all", rows, drivers)


def case_of(row: dict[str, Any]) -> str:
    """The situation of a drive."""
    return str(row["case"]).partition("#")[0]


def line(name: str, rows: list[dict[str, Any]], drivers: list[str]) -> str:
    """One line of the table."""
    text = f"{name:<48}"
    for driver in drivers:
        mine = [row for row in rows if row["driver"] == driver]
        solved = sum(not row["bad"] for row in mine)
        low, high = wilson(solved, len(mine))[:2] if mine else (0.0, 1.0)
        worst = Counter(row["bad"][0] for row in mine if row["bad"]).most_common(1)
        fails = f"{worst[0][0]} {worst[0][1]}" if worst else ""
        text += f"{solved:>6}/{len(mine):<3}{100 * low:>7.1f}-{100 * high:<6.1f} {fails:<22}"
    return text.rstrip()


def decisions(rows: list[dict[str, Any]]) -> str:
    """How long the expert decides: the median of the medians of drives, and of their 99th percentiles; the worst."""
    mine = [row for row in rows if row["driver"] == "expert" and row["p50"]]
    if not mine:
        return "no decision was timed"
    p50, p99 = statistics.median(row["p50"] for row in mine), statistics.median(row["p99"] for row in mine)
    worst = max(row["p99"] for row in mine)
    return f"decision of the expert, ms of a core: p50 {p50:.1f}, p99 {p99:.1f}; p99 of the slowest drive {worst:.1f}"


def making(seeds: int, *, as_json: bool) -> None:
    """Print how long making takes."""
    rows = measured(seeds)
    rows["all"] = [value for row in rows.values() for value in row]
    figures = {
        name: {"count": len(row), "median_ms": statistics.median(row), "worst_ms": max(row)}
        for name, row in rows.items()
    }
    if as_json:
        print(json.dumps(figures))
        return
    print(f"{'group':<12}{'made':>6}{'median ms':>11}{'worst ms':>10}")
    for name, row in figures.items():
        print(f"{name:<12}{row['count']:>6}{row['median_ms']:>11.1f}{row['worst_ms']:>10.1f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How long it takes to make a situation, and who solves which.")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--drive", nargs="+", metavar="SUITE")
    parser.add_argument("--drivers", nargs="+", choices=DRIVERS, default=list(DRIVERS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rows", type=Path)
    given = parser.parse_args()
    if not given.drive:
        making(given.seeds, as_json=given.json)
        return
    rows = drive_all(given.drive, given.drivers, given.jobs, given.rows)
    if given.json:
        print(json.dumps(rows))
        return
    print("\n".join([*table(rows, given.drivers), "", decisions(rows)]))


if __name__ == "__main__":
    main()
