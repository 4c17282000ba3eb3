"""Every service of a driving car killed in turn: when it is seen, when another one serves, what the car did meanwhile.

    python benchmarks/recovery.py [--json] [--short] [--rounds N]

Driver `rules` on an empty motorway at 110 km/h, the world behind the port, a process for each service, real time, two
CPU hogs beside. A process of its own kills a service with SIGKILL and notes the moment; each when it has lived well
(10 s), so that no back-off is part of it. `seen`: until the supervisor notes the death. `forked`: until the successor
is a process. `serves`: until the successor's first call begins. Managed: services, supervisor and zygote have
SCHED_FIFO (without the right to it: none has, and it says so). Meanwhile: by how much the car became slower and how far
it left its line within 1.2 s, at worst. Medians and worst over all kills of a service.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import sys
import time
from typing import Any

from chain import option
from nerves.driving import CHAIN, PRIORITIES, Booted, Moment, system_of, world_of
from nerves.hogs import Hogs
from nerves.rights import granted

from aureole.runtime.facilities.priority import as_anybody
from aureole.runtime.modes.backoff import HEALTHY
from aureole.world.scenarios.embedded import library

CASE = "motorway-free"
AIMS = {"seen": 2.0, "serves": 20.0}  # ms, p50
REST = 1.2  # s; between two kills
PATIENCE = 10.0  # s
LONGEST = 58.0  # s; the case's own end


def kill(pid: int) -> tuple[int, int]:
    """Kill it from a process of our own, in a tenth of a second.

    That process, and the read end of a pipe that tells the moment. It must be ended by whoever asked: an end of its own
    would take its core for as long as its memory is given back, above the very node whose end is measured.
    """
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            time.sleep(0.1 + (pid % 10) * 1e-3)
            os.write(told, str(time.monotonic_ns()).encode())
            os.kill(pid, signal.SIGKILL)
            signal.pause()
        finally:
            os._exit(0)
    os.close(told)
    return child, heard


def killed(car: Booted, victim: str) -> dict[str, float] | None:
    """ms until it was seen, another one forked, and serving; None: it did not come back."""
    born = car.supervisor.nodes[victim].born
    well = born + HEALTHY if victim in car.killed else born
    car.killed.add(victim)
    car.until(lambda: car.supervisor.clock.now() > well, PATIENCE + REST)
    mark = len(car.notices)
    child, heard = kill(car.supervisor.nodes[victim].pid)

    def told(what: str) -> int | None:
        return next((n.moment for n in car.notices[mark:] if n.domain == victim and n.what == what), None)

    before = len(car.rows[victim])
    came_back = car.until(lambda: told("started") is not None and car.calls(victim) > 1, PATIENCE)
    at = int(os.read(heard, 32))
    os.close(heard)
    as_anybody(child)
    os.kill(child, signal.SIGKILL)
    car.children.append(child)  # taken leave of at the end: its memory is given back beside everybody else
    ended, started = told("ended"), told("started")
    if not came_back or ended is None or started is None:
        return None
    first = next(row.started for row in car.rows[victim][before:] if row.started > started)
    return {"at": at, "seen": (ended - at) * 1e-6, "forked": (started - at) * 1e-6, "serves": (first - at) * 1e-6}


def meanwhile(seen: list[Moment], at: int) -> tuple[float, float]:
    """(m/s slower, m off its line) at worst after a moment of the clock."""
    span = [moment for moment in seen if at <= moment.clock <= at + REST * 1e9]
    if not span:
        return float("nan"), float("nan")
    slower = span[0].speed - min(moment.speed for moment in span)
    return slower, max(abs(moment.y - span[0].y) for moment in span)


def drive(rounds: int, *, managed: bool) -> tuple[dict[str, list[dict[str, float]]], int]:
    """One drive with every service killed `rounds` times; what was found, and how often one did not come back."""
    seconds = min(6.0 + len(CHAIN) * (REST + 1.0) + (rounds - 1) * (HEALTHY * 1e-9 + REST), LONGEST)
    entry = library.find(CASE)
    world, _ = world_of(entry.path, {**entry.params, "Duration": "60"}, seconds)
    system = system_of(world, seconds, PRIORITIES if managed else {})
    found: dict[str, list[dict[str, float]]] = {name: [] for name in CHAIN}
    lost = 0
    with Booted(system, managed) as car:
        car.until(lambda: car.calls("witness") > 100, 60.0)
        for _ in range(rounds):
            for victim in CHAIN:
                one = killed(car, victim)
                lost += one is None
                found[victim] += [one] if one is not None else []
                car.until(lambda: False, REST)
        car.until(lambda: "witness" in car.supervisor.results, seconds + PATIENCE)
        seen = car.seen() if "witness" in car.supervisor.results else []
    for each in found.values():
        for one in each:
            one["slower"], one["aside"] = meanwhile(seen, int(one["at"]))
    return found, lost


def main() -> None:
    """Measure and print."""
    rounds, managed = option("--rounds", 2 if "--short" in sys.argv else 5), granted()
    with Hogs():
        found, lost = drive(rounds, managed=managed)
    table: dict[str, Any] = {}
    for name, each in found.items():
        table[name] = {"kills": len(each)}
        for what in ("seen", "forked", "serves", "slower", "aside"):
            numbers = [one[what] for one in each]
            table[name][what] = statistics.median(numbers) if numbers else float("nan")
            table[name][f"worst_{what}"] = max(numbers, default=float("nan"))
    if "--json" in sys.argv:
        head = {"benchmark": "recovery", "cores": os.cpu_count(), "load": os.getloadavg()[0], "managed": managed}
        print(json.dumps({**head, "aims_ms": AIMS, "did_not_come_back": lost, "figures": table}))
        return
    print(f"{CASE}, every service killed {rounds} times; load {os.getloadavg()[0]:.1f} at the end, two hogs among it")
    heads = ("seen ms", "worst", "forked ms", "worst", "serves ms", "worst", "slower m/s", "aside m")
    print(f"{'killed':<10}" + "".join(f"{head:>11}" for head in heads))
    for name, row in table.items():
        cells = [row[key] for what in ("seen", "forked", "serves") for key in (what, f"worst_{what}")]
        cells += [row["worst_slower"], row["worst_aside"]]
        print(f"{name:<10}" + "".join(f"{cell:>11.2f}" for cell in cells))
    print(f"aims: seen <= {AIMS['seen']:g} ms, serves <= {AIMS['serves']:g} ms (p50); did not come back: {lost}")
    if not managed:
        print("managed: not measured, this user may not claim real-time priority")


if __name__ == "__main__":
    main()
