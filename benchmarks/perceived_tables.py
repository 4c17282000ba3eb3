"""What perception costs: drivers that are given things beside the same drivers that must see them, and curves.

    python benchmarks/perceived_tables.py [table] [curves] [scores] [--suites A,B] [--seeds N] [--first N] [--of N]
        [--jobs N] [--drivers A,B] [--timeout S] [--perception FILE.onnx] [--keep FILE.json] [--svg FILE.svg] [--json]

`table`: success, route score and requests by group of situations, given and perceived, with bounds and McNemar's test
of the pairs. `curves`: the same cases perceived in weather, with blind eyes, dropped frames and late pictures.
`scores`: what was perceived against what there was, `rules` driving on given things. Cases are held-out situations,
`--of` of them evenly over all (16; 0 means all of `--seeds` each), of each situation from its seed number `--first` on.
What was driven is kept in `--keep`, and not driven again with the same terms; a grid of cases is no exposure on roads.

Success is a drive without a failing event of its suite; one in which somebody did not get to act (a car that stands
too early) is no trial, and `3/4 of 5` says so. `clean` completed its route without any infraction (the route score's
success); `asked` for a takeover or a minimal-risk manoeuvre; `hit` somebody. Bounds of success are Clopper and
Pearson's, those of the mean route score by drives drawn again.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from perceiving.picture import curves as picture

from aureole.cli import given
from aureole.core.errors import Trouble
from aureole.core.verdict import Verdict
from aureole.drivers.perception.driver import Perceiving
from aureole.drivers.perception.shipped import weights_file
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, examine
from aureole.exam.perceiving.collecting import collected
from aureole.exam.scores.perception import calibration, table
from aureole.exam.setup import Setup
from aureole.exam.statistics import clopper_pearson, mcnemar
from aureole.exam.statistics.resampled import again, interval
from aureole.exam.suites import suite
from aureole.fleet.pool import Pool
from aureole.world.situations.index import SITUATIONS

SUITES = ("interactive-44", "roadworks-20", "physics")
GIVEN, DAY = ("given", "", ()), ("perceived", "", ())
CURVES: dict[str, list[tuple[str, tuple[str, str, tuple[str, ...]]]]] = {
    "light": [
        ("day", DAY),
        *((name, ("perceived", name, ())) for name in ("overcast", "dusk", "night", "rain", "fog")),
    ],
    "blind": [
        ("none", DAY),
        *((eye, ("perceived", "", (f"blind:{eye}",))) for eye in ("rear", "left", "front", "all")),
    ],
    "dropped": [("0", DAY), *((s, ("perceived", "", (f"drop:{s}",))) for s in ("0.1", "0.3", "0.5", "0.8"))],
    "latency": [("0", DAY), *((s, ("perceived", "", (f"latency:{s}",))) for s in ("0.05", "0.1", "0.2", "0.3"))],
}
"""What a curve is over: what a step is called, and its terms; latency is more than the car's own 0.1 s."""


@dataclass(frozen=True, slots=True)
class End:
    """How a drive ended, as far as the tables tell."""

    case: str
    group: str
    status: str
    route: float
    asked: bool
    """For a takeover or a minimal-risk manoeuvre."""
    hit: bool
    clean: float
    """1 if the route was completed without any infraction (the route score's success), NaN if nobody could tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """Drives of one group, or all."""

    driven: int
    cases: int
    """Those that were exercised."""
    passed: int
    success: float
    success_bounds: tuple[float, float]
    route: float
    route_bounds: tuple[float, float]
    clean: float
    asked: float
    hit: float


def cases(names: Sequence[str], seeds: int, count: int, first: int = 0) -> list[tuple[Drive, tuple[str, ...]]]:
    """Held-out cases with the events that fail them, evenly over all situations; of each from its `first` on."""
    found = []
    for name in names:
        chosen = suite.load(name)
        entries: dict[str, list[Any]] = {}
        for case in chosen.entries:
            entries.setdefault(case.name.partition("#")[0], []).append(case)
        found += [(Drive(one, 0), chosen.fails) for many in entries.values() for one in many[first : first + seeds]]
    wanted = min(count or len(found), len(found))
    return [found[k * len(found) // wanted] for k in range(wanted)]


def end_of(verdict: Verdict) -> End:
    """What a table tells of a verdict."""
    situation = verdict.case.partition("#")[0]
    names = {event.name for event in verdict.events}
    group = SITUATIONS[situation].group if situation in SITUATIONS else situation
    asked = bool(names & {"takeover", "minimal_risk"})
    route, clean = (verdict.measures.get(name, nan) for name in ("route", "route.success"))
    return End(verdict.case, group, verdict.status, route, asked, "collision" in names, clean)


def driven(chosen: Sequence[tuple[Drive, tuple[str, ...]]], setup: Setup, jobs: int) -> list[End]:
    """The ends of all drives, in their order."""
    found: dict[int, End] = {}
    with Pool(jobs) as pool:
        for fails in dict.fromkeys(fails for _, fails in chosen):
            places = [k for k, one in enumerate(chosen) if one[1] == fails]
            verdicts = examine([chosen[k][0] for k in places], replace(setup, fails=fails), executor=pool)
            found.update(zip(places, map(end_of, verdicts), strict=True))
    return [found[k] for k in range(len(chosen))]


def row(ends: Sequence[End]) -> Row:
    """Shares and means; cases that were not exercised or broke for the machine are no trials."""
    tried = [end for end in ends if end.status in ("passed", "failed", "unavoidable")]
    passed, count = sum(end.status != "failed" for end in tried), len(tried)
    routes = np.array([end.route for end in tried if isfinite(end.route)])
    means = again(len(routes)) @ routes / len(routes) if len(routes) else routes
    bounds = clopper_pearson(passed, count)
    share = passed / count if count else nan
    shares = (mean_of([getattr(end, name) for end in tried]) for name in ("clean", "asked", "hit"))
    return Row(len(ends), count, passed, share, bounds, mean_of(routes.tolist()), interval(means), *shares)


def mean_of(values: Sequence[float]) -> float:
    """Of those that are numbers; NaN of none."""
    known = [float(value) for value in values if isfinite(value)]
    return sum(known) / len(known) if known else nan


class Kept:
    """What was driven already, by its terms, in a file."""

    def __init__(self, path: Path | None, terms: str) -> None:
        self.path, self.terms = path, terms
        self.known: dict[str, list[list[Any]]] = json.loads(path.read_text()) if path and path.is_file() else {}

    def of(self, name: str, drive: Any) -> list[End]:
        """Driven now, or known."""
        key = f"{self.terms} {name}"
        if key not in self.known:
            begun = time.perf_counter()
            ends = drive()
            print(f"# {name}: {len(ends)} drives in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
            self.known[key] = [[getattr(end, field) for field in End.__slots__] for end in ends]
            if self.path:
                self.path.write_text(json.dumps(self.known))
        return [End(*values) for values in self.known[key]]


class Runs:
    """Drives the chosen cases on any terms."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.chosen = cases(asked.suites.split(","), asked.seeds, asked.of, asked.first)
        sight = weights_file(asked.perception).hash
        terms = f"{asked.suites} {asked.seeds} {asked.first} {asked.of} {asked.timeout} {sight}"
        self.kept = Kept(asked.keep, terms)

    def setup(self, driver: str, terms: tuple[str, str, tuple[str, ...]]) -> Setup:
        """How it is driven."""
        senses, weather, faults = terms
        perception = self.asked.perception if senses == "perceived" else ""
        return given.setup(
            driver, None, timeout=self.asked.timeout, scores="route", senses=senses, weather=weather, faults=faults,
            perception=perception,
        )  # fmt: skip

    def ends(self, driver: str, terms: tuple[str, str, tuple[str, ...]]) -> list[End]:
        """The ends of all cases."""
        name = " ".join((driver, terms[0], terms[1], *terms[2]))
        return self.kept.of(name, lambda: driven(self.chosen, self.setup(driver, terms), self.asked.jobs))


def compared(runs: Runs, driver: str) -> dict[str, Any]:
    """Given beside perceived, by group and in all."""
    before, after = runs.ends(driver, GIVEN), runs.ends(driver, DAY)
    groups = list(dict.fromkeys(end.group for end in before))
    found: dict[str, Any] = {}
    for group in (*groups, "all"):
        both = [(a, b) for a, b in zip(before, after, strict=True) if group in (a.group, "all")]
        counted = [(a, b) for a, b in both if {a.status, b.status} <= {"passed", "failed", "unavoidable"}]
        fixed = sum(a.status == "failed" != b.status for a, b in counted)
        broken = sum(b.status == "failed" != a.status for a, b in counted)
        found[group] = {
            "given": row([a for a, _ in both]), "perceived": row([b for _, b in both]), "fixed": fixed,
            "broken": broken, "p": mcnemar(fixed, broken).mid,
        }  # fmt: skip
    return found


def told(one: Row) -> str:
    """One row's figures."""
    (low, high), (least, most) = one.success_bounds, one.route_bounds
    share = f"{one.passed:>3}/{one.cases} of {one.driven:<3} {100 * one.success:4.0f} %"
    share += f" ({100 * low:3.0f} … {100 * high:3.0f})"
    route = f"{one.route:.2f} ({least:.2f} … {most:.2f})"
    return f"{share}  {route}  {100 * one.clean:3.0f} %  {100 * one.asked:3.0f} %  {100 * one.hit:3.0f} %"


def say_table(driver: str, found: dict[str, Any]) -> None:
    """Print given beside perceived."""
    print(f"\n{driver}\n{'group':<12}{'senses':<11}{'success':<34}{'route score':<20} clean  asked    hit")
    for group, one in found.items():
        for senses in ("given", "perceived"):
            print(f"{group if senses == 'given' else '':<12}{senses:<11}{told(one[senses])}")
        print(f"{'':<12}broken {one['broken']}, fixed {one['fixed']}, p = {one['p']:.3g}")


def say_scores(runs: Runs) -> table.Table:
    """Print the scores of perception by day."""
    setup = given.setup("rules", None, timeout=runs.asked.timeout)
    perceiver = Perceiving(Rules(), weights_file(runs.asked.perception)())
    truth, seen = collected([drive for drive, _ in runs.chosen], setup, perceiver)
    found = table.table(truth, seen)
    print(table.text(found), calibration.table(found.reliability), sep="\n\n")
    return found


def main() -> None:
    """Drive and print."""
    parser = argparse.ArgumentParser(description="What perception costs.")
    parser.add_argument("what", nargs="*", default=["table", "scores"])
    parser.add_argument("--suites", default=",".join(SUITES))
    parser.add_argument("--drivers", default="rules,expert")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--of", type=int, default=16)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=90.0)
    parser.add_argument("--perception", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    try:
        runs = Runs(asked)
    except Trouble as error:
        sys.exit(str(error))
    drivers, figures = asked.drivers.split(","), {}
    if "table" in asked.what:
        figures["table"] = {driver: compared(runs, driver) for driver in drivers}
        for driver, found in figures["table"].items():
            say_table(driver, found)
    if "curves" in asked.what:
        lines = {
            over: {d: [(name, row(runs.ends(d, terms))) for name, terms in steps] for d in drivers}
            for over, steps in CURVES.items()
        }
        base = {driver: row(runs.ends(driver, GIVEN)) for driver in drivers}
        for over, by_driver in lines.items():
            for driver, steps in by_driver.items():
                print(f"\n{driver} over {over}", *(f"{name:<9} {told(one)}" for name, one in steps), sep="\n")
        figures["curves"] = lines
        if asked.svg:
            asked.svg.write_text(picture(lines, base), encoding="utf-8")
    if "scores" in asked.what:
        figures["scores"] = say_scores(runs).scores
    if asked.json:
        print(json.dumps(figures, default=lambda one: {name: getattr(one, name) for name in one.__slots__}))


if __name__ == "__main__":
    main()
