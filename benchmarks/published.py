"""The reference drivers on the published grids of cut-ins, in the published frame: their collisions and the publication's.

    python benchmarks/published.py [low] [high] [--json]

Every case of the suites `r157-cut-in-low` (15,930) and `r157-cut-in-high` (14,040), car `point`, steps of 0.1 s, driven as
any exam is. `published` counts the frame told in plain Python (tests/drivers/published.py), which gives the publication's
901, 3,728, 880 and 2,252 on the low grid; `differ` are cases judged otherwise: thresholds met exactly, where float32 and
float64 part.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aureole.cli import given
from aureole.core.verdict import Verdict
from aureole.exam.examine import Drives, examine
from aureole.exam.suites import suite
from tests.drivers.published import collides

MODELS = ("fsm", "cc", "rss", "reg")


def hit(verdict: Verdict) -> bool:
    """Whether the drive ended in a collision."""
    return any(event.name == "collision" for event in verdict.events)


def row(grid: str, model: str) -> dict[str, float | str]:
    """One driver on one grid."""
    chosen = suite.load(f"r157-cut-in-{grid}")
    jobs = os.cpu_count() or 1
    setup = given.setup(f"r157-{model}", chosen.references.car, step=chosen.references.dt, jobs=jobs)
    started = time.perf_counter()
    found = examine(Drives(chosen.entries, 1), replace(setup, fails=chosen.fails))
    seconds = time.perf_counter() - started
    told = [collides(model, *(float(value) for value in verdict.params.values())) for verdict in found]
    ours = [hit(verdict) for verdict in found]
    return {
        "grid": grid, "driver": f"r157-{model}", "cases": len(found), "collisions": sum(ours), "published": sum(told),
        "differ": sum(one != other for one, other in zip(ours, told, strict=True)), "seconds": round(seconds, 1),
    }  # fmt: skip


def main() -> None:
    """Print the table or the JSON."""
    grids = [word for word in sys.argv[1:] if not word.startswith("-")] or ["low", "high"]
    rows = [row(grid, model) for grid in grids for model in MODELS]
    if "--json" in sys.argv:
        print(json.dumps(rows))
        return
    print(f"{'grid':<5} {'driver':<9} {'cases':>6} {'collisions':>10} {'published':>9} {'differ':>6} {'seconds':>8}")
    for one in rows:
        print("{grid:<5} {driver:<9} {cases:>6} {collisions:>10} {published:>9} {differ:>6} {seconds:>8}".format(**one))


if __name__ == "__main__":
    main()
