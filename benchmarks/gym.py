"""How fast the gym is: steps of environments per processor second, against the batched world that lies under it.

    python benchmarks/gym.py [--json]

1,000 worlds of one learner on four made roundabouts, the usual sizes of observation, random actions drawn before.
`vector` steps through Gymnasium's interface: actions, world, routes, rewards, ends, infos, new beginnings; `batch` is
the batched world alone, with nothing begun anew; `share` is the vector's speed as a part of the batch's. The same with
traffic (8 vehicles for each km of lane): `vector traffic`, `batch traffic`. `single` is one environment of one world.
`parallel` counts the steps of eight agents in one world. `bytes` is what the arrays of a world take, without and with
traffic (32 agents at most). Processor seconds, interleaved, median of five.
"""

from __future__ import annotations

import functools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from aureole.core.errors import Missing
from aureole.core.noise import key, uniform
from aureole.world.traffic.ground.ground import size_of

if TYPE_CHECKING:
    from aureole.gym.course import Course

RUNS, STEPS, WORLDS, FEW, AGENTS = 5, 20, 1000, 300, 8
TRAFFIC = 8.0  # vehicles/km


def held(course: Course) -> int:
    """Bytes of all arrays of its worlds: state, flags, what is seen, actions, routes, tracks."""
    batch = course.batch
    parts = (batch.agents, batch.flags, batch.seen, batch.aim, course.track, course.episodes.routes)
    return sum(size_of(part) for part in parts) + 2 * batch.aim.nbytes


def spent(work: Callable[[], object], steps: int) -> float:
    """Processor seconds of so many steps."""
    begin = time.process_time()
    for _ in range(steps):
        work()
    return time.process_time() - begin


def measure() -> dict[str, float]:
    """All figures."""
    from aureole.gym.parallel import DriveParallel
    from aureole.gym.single import Drive
    from aureole.gym.vector import DriveVector

    actions = (2.0 * uniform(np.array([key("benchmark", 0, "gym")], np.uint64), 0, (WORLDS, 2))[0] - 1.0) * [1.0, 0.2]
    actions = actions.astype(np.float32)
    figures: dict[str, float] = {}
    works: dict[str, tuple[Callable[[], object], int, int]] = {}
    for name, traffic in (("", 0.0), (" traffic", TRAFFIC)):
        vector, bare = DriveVector(WORLDS, traffic=traffic), DriveVector(WORLDS, traffic=traffic)
        for env in (vector, bare):
            env.reset(seed=1)
            env.step(actions)
        figures[f"bytes{name}"] = held(vector.course) / WORLDS
        works[f"vector{name}"] = (functools.partial(vector.step, actions), STEPS, WORLDS)
        world = bare.course.batch
        works[f"batch{name}"] = (functools.partial(world.step, np.zeros((WORLDS, world.count, 2))), STEPS, WORLDS)
    single, cars = Drive(), DriveParallel(learners=AGENTS, way=(40.0, 80.0))
    works["single"] = (functools.partial(alone, single, actions[0]), FEW, 1)
    works["parallel"] = (functools.partial(together, cars, actions), FEW, AGENTS)
    runs: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(RUNS):
        for name, (work, steps, each) in works.items():
            work()
            runs[name].append(steps * each / spent(work, steps))
    figures |= {name: statistics.median(values) for name, values in runs.items()}
    for name in ("", " traffic"):
        figures[f"share{name}"] = figures[f"vector{name}"] / figures[f"batch{name}"]
    return figures


def alone(env: Any, action: np.ndarray) -> None:
    """A step, and a reset where there is need of one."""
    if not env._begun or any(env.step(action)[2:4]):  # noqa: SLF001
        env.reset(seed=None if env._begun else 1)  # noqa: SLF001


def together(env: Any, actions: np.ndarray) -> None:
    """A step of all agents that are left, and a reset where nobody is."""
    if len(env.agents) < AGENTS:  # so that all steps are of as many
        env.reset(seed=None if env._seeded else 1)  # noqa: SLF001
    env.step({agent: actions[k] for k, agent in enumerate(env.agents)})


def main() -> None:
    """Measure and print."""
    try:
        figures = measure()
    except Missing as missing:
        print(f"left out: {missing}")
        return
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "gym", "cores": os.cpu_count(), **figures}))
        return
    print(f"{'figure':<20}{'measured':>14}")
    for name, value in figures.items():
        print(f"{name:<20}{value:>14,.{0 if value > 100 else 3}f}")


if __name__ == "__main__":
    main()
