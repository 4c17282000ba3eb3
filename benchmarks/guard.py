"""What one check of the guard costs for one car, beside one step of the follower in the same run.

    python benchmarks/guard.py [--json]

Driver `rules` on `cut-in`, dt 0.01 s: every step follower and guard get the same words; processor microseconds a call,
median of all steps and 99th percentile. The guard passes every command of this drive unchanged, which is checked.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from aureole.cli import given
from aureole.core.command import Command
from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Setup
from aureole.exam.logged.worlds import build_world
from aureole.runtime.guard.guard import Guard
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower


class Timed:
    """A follower with a guard behind it, both timed."""

    def __init__(self) -> None:
        self.inner, self.spent, self.touched = Follower(), list[tuple[int, int]](), 0

    def reset(self, mission: Mission) -> Any:
        """Both memories."""
        self.guard = Guard(mission.car, mission.step)
        return self.inner.reset(mission), self.guard.reset(len(mission.set_speed))

    def follow(self, plan: Plan, observation: Observation, memory: Any) -> tuple[Command, Any]:
        """One step of both."""
        first = time.thread_time_ns()
        command, hands = self.inner.follow(plan, observation, memory[0])
        second = time.thread_time_ns()
        out, kept, _ = self.guard.check(command, plan, observation, int(observation.stamp[0]), memory[1])
        self.spent.append((second - first, time.thread_time_ns() - second))
        self.touched += out is not command
        return out, (hands, kept)


def main() -> None:
    """Print the table."""
    follower = Timed()
    world = build_world([Drive(given.case_of("cut-in", []), 0)], Setup("rules", Rules))
    run(world, Rules(), follower)
    spent = np.array(follower.spent) / 1e3
    figures = {
        "steps": len(spent),
        "touched": follower.touched,
        "follower_us": round(float(np.median(spent[:, 0])), 1),
        "guard_us": round(float(np.median(spent[:, 1])), 1),
        "guard_p99_us": round(float(np.percentile(spent[:, 1], 99)), 1),
        "ratio": round(float(np.median(spent[:, 1]) / np.median(spent[:, 0])), 2),
    }
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:14} {value}")


if __name__ == "__main__":
    main()
