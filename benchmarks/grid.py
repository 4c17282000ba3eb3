"""What the public ALKS variation files cost with all judges on, and how much faster that is than going step by step.

    python benchmarks/grid.py [--whole | --parts | --ends] [--json]

The variation files of UN R157's Annex 5, as one reading of it was published (AUREOLE_DATA, default ../shared/data;
without them there is nothing to measure). Driver `rules`, dt 0.01 s. Processor seconds of one core, kernels warm.

Without `--whole`: the first half minute of evenly spaced cases of the file that has most, driven the way an exam
drives them and step by step (`runtime.loop`), interleaved, median of five.
`--parts`: where the time goes: the same half minute of neighbouring cases from the middle of every file, parts apart.
`--ends`: every third drive of the first road of the file with several targets, whose drives end at very different
times, to its end, and as long as all of them go, interleaved, median of five.
`--whole`: `aureole exam` over all files, with all cores, once; its processor seconds, its children's included.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aureole.cli import given
from aureole.core.command import Command
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam import drive, stretches
from aureole.exam.examine import Drive, Setup, driven, shards, sort_drives
from aureole.exam.judges.bench import Bench
from aureole.exam.suites.cases import part_of
from aureole.runtime.fingerprint import Digest
from aureole.world.scripted import Scripted
from aureole.world.stretches.stretched import Stretched

RUNS, CASES, SPAN = 5, 480, 30.0  # rounds, cases, s of each
NEIGHBOURS = 256  # cases of a file, for the parts
SEVERAL, THIRD, TOGETHER, LONGEST = "multiple_blocking", 3, 40.0, 600.0  # a file, every which case of it, s, s
PARTS = (
    (Scripted, "sense", "sense"), (stretches.Asking, "ask", "driver"), (Stretched, "go", "steps"),
    (Bench, "watch", "judges"), (Digest, "watch", "digest"), (drive, "build_world", "build"),
    (drive.Jury, "verdicts", "verdicts"),
)  # fmt: skip
FOLDER = Path(os.environ.get("AUREOLE_DATA", "../shared/data")) / "osc-alks"
PLAYER = 0.40  # s of a core for a case in an established player; from the project's facts, not measured here


class Watched:
    """Somebody who must see every step: with it an exam goes step by step."""

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Look away."""


def sample(files: list[Path]) -> list[Drive]:
    """Evenly spaced cases of the largest file."""
    part = max((part_of(path.stem, path) for path in files), key=lambda part: part.count)
    count = min(CASES, part.count)
    return [Drive(part.at(int((k + 0.5) * part.count / count)), 0) for k in range(count)]


def cost(batches: list[list[Drive]], setup: Setup, *, stepwise: bool) -> tuple[float, float, int]:
    """Processor seconds, simulated seconds and cases."""
    started, simulated, cases = time.process_time(), 0.0, 0
    for batch in batches:
        verdicts = driven(batch, setup, extra=[Watched()] if stepwise else []).verdicts
        simulated += sum(verdict.measures["time"] for verdict in verdicts)
        cases += len(verdicts)
    return time.process_time() - started, simulated, cases


def sampled(files: list[Path], setup: Setup) -> dict[str, float]:
    """Both ways over the sample, one after the other, five times."""
    drives = sample(files)
    batches = [[drives[place] for place in shard] for shard in shards(sort_drives(drives).groups, setup.shard)]
    for stepwise in (False, True):
        cost([batch[:1] for batch in batches[:1]], setup, stepwise=stepwise)
    fast, slow, simulated, cases = [], [], 0.0, 0
    for _ in range(RUNS):
        spent, simulated, cases = cost(batches, setup, stepwise=False)
        fast.append(spent)
        slow.append(cost(batches, setup, stepwise=True)[0])
    steps = simulated / setup.step
    return {
        "cases": float(cases),
        "simulated_s_a_case": simulated / cases,
        "us_a_step": statistics.median(fast) / steps * 1e6,
        "us_a_step_stepwise": statistics.median(slow) / steps * 1e6,
        "faster_than_stepwise": statistics.median(s / f for s, f in zip(slow, fast, strict=True)),
    }


def parted(files: list[Path], setup: Setup) -> dict[str, float]:
    """Microseconds of each part a step, once each has been compiled."""
    drives = [found for path in files for found in neighbours(path)]
    batches = [[drives[place] for place in shard] for shard in shards(sort_drives(drives).groups, setup.shard)]
    cost([batch[:1] for batch in batches], setup, stepwise=False)
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for owner, name, label in PARTS:
            stack.enter_context(timed(owner, name, label, spent))
        seconds, simulated, cases = cost(batches, setup, stepwise=False)
    steps = simulated / setup.step
    figures = {"cases": float(cases), "us_a_step": seconds / steps * 1e6}
    figures |= {f"us_a_step_{label}": spent[label] / steps * 1e6 for _, _, label in PARTS}
    return figures | {"us_a_step_else": (seconds - sum(spent.values())) / steps * 1e6}


def ends(files: list[Path], setup: Setup) -> dict[str, float]:
    """What it costs a step that drives end one after the other."""
    path = next(path for path in files if SEVERAL in path.stem)
    part = part_of(path.stem, path)
    drives = [Drive(part.at(place), 0) for place in range(part.count)]
    batch = [drives[place] for place in sort_drives(drives).groups[0][::THIRD]]
    whole, together = dataclasses.replace(setup, timeout=LONGEST), dataclasses.replace(setup, timeout=TOGETHER)
    cost([batch[:1]], together, stepwise=False)
    to_the_end, at_first = [], []
    for _ in range(RUNS):
        for way, found in ((whole, to_the_end), (together, at_first)):
            seconds, simulated, _ = cost([batch], way, stepwise=False)
            found.append(seconds / (simulated / setup.step) * 1e6)
    return {
        "cases": float(len(batch)),
        "us_a_step_to_the_end": statistics.median(to_the_end),
        "us_a_step_at_first": statistics.median(at_first),
        "costlier_to_the_end": statistics.median(a / b for a, b in zip(to_the_end, at_first, strict=True)),
    }


def neighbours(path: Path) -> list[Drive]:
    """Neighbouring cases from the middle of a file."""
    part = part_of(path.stem, path)
    count = min(NEIGHBOURS, part.count)
    first = (part.count - count) // 2
    return [Drive(part.at(first + k), 0) for k in range(count)]


@contextmanager
def timed(owner: Any, name: str, label: str, spent: dict[str, float]) -> Iterator[None]:
    """Add up the processor seconds of a function."""
    function = getattr(owner, name)

    def call(*given: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[label] += time.process_time() - started

    with patch.object(owner, name, call):
        yield


def whole(files: list[Path], _: Setup) -> dict[str, float]:
    """The exam itself."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "aureole", "exam", *map(str, files), "--driver", "rules", "--out", folder]
        code = subprocess.run([*line, "--keep", "0"], stdout=subprocess.DEVNULL, check=False).returncode
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        verdicts = json.loads((Path(folder) / "verdicts.json").read_text())
    cores = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows = verdicts["cases"]
    simulated = sum(row["measures"].get("time", 0.0) for row in rows)
    return {
        "cases": float(len(rows)),
        "exit_code": float(code),
        "wall_s": wall,
        "core_s": cores,
        "cases_a_core_second": len(rows) / cores,
        "simulated_s_a_case": simulated / len(rows),
        "us_a_step": cores / (simulated / 0.01) * 1e6,
        "of_an_established_player": PLAYER * len(rows) / cores,
        **{name: float(verdicts["summary"]["rules"][name]) for name in ("passed", "failed", "unavoidable")},
    }


def main() -> None:
    """Measure and print."""
    files = sorted(FOLDER.glob("*variation*.xosc"))
    if not files:
        print(f"no ALKS variation files in {FOLDER}: set AUREOLE_DATA", file=sys.stderr)
        sys.exit(3)
    setup = given.setup("rules", None, step=0.01, timeout=SPAN, order="", ego=None)
    ways = {"--whole": whole, "--parts": parted, "--ends": ends}
    measure = next((way for option, way in ways.items() if option in sys.argv), sampled)
    tell("grid", measure(files, setup))


def tell(benchmark: str, figures: dict[str, float]) -> None:
    """Print them beside what is aimed at."""
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": benchmark, **figures}))
        return
    aims = {"cases_a_core_second": "≥ 101", "wall_s": "≤ 600"}
    print(f"{'figure':<26}{'measured':>14}{'aim':>8}")
    for name, value in figures.items():
        print(f"{name:<26}{value:>14.4f}{aims.get(name, ''):>8}")


if __name__ == "__main__":
    main()
