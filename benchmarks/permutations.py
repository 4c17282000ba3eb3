"""Every Euro NCAP permutation that is there with a passive ego, beside what an independent player made of it.

    python benchmarks/permutations.py [NAME...] [--json]

Needs the public data (AUREOLE_DATA, default ../shared/data). Every variation file of the data is played whole. The
reference holds, for each permutation of some files, when the ego is first hit and where each entity stands at the end
(dt 0.01 s). Printed for each file: permutations, how many collide here, how many the reference has, the largest
difference of the time of the first collision (s) and of the poses at the end (m, rad); last, the sums. A file that the
reference or a variation names and that is not in the data is named so.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from pathlib import Path

import numpy as np

from aureole.core.command import Command
from aureole.core.errors import Trouble
from aureole.core.scene import Scene
from aureole.world.scenarios.build import build, group
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.variations.distribution import load_distribution
from aureole.world.scripted import Scripted

DATA = Path(os.environ.get("AUREOLE_DATA", "../shared/data"))
STEP = 0.01  # s; the reference's
MOST = 12_000  # steps
Key = tuple[str, str, int]


def references() -> dict[Key, list[dict[str, str]]]:
    """The rows of the reference by set, scenario and permutation."""
    found: dict[Key, list[dict[str, str]]] = {}
    with gzip.open(DATA / "reference-tracks" / "ncap-permutations-passive-ego.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["set"], row["scenario"], int(row["permutation"])), []).append(row)
    return found


def idle(scene: Scene) -> Command:
    """No command: the scenario moves everyone."""
    worlds = len(scene.stamp)
    return Command(
        stamp=scene.stamp, steer=np.zeros(worlds), accel=np.zeros(worlds), gear=np.ones(worlds, np.int32),
        lamps=np.zeros(worlds, np.int32), horn=np.zeros(worlds, np.bool_), until=scene.stamp,
    )  # fmt: skip


def play(world: Scripted) -> tuple[np.ndarray, Scene]:
    """When the ego is first hit in each world (s, not a number if never), and the last scene."""
    scene, state = world.reset()
    first = np.full(len(scene.stamp), np.nan)
    for _ in range(MOST):
        hit = np.isnan(first) & (scene.hit >= 0)
        first[hit] = scene.stamp[hit] * 1e-9
        if scene.over.all():
            break
        scene, state = world.step(scene, idle(scene), state)
    return first, scene


def examine(path: Path, rows: dict[int, list[dict[str, str]]]) -> dict[str, object]:
    """One file's permutations, those that the reference has against it."""
    distribution = load_distribution(path)
    if not distribution.scenario.is_file():
        return {"not there": distribution.scenario.name}
    variations = [Variation(params) for params in distribution.variations.some(range(distribution.variations.count))]
    case = Case(path.stem, distribution.scenario)
    collided, late, apart, turned = 0, 0.0, 0.0, 0.0
    for members in group(case, variations):
        world = build(case, [variations[one] for one in members], step=STEP, passive=True)
        first, scene = play(world)
        collided += int(np.isfinite(first).sum())
        for row, member in enumerate(members):
            for end in rows.get(member, []):
                if end["entity"] not in world.brief.names:
                    continue
                agent = world.brief.names.index(end["entity"])
                late = max(late, abs(float(end["first_collision_t"]) - first[row]) if np.isfinite(first[row]) else 99.0)
                place = scene.xyz[row, agent, :2] - (float(end["x_end"]), float(end["y_end"]))
                apart = max(apart, float(np.hypot(*place)))
                turn = scene.heading[row, agent] - float(end["h_end"])
                turned = max(turned, abs(float((turn + np.pi) % (2.0 * np.pi) - np.pi)))
    found: dict[str, object] = {"permutations": len(variations), "collided": collided, "compared": len(rows)}
    if rows:
        found |= {"late": round(float(late), 4), "apart": round(apart, 4), "turned": round(turned, 5)}
    return found


def files(known: dict[Key, list[dict[str, str]]]) -> dict[str, tuple[Path, dict[int, list[dict[str, str]]]]]:
    """Every variation file by its name, and the reference's rows for it: those of the data and those it names."""
    base = DATA / "osc-ncap" / "OpenSCENARIO" / "NCAP"
    found: dict[str, tuple[Path, dict[int, list[dict[str, str]]]]] = {}
    for path in base.glob("*/Variations/**/*.xosc"):
        parts = path.relative_to(base).parts
        found["/".join((parts[0], *parts[2:-1], path.stem))] = (path, {})
    for (folder, scenario, number), rows in known.items():
        parts = tuple(folder.split("/"))
        path = base.joinpath(parts[0], "Variations", *parts[1:], f"{scenario}.xosc")
        found.setdefault(f"{folder}/{scenario}", (path, {}))[1][number] = rows
    return found


def main() -> None:
    """Print the table, or one JSON object."""
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    found: dict[str, dict[str, object]] = {}
    for name, (path, rows) in sorted(files(references()).items()):
        if names and not any(word in name for word in names):
            continue
        try:
            found[name] = examine(path, rows) if path.is_file() else {"not there": path.name}
        except Trouble as trouble:
            found[name] = {"refused": str(trouble).splitlines()[0]}
        if "--json" not in sys.argv:
            print(f"{name:60} {found[name]}", flush=True)
    played = [row for row in found.values() if "permutations" in row]
    sums = {key: sum(int(str(row[key])) for row in played) for key in ("permutations", "collided", "compared")}
    found["all"] = {"files": len(played), **sums, "not played": len(found) - len(played)}
    print(json.dumps(found, indent=1) if "--json" in sys.argv else f"{'all':60} {found['all']}")


if __name__ == "__main__":
    main()
