"""How many runs a search needs, and how many plain Monte Carlo would need for the same interval.

    python benchmarks/search.py [NAME...] [--json] [--seeds N] [--exam DIR]

Printed for each problem, the median over the seeds: the width of the interval over the rate, the runs that plain Monte
Carlo would need for an interval as wide, and how many times the search's own runs that is; beside it the same from the
errors that were really made (mean square), and how many of the intervals hold the known rate. The driving problems are
the published grids of cut-ins in their frame: collisions of `r157-fsm` on the low grid (one case in 18), of `rules` on
both (one in 101 and in 34). All cases are driven once for the truth, and the searches take their verdicts from there;
DIR is the folder of an exam of such a grid, whose verdicts are taken instead. NAME: only problems whose names hold one
of these words.
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from aureole.cli.life.frames import setups_of
from aureole.core.verdict import Verdict
from aureole.exam.examine import examine
from aureole.exam.search.estimate import Estimate
from aureole.exam.search.looking import Looking
from aureole.exam.search.space import space_of
from aureole.exam.suites.suite import Suite, load
from aureole.exam.verdicts import finite, read
from aureole.fleet.pool import Pool
from tests.exam.search.known import PROBLEMS, Problem, searched

BUDGETS = (1000, 2000)
EVENT = "collision"
GRIDS = {
    "cut-ins fsm": ("r157-cut-in-low", "r157-fsm"),
    "cut-ins rules": ("r157-cut-in-low", "rules"),
    "cut-ins rules high": ("r157-cut-in-high", "rules"),
}


def figures(rate: float, budget: int, found: Sequence[Estimate]) -> dict[str, float]:
    """The figures of one problem."""
    widths = [one.interval.high - one.interval.low for one in found]
    square = sum((one.rate - rate) ** 2 for one in found) / len(found)
    plain = [rate * (1.0 - rate) * (2.0 * 1.96 / width) ** 2 for width in widths]
    return {
        "rate": rate, "runs": budget, "width_over_rate": median(widths) / rate, "monte_carlo_runs": median(plain),
        "fewer_by_interval": median(plain) / budget, "fewer_by_error": rate * (1.0 - rate) / square / budget,
        "mean_over_rate": sum(one.rate for one in found) / len(found) / rate,
        "held": sum(one.interval.low <= rate <= one.interval.high for one in found) / len(found),
    }  # fmt: skip


def analytic(problem: Problem, budget: int, seed: int) -> Estimate:
    """One search of a problem with a formula."""
    return searched(problem, budget, seed)[0]


def driven(suite: Suite, driver: str, exams: Sequence[Path]) -> dict[str, Verdict]:
    """Every verdict of a grid by the name of its case: from an exam at hand, or driven now."""
    for folder in exams:
        exam = read(folder / "verdicts.json")
        if exam.suite == suite.name and driver in exam.summary:
            return {one.case: one for one in exam.cases if one.driver == driver}
    setup = replace(
        setups_of(suite, [driver], car=None, dt=None, timeout=600.0, order="", ego=None)[0], fails=suite.fails
    )
    drives = space_of(suite.entries.parts[0], 1).every()
    with Pool(2) as pool:
        judged = examine(drives, setup, executor=pool)
    return dict(zip((drive.case.name for drive in drives), judged, strict=True))


def driving(name: str, driver: str, exams: Sequence[Path]) -> tuple[float, Callable[[int, int], Estimate]]:
    """The rate of a grid, and a search of it."""
    suite = load(name)
    space, verdicts = space_of(suite.entries.parts[0], 1), driven(suite, driver, exams)
    hits = sum(any(event.name == EVENT for event in one.events) for one in verdicts.values())

    def search(budget: int, seed: int) -> Estimate:
        looking = Looking(space, 1.0, lambda some: [verdicts[one.case.name] for one in some], (EVENT, suite.fails))
        looking.look(budget, f"{name} {space.name}", seed)
        return looking.looked.estimate

    return hits / len(verdicts), search


def main() -> None:
    """Print the table, or one JSON object."""
    words = argparse.ArgumentParser()
    words.add_argument("names", nargs="*")
    words.add_argument("--json", action="store_true")
    words.add_argument("--seeds", type=int, default=9)
    words.add_argument("--exam", type=Path, action="append", default=[])
    asked = words.parse_args()
    seeds = asked.seeds
    found: dict[str, dict[str, float]] = {}

    def wanted(name: str) -> bool:
        return not asked.names or any(word in name for word in asked.names)

    def show(name: str, rate: float, search: Callable[[int, int], Estimate]) -> None:
        for budget in BUDGETS:
            row = figures(rate, budget, [search(budget, seed) for seed in range(seeds)])
            found[f"{name}, {budget} runs"] = row
            if not asked.json:
                print(f"{name:18} " + " ".join(f"{value:12.4g}" for value in row.values()), flush=True)

    if not asked.json:
        keys = ("rate", "runs", "width/rate", "plain runs", "fewer", "by error", "mean/rate", "held")
        print(f"{'problem':18} " + " ".join(f"{key:>12}" for key in keys))
    for name, problem in PROBLEMS.items():
        if wanted(name):
            show(name, problem.rate, functools.partial(analytic, problem))
    for name, (suite, driver) in GRIDS.items():
        if wanted(name):
            show(name, *driving(suite, driver, asked.exam))
    if asked.json:
        print(json.dumps(finite(found), indent=1))


if __name__ == "__main__":
    main()
