"""How large a report of many cases is, how long it takes to write, and how soon it stands in a browser.

    python benchmarks/report.py [--json]

Synthetic drives of a cut-in grid (gap × lateral speed × speeds, up to five drivers) with measures, events, clauses and
digests. Opening is measured in headless Chromium, cold, from the start of the navigation: first paint, then everything
drawn (tables, heat map, replay area) and painted; `open_cpu_s` is what the page's own thread spent until then, which
other work on the machine does not change. Medians of five; writing once.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from aureole.core.verdict import Event, Verdict
from aureole.exam.report.write import About, write
from tools.browser import browser, found

SIZES = (1_000, 10_000, 80_000)
RUNS = 5
DRIVERS = {"rules": (0.25, 7.0), "r157-cc": (0.75, 7.0), "r157-reg": (0.35, 6.0), "r157-rss": (0.4, 7.3),
           "r157-fsm": (0.42, 7.5)}  # fmt: skip  # reaction (s) and braking (m/s²) of the made-up drivers
ABOUT = About("r157-cut-in-low", "aureole exam r157-cut-in-low --driver rules --driver r157-cc", 0.01, "sedan", "any")


def grid() -> Iterator[dict[str, str]]:
    """Values of the cases: 15,930 of them."""
    for ego in range(20, 61, 10):
        for other in range(10, ego, 10):
            for gap in range(1, 60):
                for lateral in range(18):
                    yield {"EgoKmh": f"{ego}", "OtherKmh": f"{other}", "Dist": f"{gap}", "Lat": f"{lateral / 10:g}"}


def synthetic(count: int, drivers: int = 5) -> list[Verdict]:
    """So many verdicts, spread over the drivers; the first of the grid where fewer are asked for than it has."""
    cases = list(grid())
    each = math.ceil(count / drivers)
    picked = cases[:each]
    noise = np.random.default_rng(7)
    made = (
        drive(k, values, name, noise.standard_normal(24))
        for name in list(DRIVERS)[:drivers]
        for k, values in enumerate(picked + [one | {"Set": "2"} for one in picked[: each - len(picked)]])
    )
    return [verdict for _, verdict in zip(range(count), made, strict=False)]


def drive(k: int, values: dict[str, str], driver: str, noise: np.ndarray) -> Verdict:
    """One made-up verdict: whoever cannot shed the speed difference in the gap left at intrusion collides."""
    reaction, brake = DRIVERS[driver]
    closing = (float(values["EgoKmh"]) - float(values["OtherKmh"])) / 3.6
    lateral, gap = float(values["Lat"]), float(values["Dist"])
    cuts_in = lateral > 0.0
    seen = min(0.72 if driver == "r157-cc" else 1.6, 1.6) / lateral if cuts_in else math.inf
    left = gap - closing * min(seen, 2.2) - closing * reaction
    hit = cuts_in and closing**2 / (2.0 * brake) > left > -6.0
    bound = closing / 12.0 + 0.35
    ttc = max(0.0, gap / closing - seen * 0.4) if cuts_in else 99.0
    unavoidable = hit and ttc < 0.75 * bound
    impact = math.sqrt(max(0.0, closing**2 - 2.0 * brake * max(0.0, left))) if hit else math.nan
    used = 0.0 if not cuts_in else min(brake, closing**2 / (2.0 * max(0.5, left)))
    status = (
        "not_exercised" if not cuts_in and gap > 50 else "unavoidable" if unavoidable else "failed" if hit else "passed"
    )
    clauses = [
        Event(
            "time_gap", "UN R157 5.2.3.3", 2.0 + gap / 40, gap / 12, 1.1, gap / 12 - 1.1, False, "behind CutIn (car)"
        ),
        Event(
            "lane_departure", "UN R157 5.2.1", 1.0, 0.1 + 0.02 * abs(noise[0]), 0.3, 0.2 - 0.02 * abs(noise[0]), False
        ),
        Event("deceleration", "UN R157 5.3.1", 2.4, used, 5.0, 5.0 - used, False, f"hardest at {2.4 + reaction:.1f} s"),
    ]
    if cuts_in:
        clauses.append(Event("ttc", "UN R157 5.2.5.2", seen, ttc, bound, ttc - bound, False, "at lane intrusion"))
    events = [clauses[2]] if used > 5.0 else []
    if hit:
        events.append(Event("collision", "UN R157 5.2.5", seen + 0.8, impact, 0.0, -impact, not unavoidable,
                            "front, with CutIn (car), at fault"))  # fmt: skip
        clauses.append(events[-1])
    speed = float(values["EgoKmh"]) / 3.6
    measures = {
        "time": 25.0, "distance": 25 * speed - 3 * used, "mean_speed": speed - 0.1 * used, "max_speed": speed,
        "set_speed_share": 1 - 0.02 * used, "standing": 0.0, "progress": 1.0 - 0.01 * used,
        "min_ttc": ttc + 0.01 * noise[1],
        "min_time_gap": gap / max(speed, 1) + 0.01 * noise[2], "min_gap": max(0.0, left),
        "max_accel": 0.8 + 0.01 * noise[3], "max_brake": used, "max_jerk": 1.2 * used + 0.1 * noise[4],
        "max_lateral_accel": 0.1 + 0.01 * abs(noise[5]),
        "max_yaw_rate": 0.01 + 0.001 * abs(noise[6]), "comfort": 1 - 0.05 * used,
        "max_offset": 0.04 + 0.01 * abs(noise[7]),
        "min_line_distance": 0.7 + 0.01 * noise[8], "speed_error": 0.2 + 0.02 * noise[9], "track_error": math.nan,
        "plan_age": 0.1, "cut_in_ttc": ttc, "cut_in_bound": bound, "impact_speed": impact,
    }  # fmt: skip
    score = {"failed": 0.0, "unavoidable": 0.5, "not_exercised": 0.0}.get(status, max(0.2, 1 - 0.06 * used))
    digest = f"{int.from_bytes(np.abs(noise[:2]).tobytes(), 'little'):032x}"[:32]
    return Verdict(f"r157-cut-in-low#{k}", driver, 0, values, status, score, measures, tuple(events), tuple(clauses),
                   "decide" if status == "failed" else "none", digest, {"path": "cases/r157-cut-in.xosc"})  # fmt: skip


def opening(program: str, path: Path) -> tuple[float, float, float]:
    """Seconds until the first paint, until all is drawn and painted, and of the processor, in a fresh browser."""
    with browser(program) as page:
        page.look()
        before = page.busy()
        page.open(path)
        page.until("'painted' in document.documentElement.dataset")
        busy = page.busy() - before
        first = page.ask("performance.getEntriesByType('paint').map((entry) => entry.startTime)[0] || 0")
        drawn = page.ask("Number(document.documentElement.dataset.painted)")
    return float(first) / 1000.0, float(drawn) / 1000.0, busy


def measured(count: int, program: str | None) -> dict[str, float]:
    """The figures of one size."""
    with tempfile.TemporaryDirectory() as folder:
        path, verdicts = Path(folder) / "report.html", synthetic(count)
        started = time.perf_counter()
        write(path, verdicts, {}, {}, about=ABOUT)
        figures = {"write_s": time.perf_counter() - started, "size_mb": path.stat().st_size / 1e6}
        if program is not None:
            times = [opening(program, path) for _ in range(RUNS)]
            for name, values in zip(("first_paint_s", "open_s", "open_cpu_s"), zip(*times, strict=True), strict=True):
                figures[name] = statistics.median(values)
    return figures


def main() -> None:
    """Measure and print."""
    program = found()
    figures = {count: measured(count, program) for count in SIZES}
    if "--json" in sys.argv:
        flat = {f"{name}_{count}": value for count, row in figures.items() for name, value in row.items()}
        print(json.dumps({"benchmark": "report", "cores": os.cpu_count(), **flat}))
        return
    if program is None:
        print("no Chromium here: opening was not measured")
    print(f"{'rows':>8}" + "".join(f"{name:>16}" for name in figures[SIZES[0]]))
    for count, row in figures.items():
        print(f"{count:>8,}" + "".join(f"{value:>16.2f}" for value in row.values()))
    print(f"{'aim':>8}{'':>16}{'5.00':>16}{'':>16}{'2.00':>16}")


if __name__ == "__main__":
    main()
