"""Emergency braking from 120 km/h in the world, the machine under perception load: where the time goes, where it stops.

    python benchmarks/aeb.py [--json] [--short] [--rounds N]

Three cars appear 85 m ahead of a car at 33.3 m/s, one in each lane (benchmarks/cases/appears.xosc), each drive 10 ms
later than the one before, so that every phase of the driver's 0.1 s occurs. Driver `rules`, a process for each service,
real time; beside them two CPU hogs and two processes that multiply matrices without pause, as perception does. Managed:
SCHED_FIFO by safety level, memory locked. Unmanaged: as any process, all but the port: the world is physics, and does
not wait for a processor. Managed and unmanaged drives take turns.

`had`: the car's speed when they appeared. `stops`: metres from there to where it stood (of the world's truth; there is
room for 80), or how fast it was when it hit one of them. `brakes`: seconds of the world until the port had a command
below -3 m/s^2. A car whose commands come late brakes by itself: it may be slow by then. Budget, stage by stage, of
every run of the chain in all drives: from the moment of a look to the first command that knows the plan made of it, ms,
p50/p99/worst: the port's own step, the way to the driver, the driver, the way to the follower (it waits for its next
look, 10 ms), the follower, to and through the guard. The sensors' own latency (0.1 s), the driver's period and the
brakes' lag are the car's and the same for both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from chain import option
from nerves.driving import CHAIN, PRIORITIES, STEP, Booted, Moment, system_of, world_of
from nerves.hogs import Hogs
from nerves.rights import granted

from aureole.runtime.nodes.pulse import Row

CASE = Path(__file__).parent / "cases" / "appears.xosc"
APPEARS, SECONDS = 2.0, 10.0  # s
AFTER = 1.0  # s; so long a drive goes on when the car has hit something
HARD = -3.0  # m/s^2; below it is no comfort any more
LOAD = "import numpy as np\na = np.ones((384, 384), np.float32)\nwhile True: a = np.tanh(a @ a * 1e-4)"
STAGES = ("port", "to driver", "driver", "to follower", "follower", "to guard", "guard")


def drive(number: int, *, managed: bool) -> tuple[dict[str, float], list[list[float]]]:
    """What one drive came to, and the stages of each run of its chain, ms."""
    appears = APPEARS + number * STEP
    world, _ = world_of(CASE, {"Appears": f"{appears:g}", "Duration": f"{SECONDS:g}"}, SECONDS)
    priorities = PRIORITIES if managed else {"port": PRIORITIES["port"]}
    with Booted(system_of(world, SECONDS, priorities), managed) as car:
        if not car.until(lambda: "witness" in car.supervisor.results, SECONDS + 60.0):
            raise SystemExit(f"the drive came to no end: {car.notices[-3:]}")
        return came_to(car.seen(), appears), stages(car.rows)


def came_to(seen: list[Moment], appears: float) -> dict[str, float]:
    """Metres until it stood, or m/s at which it hit; seconds until it braked hard."""
    first = next(moment for moment in seen if moment.time >= appears - 1e-6)
    hard = [moment.time for moment in seen if moment.time >= appears and moment.wished < HARD]
    still = seen[-1].speed < 0.1
    met = next(moment for moment in seen if moment.time >= seen[-1].time - AFTER)
    return {
        "stops": seen[-1].x - first.x if still else float("inf"), "hits": 0.0 if still else met.speed,
        "speed": first.speed,
        "brakes": hard[0] - appears if hard else float("inf"),
        "steps_lost": round((seen[-1].clock - seen[0].clock) * 1e-9 / STEP) + 1 - len(seen),
    }  # fmt: skip


def stages(rows: dict[str, list[Row]]) -> list[list[float]]:
    """ms of each stage, of every run: joined by the moment that woke them, the driver's plan by the next look."""
    port, driver, follower, guard = (rows[name] for name in CHAIN)
    looks = {row.stamp: row for row in port}
    hands = sorted(follower, key=lambda row: row.started)
    checks = {row.stamp: row for row in guard}
    begun = np.array([row.started for row in hands])
    found = []
    for mind in driver:
        look, k = looks.get(mind.stamp), int(np.searchsorted(begun, mind.ended))
        if look is None or k >= len(hands) or (check := checks.get(hands[k].stamp)) is None:
            continue
        hand = hands[k]
        marks = [look.woken, look.ended, mind.started, mind.ended, hand.started, hand.ended, check.started, check.ended]
        found.append((np.diff(marks) * 1e-6).tolist())
    return found


def spread(values: list[float]) -> dict[str, float]:
    """Least, median, most."""
    return {"least": min(values), "median": float(np.median(values)), "most": max(values)}


def main() -> None:
    """Measure and print."""
    rounds, may = option("--rounds", 2 if "--short" in sys.argv else 5), granted()
    ways = {"managed": True, "unmanaged": False} if may else {"unmanaged": False}
    found: dict[str, list[tuple[dict[str, float], list[list[float]]]]] = {name: [] for name in ways}
    quiet = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with Hogs():
        load = [subprocess.Popen([sys.executable, "-c", LOAD], env=quiet) for _ in range(2)]
        try:
            for number in range(rounds):
                for name, managed in ways.items():
                    found[name].append(drive(number, managed=managed))
        finally:
            for each in load:
                each.kill()
                each.wait()
    table: dict[str, Any] = {}
    for name, drives in found.items():
        runs = np.array([run for _, each in drives for run in each])
        runs = np.column_stack([runs, runs.sum(axis=1)])
        table[name] = {
            **{what: spread([one[what] for one, _ in drives]) for what in ("speed", "stops", "brakes", "steps_lost")},
            "all_stops": [one["stops"] for one, _ in drives], "all_hits": [one["hits"] for one, _ in drives],
            "budget_ms": {
                stage: np.percentile(runs[:, k], (50, 99, 100)).round(3).tolist()
                for k, stage in enumerate((*STAGES, "all"))
            },
        }  # fmt: skip
    tell(table, rounds, may=may)


def tell(table: dict[str, Any], rounds: int, *, may: bool) -> None:
    """Tables, or one JSON object."""
    if "--json" in sys.argv:
        head = {"benchmark": "aeb", "cores": os.cpu_count(), "load": os.getloadavg()[0], "rounds": rounds}
        print(json.dumps({**head, "managed": may, "figures": table}))
        return
    print(f"120 km/h, cars appear 85 m ahead, {rounds} drives each; load {os.getloadavg()[0]:.1f} at the end")
    print(
        f"{'':<12}{'stops m: least':>15}{'median':>9}{'most':>9}{'brakes s: median':>18}{'most':>8}{'steps lost':>12}"
    )
    for name, row in table.items():
        stops, brakes = row["stops"], row["brakes"]
        cells = [row["speed"]["least"], *stops.values(), brakes["median"], brakes["most"], row["steps_lost"]["most"]]
        print(f"{name:<10}" + "".join(f"{cell:>17.2f}" for cell in cells))
    print(f"{'ms p50/p99/worst':<17}" + "".join(f"{name:>27}" for name in table))
    for stage in (*STAGES, "all"):
        cells = ("/".join(f"{value:.2f}" for value in row["budget_ms"][stage]) for row in table.values())
        print(f"{stage:<17}" + "".join(f"{cell:>27}" for cell in cells))
    for name, row in table.items():
        ends = zip(row["all_stops"], row["all_hits"], strict=True)
        print(f"{name}: " + ", ".join(f"hit at {hit:.1f} m/s" if hit else f"{stop:.1f} m" for stop, hit in ends))
    if not may:
        print("managed: not measured, this user may not claim real-time priority")


if __name__ == "__main__":
    main()
