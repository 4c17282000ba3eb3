"""What stands beside a road and changes nothing: trees, bushes, posts, guard rails, houses; drawn from a seed."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.noise import key, uniform
from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.world.roads.draw import road_parts
from aureole.world.sensing.stage.ground import GRASS, Ground, sides
from aureole.world.sensing.stage.ground import STROKE as COLUMNS
from aureole.world.sensing.stage.stage import BUILDING, BUSH, FIXED_THING, POST, RAIL, TREE

STEP = 10.0  # m; between two looks at a border
POSTS = 50.0  # m; between two posts (HAV: 50 m on straight roads)
CLEAR = 5.0  # m; nothing taller than a post is nearer to the lanes
MOST = 20_000  # things of a map
FAST = 27.0  # m/s; faster roads have rails


def roadside(road: Road, ground: Ground, seed: int, *, bare: bool = False) -> Float64:
    """Rows of fixed things (things, 9)."""
    rows = [] if bare else [line for r in range(len(road.road_length)) for line in beside(road, r, seed)]
    found = np.array(rows, dtype=np.float64).reshape(-1, FIXED_THING)[:MOST]
    if not len(found):
        return found
    look = np.zeros((len(found), COLUMNS))
    look[:, :2] = found[:, 1:3]
    materials = np.zeros((len(found), 2), np.int32)
    keep = np.ones(len(found), np.bool_)
    for dx, dy in ((0.0, 0.0), (CLEAR, 0.0), (-CLEAR, 0.0), (0.0, CLEAR), (0.0, -CLEAR)):
        low = found[:, 0] >= POST  # posts and rails belong near the lanes
        look[:, 0], look[:, 1] = found[:, 1] + np.where(low, 0.0, dx), found[:, 2] + np.where(low, 0.0, dy)
        sides(ground, look, 0.0, materials)
        keep &= materials[:, 0] == GRASS
    return found[keep]


def beside(road: Road, r: int, seed: int) -> list[list[float]]:
    """What stands along one road."""
    found: list[list[float]] = []
    fast = bool(road.road_limit[r] > FAST)
    for section, stations, borders in road_parts(road, r, STEP):
        for side, line in ((-1.0, borders[0]), (1.0, borders[-1])):
            length = float(stations[-1] - stations[0])
            count = int(length / STEP)
            if count < 1:
                continue
            draw = uniform(
                np.array([key(f"roadside {r} {section} {side}", seed, "roadside")], np.uint64), 0, (count, 8)
            )[0]
            at = stations[0] + (np.arange(count) + 0.5) * STEP
            x, y = np.interp(at, stations, line[:, 0]), np.interp(at, stations, line[:, 1])
            turn = (
                np.arctan2(np.gradient(y), np.gradient(x))
                if count > 1
                else np.full(1, math.atan2(*(line[-1] - line[0])[::-1]))
            )
            for k in range(count):
                found += here((float(x[k]), float(y[k]), float(turn[k]), side), draw[k].tolist(), (fast, k))
    return found


def here(at: tuple[float, float, float, float], draw: list[float], road: tuple[bool, int]) -> list[list[float]]:
    """What stands at one place of a border; `draw` are eight numbers from 0 to 1."""
    x, y, turn, side = at
    fast, k = road
    found: list[list[float]] = []

    def put(kind: int, out: float, size: tuple[float, float, float], seed: float, on: float = 0.0) -> None:
        out *= side
        px, py = x - out * math.sin(turn) + on * math.cos(turn), y + out * math.cos(turn) + on * math.sin(turn)
        found.append([kind, px, py, 0.0, turn, size[0], size[1], size[2], seed])

    if fast:
        put(RAIL, 1.1, (STEP, 0.0, 0.75), 0.0, -0.5 * STEP)
    if k % round(POSTS / STEP) == 0:
        put(POST, 0.75, (0.0, 0.0, 1.0), 0.0)
    grove = draw[7] < 0.62
    if grove and draw[0] < 0.55:
        put(TREE, 7.5 + 10.0 * draw[1] ** 1.5, (0.0, 0.0, 6.5 + 6.0 * draw[2]), math.floor(64.0 * draw[3]))
    if grove and draw[4] < 0.40:
        put(TREE, 18.0 + 22.0 * draw[5], (0.0, 0.0, 8.0 + 7.0 * draw[6]), math.floor(64.0 * draw[1]), 4.0)
    if draw[4] > 0.72:
        put(BUSH, 6.5 + 9.0 * draw[5], (0.0, 0.0, 1.2 + 1.3 * draw[6]), math.floor(64.0 * draw[2]), 2.0)
    if not fast and draw[6] > 0.955:
        put(
            BUILDING,
            26.0 + 14.0 * draw[5],
            (10.0 + 8.0 * draw[0], 9.0 + 5.0 * draw[1], 6.2 + 3.1 * math.floor(2.0 * draw[2])),
            math.floor(64.0 * draw[3]),
        )
    return found
