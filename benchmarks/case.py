"""What one case costs alone, and what each of a thousand variations costs side by side.

    python benchmarks/case.py [--json]

The UN R157 cut-in of the public ALKS scenarios where the data is at hand (AUREOLE_DATA, default
../shared/data), else our own. Driver `rules`, dt 0.01 s, all judges on, processor seconds of one
core, kernels warm; alone and side by side interleaved, median of five. `cheaper` compares the two inside
one warm process, `cheaper_than_command` compares a case side by side with the whole command `aureole
drive` (start-up, record and report included), which is what one pays who drives cases one by one.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aureole.cli import given
from aureole.exam.examine import Drive, Setup, driven
from aureole.exam.suites.suite import SuiteCase

RUNS = 5
MANY = 1000
ALKS = "osc-alks/concrete_scenarios/alks_scenario_4_4_1_cut_in_no_collision_template.xosc"


def variations(setup: Setup) -> list[Drive]:
    """A thousand cut-ins: ego speed, relative speed, distance and lateral speed vary."""
    path = Path(os.environ.get("AUREOLE_DATA", "../shared/data")) / ALKS
    if not path.exists():
        base = given.case_of("cut-in", [])
        return [Drive(base, seed) for seed in range(MANY)]
    drives = []
    for k in range(MANY):
        values = {
            "Ego_InitSpeed_Ve0_kph": str(40.0 + 2.0 * (k % 10)),
            "CutInVehicle_RelativeInitSpeed_Ve0_Vo0_kph": str(-10.0 - 2.0 * (k // 10 % 10)),
            "CutInVehicle_HeadwayDistanceTrigger_dx0_m": str(20.0 + 2.0 * (k // 100)),
        }
        drives.append(Drive(SuiteCase(f"cut-in-{k}", path, values), 0))
    return drives


def cost(drives: list[Drive], setup: Setup) -> tuple[float, float]:
    """Processor seconds a case, and simulated seconds a case."""
    started = time.process_time()
    outcome = driven(drives, setup)
    spent = time.process_time() - started
    length = statistics.fmean(verdict.measures["time"] for verdict in outcome.verdicts)
    return spent / len(drives), length


def command(drive: Drive) -> float:
    """Processor seconds of one whole `aureole drive`."""
    pairs = [word for name, value in drive.case.params.items() for word in ("--set", f"{name}={value}")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "aureole", "drive", str(drive.case.path), *pairs, "--out", folder, "--json"]
        subprocess.run(line, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    setup = given.setup("rules", None, step=0.01, timeout=600.0, order="", ego=None)
    drives = variations(setup)
    cost(drives[:1], setup)
    alone, many, whole, length, batch_length = [], [], [], 0.0, 0.0
    for _ in range(RUNS):
        one, length = cost(drives[:1], setup)
        each, batch_length = cost(drives, setup)
        alone.append(one)
        many.append(each)
        whole.append(command(drives[0]))
    figures = {
        "alone_s": statistics.median(alone),
        "alone_simulated_s": length,
        "alone_s_per_25_s": statistics.median(alone) * 25.0 / length,
        "side_by_side_s": statistics.median(many),
        "side_by_side_simulated_s": batch_length,
        "cases_per_core_second": 1.0 / statistics.median(many),
        "command_s": statistics.median(whole),
        "cheaper_than_command": statistics.median(whole) / statistics.median(many),
        "cheaper": statistics.median(alone) / length / (statistics.median(many) / batch_length),
    }
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "case", **figures}))
        return
    aims = {"alone_s_per_25_s": "< 1", "cheaper": "≥ 50"}
    print(f"{'figure':<26}{'measured':>12}{'aim':>8}")
    for name, value in figures.items():
        print(f"{name:<26}{value:>12.5f}{aims.get(name, ''):>8}")


if __name__ == "__main__":
    main()
