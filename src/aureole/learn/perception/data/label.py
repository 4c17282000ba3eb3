"""One drive as pictures with their truth: the arrays of all its moments, as they are kept in a file."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.brief import Brief
from aureole.core.errors import BadInput
from aureole.core.noise import key, normal
from aureole.core.notes import Array, Float64
from aureole.drivers.perception.eyes import eyes_of, sampled
from aureole.drivers.perception.lanes import grid_of, line_of
from aureole.drivers.perception.table import AHEAD, CELL, LEFT
from aureole.exam.suites.cases import SuiteCase
from aureole.learn.perception.data.drives import Film, Wanted, filmed
from aureole.learn.perception.data.ground import in_sight, lane_truth
from aureole.learn.perception.data.scenes import Shots, shots, together
from aureole.learn.perception.data.things import COLUMNS, Frame, things
from aureole.world.scenarios.scenario import load, load_map
from aureole.world.sensing.cameras.grid import Span, occupancy
from aureole.world.sensing.stage.painted import stage_of

ASIDE, ASKEW = 0.5, 0.012  # m, rad; errors of the route, as of a receiver for satellites


def made(one: Wanted) -> dict[str, Array]:
    """Everything of a drive, by name; the first axis is the moments, but for `rows`, whose moments `first` tells.

    `images` (eyes, rows, columns, 3); `rows` (`things.COLUMNS`); `borders`, `facts` of the lanes; `lane_grid`,
    `lane_known` as the network is fed; `occupied`.

    Raises:
        BadInput: nothing was filmed, or the car has no eyes.
        Trouble: the drive broke.
    """
    film, brief, case = filmed(one)
    if not film.scenes:
        raise BadInput(f"the drive {one.name} has no moment to film")
    scene = together(film.scenes)
    scenario = load(case.path)
    map_ = load_map(scenario.map(scenario.parameters.scope(case.params)))
    taken = shots(stage_of(map_, one.seed), scene, brief.signs, brief.mission.car, one.name)
    return labelled(one, (film, brief, case), taken, scene)


def labelled(one: Wanted, drive: tuple[Film, Brief, SuiteCase], taken: Shots, scene: Any) -> dict[str, Array]:
    """The truth of every moment beside its pictures."""
    film, brief, _ = drive
    eyes, count = eyes_of(brief.mission.car), len(film.scenes)
    span = Span(CELL, AHEAD, LEFT)
    grids = occupancy(taken.stage, taken.xyz, taken.heading, span)
    found: dict[str, list[Array]] = {name: [] for name in (
        "rows", "first", "borders", "facts", "lane_grid", "lane_known", "occupied",
    )}  # fmt: skip
    total = 0
    for k in range(count):
        look, frame = film.looks[k], Frame(float(taken.xyz[k, 0]), float(taken.xyz[k, 1]), float(taken.heading[k]))
        was = Frame(float(scene.xyz[k, 0, 0]), float(scene.xyz[k, 0, 1]), float(scene.heading[k, 0]))
        line = line_of(strayed(into(frame, was, look.route[0].astype(np.float64)), one.name, k))
        rows = things(brief, scene, taken.pictures, (k, frame, line), look)
        centres = into(frame, was, look.lanes.centre[0].reshape(-1, 2).astype(np.float64))
        borders, facts = lane_truth(look.lanes, centres.reshape(*look.lanes.centre.shape[1:]), line)
        grid, known = sampled(eyes, grid_of(line), (False,) * len(eyes))
        total += len(rows)
        parts: tuple[Array, ...] = (
            rows,
            np.array([total]),
            borders,
            facts,
            grid,
            known,
            in_sight(grids[k], eyes, taken.pictures, k),
        )
        for name, part in zip(found, parts, strict=True):
            found[name].append(part)
    arrays = {name: np.stack(parts) for name, parts in found.items() if name not in ("rows", "first")}
    rows = np.concatenate([*found["rows"], np.zeros((0, COLUMNS), np.float32)])
    return {"images": taken.images, "rows": rows, "first": np.concatenate(found["first"]), **arrays}


def into(frame: Frame, was: Frame, xy: Float64) -> Float64:
    """Places (n, 2) of one frame of the car in another."""
    c, s = np.cos(was.heading), np.sin(was.heading)
    world = np.stack((was.x + c * xy[:, 0] - s * xy[:, 1], was.y + s * xy[:, 0] + c * xy[:, 1]), axis=-1)
    return frame.placed(world)


def strayed(route: Float64, name: str, moment: int) -> Float64:
    """A route with the error of a receiver for satellites; one without a place stays so."""
    if not route.any():
        return route
    drawn = normal(np.array([key(name, moment, "route")], np.uint64), 0, (3,))[0]
    turn = ASKEW * drawn[2]
    c, s = np.cos(turn), np.sin(turn)
    turned = np.stack((c * route[:, 0] - s * route[:, 1], s * route[:, 0] + c * route[:, 1]), axis=-1)
    found: Float64 = turned + ASIDE * drawn[:2]
    return found
