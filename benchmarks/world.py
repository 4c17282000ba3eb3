"""How fast the batched world is: agent-steps per processor second of one core, with what agents observe.

    python benchmarks/world.py [--json] [--peers]

Needs the public data (AUREOLE_DATA, default ../shared/data): CARLA's Town10HD, 100 worlds of 64 cars on its lanes, dt
0.1 s. Each step moves every car (a kinematic bicycle, the action drawn once), finds collisions, off-road and wrong-lane
flags, and writes the observation of all 64. `traffic` moves everybody by the traffic's brains instead (cars, lorries,
bicycles, walkers, lights; 30 s after they were put there), `traffic 16+64` checks and observes all, too; who is away is
not counted. Processor seconds, all variants interleaved, median of five; `load` is the load average meanwhile.
`threads` compares wall time of two threads with one; it needs two free cores to mean anything. `threads, processor`
is twice the processor time of one thread over that of two: what two free cores would give but for waiting at the end.
`memory` is what a process with 1,000 such worlds takes more than one without (VmRSS, Linux), and the map's part of it.
`--peers` installs highway-env, libsumo and JAX from PyPI, each into an environment of its own, and measures them in the
same run, interleaved; without it they are left out by name. JAX gets our cars, our actions and our lists of points.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

from aureole.core.noise import key, uniform
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.batch import Batch
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.demand.drawing import Start
from aureole.world.traffic.demand.learners import Learners
from aureole.world.traffic.demand.logs import no_logs
from aureole.world.traffic.ground.compiling import ground_of
from aureole.world.traffic.ground.ground import Ground, Line, size_of
from aureole.world.traffic.minds import Traffic
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.net.lights import lights_of
from aureole.world.traffic.site import Site, batch_of
from aureole.world.traffic.sizes import Sizes
from aureole.world.traffic.state import Agents, Mind

DATA = Path(os.environ.get("AUREOLE_DATA", "../shared/data"))
TOWN = DATA / "odr-carla-towns/Town10HD.xodr.gz"
PEERS = {
    "highway-env": ("motorway.py", ["highway-env"]),
    "libsumo": ("streets.py", ["libsumo", "eclipse-sumo"]),
    "jax": ("jitted.py", ["jax"]),
}
OURS = {"libsumo": "traffic"}  # what of ours a peer is compared with; else with `16+64`
RUNS, STEPS, LONGER = 5, 10, 40  # rounds; steps; steps with two threads, which must wake first
WORLDS, CARS = 100, 64
VARIANTS = {"nothing": (0, 0), "16+64": (16, 64), "63+200": (63, 200)}
MINDED = {"traffic": (0, 0, 0), "traffic 16+64": (16, 64, -1)}
DEMAND = Demand(density=20.0, walkers=8)
WARM = 300  # steps of traffic before it is measured, as for libsumo
AIMS = {"16+64": "2.5e6", "63+200": "1e6", "threads": "1.9", "memory_gb": "<= 1", "times highway-env": "5000",
        "times libsumo": "10"}  # fmt: skip


def cars(ground: Ground, worlds: int) -> Agents:
    """Learners on the lanes, as they lie, at 0 to 10 m/s; in each world within 120 m of a place of its own."""
    points, shape = ground.points, (worlds, CARS)
    middle = np.flatnonzero(points.kind == Line.CENTRE)
    draw = uniform(np.array([key("benchmark", 0, "cars")], np.uint64), 0, (*shape, 4))[0]
    agents = Agents.empty(*shape)
    row = np.empty(shape, np.int64)
    for w in range(worlds):
        home = points.xy[middle[int(draw[w, 0, 0] * len(middle))], :2]
        some = middle[np.hypot(*(points.xy[middle, :2] - home).T) < 120.0]
        row[w] = some[(draw[w, :, 1] * len(some)).astype(int)]
    pose = points.xy[row]
    agents.present[:], agents.mind[:], agents.kind[:] = True, Mind.LEARNER, 1
    agents.x[:], agents.y[:] = pose[..., 0] + points.origin[0], pose[..., 1] + points.origin[1]
    agents.heading[:] = np.arctan2(pose[..., 3], pose[..., 2])
    agents.length[:], agents.width[:], agents.ahead[:], agents.base[:] = 4.5, 1.8, 1.35, 2.7
    agents.speed[:] = 10.0 * draw[..., 2]
    return agents


def spent(batch: Batch, actions: np.ndarray, steps: int = STEPS) -> tuple[float, float]:
    """(processor seconds, wall seconds) of some steps from the reset."""
    batch.reset()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(steps):
        batch.step(actions)
    return time.process_time() - cpu, time.perf_counter() - wall


def travelled(batch: Batch) -> float:
    """Agent-steps of whoever is there a processor second, over `STEPS` steps from where the traffic is."""
    moved, cpu = 0, time.process_time()
    for _ in range(STEPS):
        batch.step()
        moved += int(batch.agents.present.sum())
    return moved / (time.process_time() - cpu)


def peers_ready(folder: Path) -> dict[str, list[str]]:
    """Commands that measure each peer, its packages installed in an environment of its own."""
    commands = {}
    for name, (script, packages) in PEERS.items():
        home = folder / name
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin/python", "-m", "pip", "install", "-q", *packages], check=True)
        commands[name] = [str(home / "bin/python"), str(Path(__file__).parent / "peers" / script)]
    if "jax" in commands:
        commands["jax"].append(str(folder / "tables.npz"))
        np.savez(commands["jax"][-1], **plain())
    return commands


def plain() -> dict[str, np.ndarray]:
    """Our cars, actions, road points and lists of the 64 nearest as plain tables, float32 and int32, for a peer."""
    ground = ground_of(read_map(TOWN).road, 64)
    points, surface, agents = ground.points, ground.surface, cars(ground, WORLDS)
    tally = points.cell[:-1, 1] + points.cell[:-1, 2]
    lists = np.full((len(tally) + 1, tally.max()), len(points.kind), np.int32)
    for cell, (first, count) in enumerate(zip(points.cell[:, 0], tally, strict=False)):
        lists[cell, :count] = points.near[first : first + count]
    side = points.side
    rows, columns = np.divmod(np.arange(surface.block.size), surface.block.shape[1])
    cells = np.full((surface.block.shape[0] * side, surface.block.shape[1] * side), len(tally), np.int32)
    for block, row, column in zip(surface.block.reshape(-1), rows * side, columns * side, strict=True):
        if block >= 0:
            own = np.arange(side * side).reshape(side, side) + block * side * side
            cells[row : row + side, column : column + side] = own
    table = np.concatenate([np.column_stack([points.xy, points.kind]), [[1e6, 1e6, 0, 0, 0]]])
    frame = [*(surface.frame[:2] - points.origin), surface.frame[2] / side]
    place = [agents.x - points.origin[0], agents.y - points.origin[1], agents.heading, agents.speed]
    found = {"points": table, "frame": np.array(frame), "state": np.stack(place, -1), "actions": drawn_actions()}
    return {"lists": lists, "cells": cells, **{name: value.astype(np.float32) for name, value in found.items()}}


def drawn_actions() -> np.ndarray:
    """(worlds, cars, 2): acceleration, steering; drawn once."""
    actions = uniform(np.array([key("benchmark", 0, "act")], np.uint64), 0, (WORLDS, CARS, 2))[0]
    return (actions - 0.5) * np.array([2.0, 0.05])


def resident() -> float:
    """Bytes of this process in memory; NaN where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    return next(float(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmRSS"))


def measure(commands: dict[str, list[str]]) -> dict[str, float]:
    """All figures, interleaved; agent-steps per processor second unless named otherwise."""
    map_ = read_map(TOWN)
    grounds = {points: ground_of(map_.road, points) for points in (64, 200)}
    batches = {
        name: Batch(grounds[max(points, 64)], cars(grounds[64], WORLDS), Sizes(others, points))
        for name, (others, points) in VARIANTS.items()
    }
    two = Batch(grounds[64], cars(grounds[64], WORLDS), Sizes(16, 64), threads=2)
    net = net_of(map_)
    site, start = Site(grounds[64], Traffic(net, lights_of(net), no_logs())), Start(DEMAND, Learners(0), rows=CARS)
    minded = {name: batch_of(site, start, WORLDS, sizes=Sizes(*sizes)) for name, sizes in MINDED.items()}
    for batch in minded.values():
        for _ in range(WARM):
            batch.step()
    actions = drawn_actions()
    runs: dict[str, list[float]] = {
        name: [] for name in (*batches, *minded, "threads", "threads, processor", "load", *commands)
    }
    for _ in range(RUNS):
        times = {name: spent(batch, actions) for name, batch in batches.items()}
        for name, (cpu, _) in times.items():
            runs[name].append(WORLDS * CARS * STEPS / cpu)
        alone, both = spent(batches["16+64"], actions, LONGER), spent(two, actions, LONGER)
        runs["threads"].append(alone[1] / both[1])
        runs["threads, processor"].append(2.0 * alone[0] / both[0])
        for name, batch in minded.items():
            runs[name].append(travelled(batch))
        for name, command in commands.items():
            told = subprocess.run(command, check=True, capture_output=True, text=True)
            runs[name].append(float(told.stdout.split()[-1]))
        runs["load"].append(os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan"))
    figures = {name: statistics.median(values) for name, values in runs.items()}
    before = resident()
    thousand = Batch(grounds[64], cars(grounds[64], 1000), Sizes(16, 64))
    thousand.step()
    figures["memory_gb"] = (resident() - before + size_of(grounds[64])) / 1e9
    figures["map_mb"] = size_of(grounds[64]) / 1e6
    for name in commands:
        figures[f"times {name}"] = figures[OURS.get(name, "16+64")] / figures[name]
    return figures


def main() -> None:
    """Measure and print."""
    if not TOWN.exists():
        print(f"no public data at {DATA}: set AUREOLE_DATA", file=sys.stderr)
        raise SystemExit(3)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(peers_ready(Path(folder)) if "--peers" in sys.argv else {})
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "world", "cores": os.cpu_count(), **figures}))
        return
    print(f"{'figure':<20}{'measured':>14}{'aim':>8}")
    for name, value in figures.items():
        print(f"{name:<20}{value:>14,.{0 if value > 1000 else 3}f}{AIMS.get(name, ''):>8}")
    if "--peers" not in sys.argv:
        print(f"left out: {', '.join(PEERS)} (--peers installs and measures them)")


if __name__ == "__main__":
    main()
