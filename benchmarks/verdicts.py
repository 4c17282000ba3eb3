"""What the verdicts of a large exam cost: to sum up, write, read, and compare with those of another.

    python benchmarks/verdicts.py [--json]

121,060 made-up verdicts a driver (the size of the public ALKS variation set), each with five parameters, 22 measures,
eight clauses and one or two events; processor seconds of one core. `before` is how a file was read until it was read
by its types: decoded to dictionaries, every verdict made from one.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from aureole.core.verdict import Event, Verdict
from aureole.exam import verdicts
from aureole.exam.compare.compare import compare
from aureole.exam.compare.sides import Side
from aureole.exam.reading import uncollected

CASES = 121_060
FILES = 15
STATUSES = ("passed",) * 16 + ("failed",) * 2 + ("unavoidable", "not_exercised")
MEASURES = (
    "min_ttc", "min_gap", "min_time_gap", "time", "distance", "mean_speed", "max_speed", "set_speed_share", "standing",
    "progress", "max_offset", "min_line_distance", "lane_changes", "max_accel", "max_brake", "max_jerk",
    "max_lateral_accel", "max_yaw_rate", "comfort", "speed_error", "track_error", "plan_age",
)  # fmt: skip


def mixed(number: int, stream: int) -> float:
    """From 0 to 1, spread without pattern (Knuth's multiplicative hash)."""
    return (number * 2_654_435_761 + stream * 40_503_001) % 2**32 / 2**32


def verdict(k: int, driver: str, stream: int) -> Verdict:
    """One of the made-up verdicts."""
    status = STATUSES[int(mixed(k, stream) * len(STATUSES))]
    values = {
        "Ego": f"{20 + 10 * (k // 15 % 11)}", "Lateral": f"{0.1 * (k // 165 % 18):.1f}", "Gap": f"{1 + k // 2970}",
        "Road": ("left.xodr", "right.xodr")[k % 2], "Time": f"{mixed(k, 9):.3f}",
    }  # fmt: skip
    events = [Event("deceleration", "-", 1.0, 6.0, 5.0, -1.0, fails=False, text="hardest at 5.4 s")]
    if status in ("failed", "unavoidable"):
        events.append(
            Event("collision", "UN R157 5.2.5", 3.0, 4.0, 0.0, -4.0, status == "failed", "with Other (car), front")
        )
    clauses = [
        Event(f"rule {j}", f"rule {j}", 1.0, 2.0, 3.0, 3.0 * mixed(k, stream + j) - 0.3, fails=False) for j in range(8)
    ]
    measures = {name: 10.0 * mixed(k, stream + 20 + j) for j, name in enumerate(MEASURES)}
    return Verdict(
        f"alks_{k % FILES}#{k // FILES}", driver, 0, values, status, mixed(k, stream + 50), measures, tuple(events),
        tuple(clauses), digest=f"{k:016x}{stream:016x}", extra={"path": f"alks_{k % FILES}.xosc", "step": "0.01"},
    )  # fmt: skip


def timed(figures: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """Do it and note what it took."""
    started = time.process_time()
    found = work()
    figures[f"{name}_s"] = time.process_time() - started
    return found


def before(path: Path) -> list[Verdict]:
    """A file read by way of dictionaries."""
    entry = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    return [verdicts.case_from_json(case) for case in entry["cases"]]


def main() -> None:
    """Print the table, or JSON."""
    figures: dict[str, float] = {"cases": CASES}
    with tempfile.TemporaryDirectory() as folder, uncollected():
        files = [Path(folder) / name / "verdicts.json" for name in ("a", "b")]
        for stream, file in enumerate(files):
            made = [verdict(k, "rules", 100 * stream) for k in range(CASES)]
            exam = timed(figures, "summary", lambda made=made: verdicts.exam("alks", 0.01, {}, made))
            timed(figures, "write", lambda file=file, exam=exam: verdicts.write(file, exam))
            del made, exam
        figures["file_mb"] = files[0].stat().st_size / 1e6
        one, two = (timed(figures, "read", lambda file=file: verdicts.read(file)) for file in files)
        found = timed(figures, "compare", lambda: compare(Side("a", one, "rules"), Side("b", two, "rules")).as_dict())
        figures["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        timed(figures, "read_before", lambda: len(before(files[0])))
        figures["pairs"] = found["pairs"]
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    print(f"{'figure':<16}{'measured':>12}")
    for name, value in figures.items():
        print(f"{name:<16}{value:>12.1f}")


if __name__ == "__main__":
    main()
