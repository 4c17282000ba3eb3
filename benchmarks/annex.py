"""How long the whole published ALKS set takes: all fifteen files of one reading of UN R157's Annex 5, 121,060 cases.

    python benchmarks/annex.py [--cases N | --whole] [--json]

Ten of the fifteen variation files lie beside the project (AUREOLE_DATA, default ../shared/data; without them there is
nothing to measure). Of the other five there are the templates and the numbers of cases; they are drawn here by the
ranges of their sister files, or ours, with just as many cases. Of each file twelve runs of N neighbours (64), evenly
spread, are driven by `rules` to their ends the way an exam drives them, each by itself; what a driven case costs, times
the number of cases, is what the file costs, as if its own constraints shut out none. Processor seconds of one core,
kernels warm, without the report.
`--whole`: `aureole exam` over all fifteen, with all cores, once, report included; its processor seconds, its
children's among them. Ten minutes of two cores or so.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import quoteattr

from grid import FOLDER, tell, whole

from aureole.cli import given
from aureole.core.errors import BadInput
from aureole.exam.examine import Drive, Setup, driven, sort_drives
from aureole.exam.suites.cases import part_of

RUNS, CASES, LONGEST, CORES = 12, 64, 600.0, 2
SPEEDS = tuple(float(speed) for speed in range(5, 65, 5))  # km/h
MODELS = ("car", "truck", "van", "bus", "motorbike")
BLOCKING = (("pedestrian_catalog", "pedestrian"), *(("vehicle_catalog", model) for model in MODELS))
SIDEWAYS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)  # m/s
SIDES = ("1", "-1")
Axis = tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]
"""Parameters that change together, and their values."""


def axis(name: str, values: tuple[object, ...]) -> Axis:
    """One parameter by itself."""
    return (name,), tuple((value,) for value in values)


BLOCKER: Axis = (("TargetBlocking_Catalog", "TargetBlocking_Model"), BLOCKING)
EGO, FAST_EGO = (axis("Ego_InitSpeed_Ve0_kph", speeds) for speeds in (SPEEDS, SPEEDS[-10:]))
OTHERS: dict[str, tuple[Axis, ...]] = {
    "4_2_2_partially_blocking_target": (  # 6,120
        FAST_EGO, BLOCKER,
        axis("TargetBlocking_InitPosition_LateralOffset_m", tuple(-2.0 + 0.04 * k for k in range(102))),
    ),
    "4_2_3_crossing_pedestrian": (  # 120, with the cut-ins that nobody avoids 1,520
        EGO, axis("TargetBlocking_Speed_kph", tuple(float(speed) for speed in range(1, 11))),
    ),
    "4_4_1_cut_in_no_collision": (  # 52,500
        FAST_EGO, axis("CutInVehicle_Model", MODELS),
        axis("CutInVehicle_InitPosition_RelativeLaneId", SIDES),
        axis("CutInVehicle_RelativeInitSpeed_Ve0_Vo0_kph", tuple(-5.0 * k for k in range(1, 8))),
        axis("CutInVehicle_HeadwayDistanceTrigger_dx0_m", tuple(10.0 + 5.0 * k for k in range(15))),
        axis("CutInVehicle_LaneChange_MaxLateralVelocity_Vy_mps", SIDEWAYS[1:]),
    ),
    "4_4_2_cut_in_unavoidable_collision": (
        FAST_EGO, axis("CutInVehicle_InitPosition_RelativeLaneId", SIDES),
        axis("CutInVehicle_RelativeInitSpeed_Ve0_Vo0_kph", tuple(-10.0 - 5.0 * k for k in range(14))),
        axis("CutInVehicle_HeadwayDistanceTrigger_dx0_m", (4.0, 6.0, 8.0, 10.0, 12.0)),
    ),
    "4_5_2_cut_out_multiple_blocking_targets": (  # 43,200
        EGO, axis("CutOutVehicle_RelativeTargetLane", SIDES),
        axis("FrontOfLead_Distance_dx0_f_m", tuple(10.0 * k for k in range(1, 11))),
        axis("CutOutVehicle_LaneChange_MaxLateralVelocity_Vy_mps", SIDEWAYS), BLOCKER,
        axis("TargetBlocking2_Model", MODELS),
    ),
}  # fmt: skip


def drawn(name: str, folder: Path) -> Path:
    """A variation file of one of the five, written into a folder."""
    template = next((FOLDER / "concrete_scenarios").glob(f"*{name}*.xosc"))
    lines = ["<OpenSCENARIO>", '<FileHeader revMajor="1" revMinor="1" date="2021-07-06T10:00:00" author="" ']
    lines += ['description="drawn"/>', "<ParameterValueDistribution>"]
    lines += [f"<ScenarioFile filepath={quoteattr(str(template.resolve()))}/>", "<Deterministic>"]
    for names, values in OTHERS[name]:
        lines += ["<DeterministicMultiParameterDistribution>", "<ValueSetDistribution>"]
        for row in values:
            pairs = zip(names, row, strict=True)
            rows = [f"<ParameterAssignment parameterRef={quoteattr(k)} value={quoteattr(str(v))}/>" for k, v in pairs]
            lines += ["<ParameterValueSet>", *rows, "</ParameterValueSet>"]
        lines += ["</ValueSetDistribution>", "</DeterministicMultiParameterDistribution>"]
    lines += ["</Deterministic>", "</ParameterValueDistribution>", "</OpenSCENARIO>"]
    path = folder / f"alks_scenario_{name}_variation.xosc"
    path.write_text("\n".join(lines))
    return path


def sorted_out(run: list[Drive]) -> list[list[Drive]]:
    """A run by structure; none where the file's own constraints shut all of it out."""
    try:
        return [[run[place] for place in group] for group in sort_drives(run).groups]
    except BadInput:
        return []


def measured(path: Path, setup: Setup, cases: int) -> dict[str, float | str]:
    """What some cases of a file cost, and all of them at that price."""
    part = part_of(path.stem, path)
    together, batches = min(cases, -(-part.count // RUNS)), list[list[Drive]]()
    for run in range(RUNS):
        first = min(int((run + 0.5) * part.count / RUNS), part.count - together)
        batches += sorted_out([Drive(part.at(first + k), 0) for k in range(together)])
    driven(batches[0][:1], dataclasses.replace(setup, timeout=1.0))
    started, simulated, count = time.process_time(), 0.0, 0
    for batch in batches:
        found = driven(batch, setup).verdicts
        simulated += sum(verdict.measures.get("time", 0.0) for verdict in found)
        count += len(found)
    spent = time.process_time() - started
    told = path.stem.removeprefix("alks_scenario_").replace("_variation", "")
    whole = spent / max(count, 1) * part.count
    return {
        "file": told[:44], "cases": float(part.count), "driven": float(count), "s_a_case": simulated / max(count, 1),
        "us_a_step": spent / max(simulated / setup.step, 1.0) * 1e6, "core_s_in_all": whole,
    }  # fmt: skip


def totals(rows: list[dict[str, float | str]]) -> dict[str, float]:
    """All files together."""
    cases, cores = sum(float(row["cases"]) for row in rows), sum(float(row["core_s_in_all"]) for row in rows)
    return {"cases": cases, "core_s": cores, "cases_a_core_second": cases / cores, "wall_s_two_cores": cores / CORES}


def main() -> None:
    """Measure and print."""
    files = sorted(FOLDER.glob("*variation*.xosc"))
    if not files:
        print(f"no ALKS variation files in {FOLDER}: set AUREOLE_DATA", file=sys.stderr)
        sys.exit(3)
    cases = int(sys.argv[sys.argv.index("--cases") + 1]) if "--cases" in sys.argv else CASES
    setup = given.setup("rules", None, step=0.01, timeout=LONGEST, order="", ego=None)
    with tempfile.TemporaryDirectory() as folder:
        files += [drawn(name, Path(folder)) for name in OTHERS]
        if "--whole" in sys.argv:
            tell("annex whole", whole(files, setup))
            return
        rows = [measured(path, setup, cases) for path in sorted(files, key=lambda path: path.stem)]
    figures = totals(rows)
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "annex", "files": rows, **figures}))
        return
    print(f"{'file':<46}{'cases':>8}{'driven':>8}{'s a case':>10}{'us a step':>11}{'core s, all':>13}")
    for row in rows:
        print(f"{row['file']:<46}{row['cases']:>8.0f}{row['driven']:>8.0f}{row['s_a_case']:>10.1f}", end="")
        print(f"{row['us_a_step']:>11.2f}{row['core_s_in_all']:>13.1f}")
    aims = {"cases_a_core_second": "aim 101", "wall_s_two_cores": "aim 600"}
    for name, value in figures.items():
        print(f"{name:<46}{value:>12.1f}  {aims.get(name, '')}")


if __name__ == "__main__":
    main()
