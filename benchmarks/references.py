"""How far what we play lies from the reference tracks of an independent player.

    python benchmarks/references.py [alks|esmini|ncap] [NAME...] [--json]

Needs the public data (AUREOLE_DATA, default ../shared/data). Every file with a reference track is played with
`passive` at the reference's own step; printed for each: the largest distance of any entity in the ground plane, of
height, of heading and of speed over all steps, and what stopped it if it was refused.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import numpy as np

from aureole.core.command import Command
from aureole.core.errors import Trouble
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation

DATA = Path(os.environ.get("AUREOLE_DATA", "../shared/data"))
FOLDERS = {"alks": "osc-alks/concrete_scenarios", "esmini": "osc-esmini/xosc", "ncap": "osc-ncap"}
STEPS = {"alks": 0.01, "esmini": 0.05, "ncap": 0.01}
WIDE = {"distance": 0.02, "height": 0.05, "heading": 0.01, "speed": 0.05}  # m, m, rad, m/s: more is called apart


def reference(path: Path) -> dict[str, np.ndarray]:
    """time, x, y, z, heading, speed of each entity, by name."""
    rows: dict[str, list[list[float]]] = {}
    with gzip.open(path, "rt") as file:
        file.readline()
        for line in file:
            cells = [cell.strip() for cell in line.split(",")]
            rows.setdefault(cells[2], []).append([float(cells[k]) for k in (0, 3, 4, 5, 6, 9)])
    return {name: np.array(values) for name, values in rows.items()}


def played(path: Path, step: float, most: int) -> dict[str, np.ndarray]:
    """The same of ours."""
    world = build(Case(path.stem, path), [Variation()], step=step, passive=True)
    scene, state = world.reset()
    idle = Command(
        stamp=scene.stamp, steer=np.zeros(1), accel=np.zeros(1), gear=np.ones(1, np.int32),
        lamps=np.zeros(1, np.int32), horn=np.zeros(1, np.bool_), until=scene.stamp,
    )  # fmt: skip
    rows: dict[str, list[list[float]]] = {name: [] for name in world.brief.names}
    for _ in range(most):
        for agent, name in enumerate(world.brief.names):
            if scene.present[0, agent]:
                place = (*scene.xyz[0, agent], scene.heading[0, agent], scene.speed[0, agent])
                rows[name].append([scene.stamp[0] * 1e-9, *map(float, place)])
        if scene.over[0]:
            break
        scene, state = world.step(scene, idle, state)
    return {name: np.array(values) for name, values in rows.items() if values}


def compare(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> dict[str, object]:
    """The largest differences over the steps that both have, and how much longer we play (s)."""
    worst = dict.fromkeys(WIDE, 0.0)
    longer = max(track[-1, 0] for track in ours.values()) - max(track[-1, 0] for track in theirs.values())
    for name, track in theirs.items():
        if name not in ours:
            return {**worst, "missing": name}
        mine = ours[name]
        rows = np.clip(np.searchsorted(mine[:, 0], track[:, 0] - 1e-6), 0, len(mine) - 1)
        near = np.abs(mine[rows, 0] - track[:, 0]) < 1e-4
        apart = mine[rows[near]] - track[near]
        turn = (apart[:, 4] + np.pi) % (2.0 * np.pi) - np.pi
        found = (np.hypot(apart[:, 1], apart[:, 2]), np.abs(apart[:, 3]), np.abs(turn), np.abs(apart[:, 5]))
        for key, values in zip(WIDE, found, strict=True):
            worst[key] = max(worst[key], float(values.max(initial=0.0)))
    return {**worst, "longer": round(float(longer), 3)}


def rows(kinds: list[str], names: list[str]) -> dict[str, dict[str, object]]:
    """One row of figures for each file."""
    found: dict[str, dict[str, object]] = {}
    for kind in kinds:
        for path in sorted((DATA / "reference-tracks" / kind).glob("*.csv.gz")):
            name = path.name.removesuffix(".csv.gz")
            if names and name not in names:
                continue
            files = sorted((DATA / FOLDERS[kind]).rglob(f"{name}.xosc"))
            files = [file for file in files if "Variations" not in file.parts]
            theirs = reference(path)
            try:
                most = max(len(track) for track in theirs.values()) + 200
                found[f"{kind}/{name}"] = compare(played(files[0], STEPS[kind], most), theirs)
            except Trouble as trouble:
                found[f"{kind}/{name}"] = {"refused": str(trouble)}
            if "--json" not in sys.argv:
                show(f"{kind}/{name}", found[f"{kind}/{name}"])
    return found


def show(name: str, row: dict[str, object]) -> None:
    """One line of the table."""
    if "refused" in row or "missing" in row:
        print(f"{name:60} {row}")
        return
    figures = " ".join(f"{key} {row[key]:9.5f}" for key in WIDE)
    apart = any(float(str(row[key])) > bound for key, bound in WIDE.items())
    print(f"{name:60} {figures} longer {row['longer']} {'APART' if apart else ''}")


def main() -> None:
    """Print the table, or one JSON object."""
    given = [word for word in sys.argv[1:] if not word.startswith("-")]
    kinds = [word for word in given if word in FOLDERS] or list(FOLDERS)
    if not (DATA / "reference-tracks").is_dir():
        print(f"no reference tracks below {DATA}: set AUREOLE_DATA", file=sys.stderr)
        raise SystemExit(3)
    found = rows(kinds, [word for word in given if word not in FOLDERS])
    if "--json" in sys.argv:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
