"""Situations: how long it takes to make one, and who solves which.

    python benchmarks/situations.py [--seeds N] [--json]
    python benchmarks/situations.py --drive SUITE ... [--drivers rules expert] [--jobs N] [--rows FILE]
        [--json | --markdown]

The first prints the milliseconds of a core by group for making map and scenario in memory. The second drives suites
and prints for each situation how many drives of each driver were solved, with the bounds of Wilson (95 %), and what
went wrong first where they were not. A drive is solved if its goal is reached without a failing event, a collision
(whoever is at fault), a takeover or a minimal-risk manoeuvre; `passes` counts those that pass by the suite's own
measure, for which who asks for a takeover may drive on to the goal. `--rows` keeps what was driven; what it holds is
not driven again. Decisions of the expert are timed in seconds of a core.
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
UNBROKEN = "&#8209;"  # a hyphen at which no line ends
WIDE = 40  # letters for what went wrong


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
        "events": [(event.name, round(event.time, 2), event.fails, event.text) for event in verdict.events],
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
    heads = "".join(f"{driver:>10}{'95 %':>14}{'passes':>8}  {'fails by':<{WIDE}}" for driver in drivers)
    yield f"{'situation':<48}{heads}"
    for name in named(rows, "suite"):
        mine = [row for row in rows if row["suite"] == name]
        held = {case_of(row) for row in mine}
        for one in (situation for situation in index.SITUATIONS if situation in held):
            yield line(one, [row for row in mine if case_of(row) == one], drivers)
        yield line(f"{name}, all", mine, drivers)
    yield line("all", rows, drivers)


def marked(rows: list[dict[str, Any]], drivers: list[str]) -> Iterator[str]:
    """The suites, then the situations that somebody did not solve each time, as a table for the docs."""
    columns = {driver: 3 if any(row["bad"] for row in rows if row["driver"] == driver) else 2 for driver in drivers}
    heads = [head for driver in drivers for head in (driver, "95 %", "went wrong first")[: columns[driver]]]
    yield f"| | {' | '.join(heads)} |"
    yield "| --- " * (1 + len(heads)) + "|"
    suites = [(f"`{name}`, all", [row for row in rows if row["suite"] == name]) for name in named(rows, "suite")]
    held = [(f"`{one}`", [row for row in rows if case_of(row) == one]) for one in index.SITUATIONS]
    for name, mine in (*suites, *((name, mine) for name, mine in held if any(row["bad"] for row in mine))):
        found = {driver: told([row for row in mine if row["driver"] == driver]) for driver in drivers}
        cells = [cell.replace("-", UNBROKEN) for driver in drivers for cell in found[driver][: columns[driver]]]
        yield f"| {name} | {' | '.join(cells)} |"


def named(rows: list[dict[str, Any]], key: str) -> dict[str, None]:
    """The values of a key, each once, in order."""
    return dict.fromkeys(str(row[key]) for row in rows)


def told(rows: list[dict[str, Any]]) -> tuple[str, str, str]:
    """How many of some drives were solved, the bounds, and what went wrong first in the others."""
    solved = sum(not row["bad"] for row in rows)
    low, high = wilson(solved, len(rows))[:2] if rows else (0.0, 1.0)
    first = Counter(row["bad"][0] for row in rows if row["bad"]).most_common()
    return f"{solved}/{len(rows)}", f"{100 * low:.1f}-{100 * high:.1f}", ", ".join(f"{kind} {n}" for kind, n in first)


def case_of(row: dict[str, Any]) -> str:
    """The situation of a drive."""
    return str(row["case"]).partition("#")[0]


def line(name: str, rows: list[dict[str, Any]], drivers: list[str]) -> str:
    """One line of the table."""
    text = f"{name:<48}"
    for driver in drivers:
        mine = [row for row in rows if row["driver"] == driver]
        passes = sum(row["status"] == "passed" for row in mine)
        solved, bounds, fails = told(mine)
        text += f"{solved:>10}{bounds:>14}{passes:>8}  {fails:<{WIDE}}"
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
    parser.add_argument("--markdown", action="store_true", help="as a table for the docs: what was not always solved")
    given = parser.parse_args()
    if not given.drive:
        making(given.seeds, as_json=given.json)
        return
    rows = drive_all(given.drive, given.drivers, given.jobs, given.rows)
    if given.json:
        print(json.dumps(rows))
        return
    if given.markdown:
        print("\n".join(marked(rows, given.drivers)))
        return
    print("\n".join([*table(rows, given.drivers), "", decisions(rows)]))


if __name__ == "__main__":
    main()
