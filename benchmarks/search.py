"""How many runs a search needs, and how many plain Monte Carlo would need for the same interval.

    python benchmarks/search.py [NAME...] [--json] [--seeds N]

Printed for each problem, the median over the seeds: the width of the interval over the rate, the runs that plain Monte
Carlo would need for an interval as wide, and how many times the search's own runs that is; beside it the same from the
errors that were really made (mean square), and how many of the intervals hold the known rate. The driving problem is
the published grid of 15,930 cut-ins with `r157-fsm` in its frame: all of them are driven once for the truth, and the
searches take their verdicts from there. NAME: only problems whose names hold one of these words.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from aureole.cli.life.frames import setups_of
from aureole.exam.examine import examine
from aureole.exam.search.estimate import Estimate
from aureole.exam.search.looking import Looking
from aureole.exam.search.space import space_of
from aureole.exam.suites.suite import load
from aureole.exam.verdicts import finite
from aureole.fleet.pool import Pool
from tests.exam.search.known import PROBLEMS, Problem, searched

BUDGETS = (1000, 2000)
SUITE, DRIVER, EVENT = "r157-cut-in-low", "r157-fsm", "collision"


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


def driving() -> tuple[float, Callable[[int, int], Estimate]]:
    """The rate of the grid, and a search of it."""
    suite = load(SUITE)
    setup = replace(
        setups_of(suite, [DRIVER], car=None, dt=None, timeout=600.0, order="", ego=None)[0], fails=suite.fails
    )
    space = space_of(suite.entries.parts[0], 1)
    drives = space.every()
    with Pool(2) as pool:
        judged = examine(drives, setup, executor=pool)
    verdicts = dict(zip((drive.case.name for drive in drives), judged, strict=True))
    hits = sum(any(event.name == EVENT for event in one.events) for one in verdicts.values())

    def search(budget: int, seed: int) -> Estimate:
        looking = Looking(space, 1.0, lambda some: [verdicts[one.case.name] for one in some], (EVENT, suite.fails))
        looking.look(budget, f"{SUITE} {space.name}", seed)
        return looking.looked.estimate

    return hits / len(drives), search


def main() -> None:
    """Print the table, or one JSON object."""
    wanted = [word for word in sys.argv[1:] if not word.startswith("-") and not word.isdigit()]
    seeds = int(sys.argv[sys.argv.index("--seeds") + 1]) if "--seeds" in sys.argv else 9
    found: dict[str, dict[str, float]] = {}

    def show(name: str, rate: float, search: Callable[[int, int], Estimate]) -> None:
        for budget in BUDGETS:
            row = figures(rate, budget, [search(budget, seed) for seed in range(seeds)])
            found[f"{name}, {budget} runs"] = row
            if "--json" not in sys.argv:
                print(f"{name:18} " + " ".join(f"{value:12.4g}" for value in row.values()), flush=True)

    if "--json" not in sys.argv:
        keys = ("rate", "runs", "width/rate", "plain runs", "fewer", "by error", "mean/rate", "held")
        print(f"{'problem':18} " + " ".join(f"{key:>12}" for key in keys))
    for name, problem in PROBLEMS.items():
        if not wanted or any(word in name for word in wanted):
            show(name, problem.rate, functools.partial(analytic, problem))
    if not wanted or any(word in "cut-ins" for word in wanted):
        rate, search = driving()
        show("cut-ins", rate, search)
    if "--json" in sys.argv:
        print(json.dumps(finite(found), indent=1))


if __name__ == "__main__":
    main()
