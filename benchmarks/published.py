"""The reference drivers on the published grids of cut-ins, in the published frame: ours beside the published.

    python benchmarks/published.py [low] [high] [DIR ...] [--json]

Every case of the suites `r157-cut-in-low` (15,930) and `r157-cut-in-high` (14,040), car `point`, steps of 0.1 s, as
any exam drives it; DIR is the folder of such an exam, which is counted instead of driving it again. `published` counts
the frame told in plain Python (tests/drivers/published.py), which gives the published 901, 3,728, 880 and 2,252 on the
low grid; `differ` are cases judged otherwise: thresholds met exactly, where float32 and float64 part. For a driver that
is not published, `published` is `r157-fsm`'s and `differ` the cases in which it collides and `r157-fsm` does not.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aureole.cli import given
from aureole.core.verdict import Verdict
from aureole.exam.examine import Drives, examine
from aureole.exam.suites import suite
from aureole.exam.verdicts import read
from aureole.fleet.pool import Pool
from tests.drivers.published import collides

MODELS = ("fsm", "cc", "rss", "reg")


def hit(verdict: Verdict) -> bool:
    """Whether the drive ended in a collision."""
    return any(event.name == "collision" for event in verdict.events)


def counted(grid: str, driver: str, found: Sequence[Verdict], seconds: float) -> dict[str, float | str]:
    """One driver on one grid."""
    model = driver.removeprefix("r157-")
    ours = [hit(verdict) for verdict in found]
    told = [
        collides(model if model in MODELS else MODELS[0], *(float(value) for value in verdict.params.values()))
        for verdict in found
    ]
    differs = (one != other if model in MODELS else one and not other for one, other in zip(ours, told, strict=True))
    return {
        "grid": grid, "driver": driver, "cases": len(found), "collisions": sum(ours), "published": sum(told),
        "differ": sum(differs), "seconds": round(seconds, 1),
    }  # fmt: skip


def driven(grid: str, model: str) -> dict[str, float | str]:
    """One driver on one grid, driven now."""
    chosen = suite.load(f"r157-cut-in-{grid}")
    setup = given.setup(f"r157-{model}", chosen.references.car, step=chosen.references.dt)
    started = time.perf_counter()
    with Pool(os.cpu_count() or 1) as pool:
        found = examine(Drives(chosen.entries, 1), replace(setup, fails=chosen.fails), executor=pool)
    return counted(grid, setup.driver, found, time.perf_counter() - started)


def kept(folder: Path) -> list[dict[str, float | str]]:
    """Every driver of an exam that is at hand."""
    exam = read(folder / "verdicts.json")
    grid = exam.suite.removeprefix("r157-cut-in-")
    return [
        counted(grid, name, [one for one in exam.cases if one.driver == name], exam.summary[name]["seconds"])
        for name in exam.summary
    ]


def main() -> None:
    """Print the table or the JSON."""
    asked = [word for word in sys.argv[1:] if not word.startswith("-")] or ["low", "high"]
    rows = []
    for word in asked:
        rows += kept(Path(word)) if Path(word).is_dir() else [driven(word, model) for model in MODELS]
    if "--json" in sys.argv:
        print(json.dumps(rows))
        return
    print(f"{'grid':<5} {'driver':<9} {'cases':>6} {'collisions':>10} {'published':>9} {'differ':>6} {'seconds':>8}")
    for one in rows:
        print("{grid:<5} {driver:<9} {cases:>6} {collisions:>10} {published:>9} {differ:>6} {seconds:>8}".format(**one))


if __name__ == "__main__":
    main()
