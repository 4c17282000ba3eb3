"""Frames for tests of the school: noise with a bright square where a car is, made without driving."""

from pathlib import Path

import numpy as np

from aureole.core.noise import key, uniform
from aureole.drivers.perception.eyes import eyes_of, sampled
from aureole.drivers.perception.lanes import grid_of, line_of
from aureole.drivers.perception.table import FACTS, G_MARK_LEFT, G_MARK_RIGHT, G_OWN, GRID, STATIONS
from aureole.learn.perception.data.things import (
    COLUMNS,
    R_CLASS,
    R_COLUMN,
    R_COUNTS,
    R_EYE,
    R_LENGTH,
    R_LIMIT,
    R_PIXELS,
    R_ROW,
    R_WHO,
    R_WIDTH,
    R_X,
)  # fmt: skip
from aureole.vehicle.cars import load

EYES = eyes_of(load("sedan"))


def frames(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Arrays as `data.label.made` gives them."""
    drawn = uniform(np.array([key("frames", seed, "")], np.uint64), 0, (count, 3))[0]
    images = np.full((count, 4, 64, 160, 3), 90, np.uint8)
    rows = np.zeros((count, COLUMNS), np.float32)
    for n in range(count):
        column = int(20 + 120 * drawn[n, 0])
        images[n, 0, 28:36, column - 4 : column + 4] = 230
        rows[n, [R_EYE, R_CLASS, R_ROW, R_COLUMN, R_PIXELS]] = 0, 0, 31.5, column - 0.5, 64
        rows[n, [R_X, R_LENGTH, R_WIDTH, R_LIMIT, R_COUNTS, R_WHO]] = 25.0, 4.5, 1.8, -1, -1, 3
    borders = np.tile(np.array([1.8, -1.8, 1.0], np.float32), (count, len(STATIONS), 1))
    facts = np.zeros((count, FACTS), np.float32)
    facts[:, [G_OWN, G_MARK_LEFT + 1, G_MARK_RIGHT + 2]] = 1.0
    grid, known = sampled(EYES, grid_of(line_of(np.zeros((32, 2), np.float32))), (False,) * 4)
    return {
        "images": images, "rows": rows, "first": np.arange(1, count + 1), "borders": borders, "facts": facts,
        "lane_grid": np.tile(grid, (count, 1, 1)), "lane_known": np.tile(known, (count, 1)),
        "occupied": np.zeros((count, *GRID), np.uint8),
    }  # fmt: skip


def kept(folder: Path, count: int, seed: int = 0) -> Path:
    """The same in a file."""
    path = folder / f"made-{seed}.npz"
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(path, **frames(count, seed))
    return path
