"""What it costs to perceive: the time of an exam given and perceived, and where that of the latter goes.

Run as `python benchmarks/perceived.py [--cases N] [--suite NAME] [--driver NAME] [--jobs N] [--perception FILE.onnx]
[--json]`: N cases of a suite, evenly spread (200 of interactive-44-train), are driven by `rules` or whoever is named in
two processes, once with things given and once with pictures; then one process drives a few of them alone and says
which part took how long. The aim is five minutes for 200 cases on two cores. A first drive, which is not counted,
compiles the kernels.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from aureole.cli import given
from aureole.drivers.perception import driver as perceiving
from aureole.drivers.perception.network import Perceiver
from aureole.exam import drive
from aureole.exam.examine import Drive, Setup, examine
from aureole.exam.logged import worlds
from aureole.exam.suites import suite as suites
from aureole.fleet.pool import Pool
from aureole.world.sensing.eyes.senses import Perceived

AIM = 300.0  # s; of 200 cases on two cores
WHOLE = 200  # cases
ALONE = 6  # cases of which the parts are told
LONGEST = 60.0  # s of a drive; one that stands for its usual ten minutes is no measure of the others


def chosen(name: str, count: int) -> list[Drive]:
    """Cases of a suite, evenly spread."""
    entries = suites.load(name).entries
    count = min(count, len(entries))
    return [Drive(entries[k * len(entries) // count], 0) for k in range(count)]


def seconds(drives: Sequence[Drive], setup: Setup, jobs: int) -> dict[str, float]:
    """Wall-clock and processor seconds of an exam, the seconds that were driven, and how many drives passed."""
    before, begun = spent(), time.perf_counter()
    with Pool(jobs) as pool:
        verdicts = examine(drives, setup, executor=pool)
    driven = sum(verdict.measures.get("time", 0.0) for verdict in verdicts)
    return {
        "wall": time.perf_counter() - begun, "cpu": spent() - before, "driven": driven,
        "passed": sum(verdict.passed for verdict in verdicts),
    }  # fmt: skip


def spent() -> float:
    """Processor seconds of this process and of its children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


class Parts:
    """Adds up the processor seconds of some functions while a block runs."""

    def __init__(self) -> None:
        self.of: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self.undo: list[Callable[[], None]] = []

    def time(self, home: Any, name: str, part: str) -> None:
        """Measure a function from now on."""
        function = getattr(home, name)
        self.undo.append(lambda: setattr(home, name, function))

        def timed(*words: Any, **more: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*words, **more)
            finally:
                self.of[part] = self.of.get(part, 0.0) + time.process_time() - begun
                self.calls[part] = self.calls.get(part, 0) + 1

        setattr(home, name, timed)

    def done(self) -> None:
        """As it was."""
        for undo in self.undo:
            undo()


def parts(drives: Sequence[Drive], setup: Setup) -> dict[str, float]:
    """Processor seconds a case by part, driven by this process alone."""
    timing, begun = Parts(), time.process_time()
    timing.time(worlds, "eyed", "stage")
    timing.time(Perceived, "sense", "pictures")
    timing.time(perceiving.Perceiving, "perceive", "perception")
    timing.time(Perceiver, "look", "network")
    for one in drives:
        drive.judged([one], setup)
    timing.done()
    whole = time.process_time() - begun
    found = {name: value / len(drives) for name, value in timing.of.items()}
    told = sum(value for name, value in found.items() if name != "network")
    looks = timing.calls.get("network", 1)
    return {
        **found, "the rest": whole / len(drives) - told, "whole": whole / len(drives), "looks": looks / len(drives),
        "ms of pictures": 1000.0 * timing.of.get("pictures", 0.0) / looks,
        "ms of perception": 1000.0 * timing.of.get("perception", 0.0) / looks,
        "ms of the network": 1000.0 * timing.of.get("network", 0.0) / looks,
    }  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What it costs to perceive.")
    parser.add_argument("--cases", type=int, default=WHOLE)
    parser.add_argument("--suite", default="interactive-44-train")
    parser.add_argument("--driver", default="rules")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--perception", default="")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    drives = chosen(asked.suite, asked.cases)
    setups = {
        "given": given.setup(asked.driver, None, timeout=LONGEST),
        "perceived": given.setup(asked.driver, None, timeout=LONGEST, senses="perceived", perception=asked.perception),
    }
    for setup in setups.values():
        drive.judged(drives[:1], replace(setup, timeout=1.0))
    rows = {name: seconds(drives, setup, asked.jobs) for name, setup in setups.items()}
    alone = parts(drives[: min(ALONE, len(drives))], setups["perceived"])
    if asked.json:
        words = {"suite": asked.suite, "driver": asked.driver, "cases": len(drives), "jobs": asked.jobs}
        print(json.dumps({**words, **rows, "parts": alone}))
        return
    print(f"{len(drives)} cases of {asked.suite}, {asked.driver}, {asked.jobs} processes")
    print(f"{'senses':<12}{'wall s':>9}{'cpu s':>9}{'driven s':>10}{'passed':>8}{f'wall s for {WHOLE}':>18}")
    for name, row in rows.items():
        for_all = row["wall"] * WHOLE / len(drives)
        print(
            f"{name:<12}{row['wall']:>9.1f}{row['cpu']:>9.1f}{row['driven']:>10.1f}{row['passed']:>8}{for_all:>18.0f}"
        )
    print(f"aim: {AIM:.0f} s for {WHOLE} cases on two cores")
    print("perceived, one process, processor seconds a case: " + ", ".join(f"{k} {v:.2f}" for k, v in alone.items()))


if __name__ == "__main__":
    main()
