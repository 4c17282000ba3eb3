"""The frames that are learned from, in memory, and batches of them: shuffled, varied, with what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from aureole.core.noise import key, normal, uniform
from aureole.core.notes import Array, Float32, Float64, Int64
from aureole.drivers.perception.eyes import Eye, bearings, rays, sampled
from aureole.drivers.perception.look import ground_places
from aureole.drivers.perception.table import GRID, HEIGHTS, OFFSETS, STATIONS
from aureole.learn.perception.data.keep import read
from aureole.learn.perception.targets import Where, asked

COVERED = 0.06  # of the frames one eye is covered
GAIN, TINT, GRAIN = 0.15, 0.04, 4.0  # by how much pictures get lighter or darker, change colour, get noise (of 255)
LANES = (len(STATIONS), len(OFFSETS))
FED = ("images", "rays", "lane_grid", "lane_known", "ground_grid", "ground_known")


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames of some files."""

    arrays: dict[str, Array]
    eyes: tuple[Eye, ...]

    def __len__(self) -> int:
        return len(self.arrays["images"])

    def rows(self, frame: int) -> Float32:
        """What is seen in a frame (`data.things.COLUMNS`)."""
        ends = self.arrays["first"]
        first = int(ends[frame - 1]) if frame else 0
        found: Float32 = self.arrays["rows"][first : int(ends[frame])]
        return found


def frames(paths: Sequence[Path], eyes: tuple[Eye, ...]) -> Frames:
    """The frames of some files."""
    return Frames(read(paths), eyes)


def shuffled(count: int, seed: int, round_: int) -> Int64:
    """An order of the frames, another one each round."""
    drawn = uniform(np.array([key("shuffle", seed, str(round_))], np.uint64), 0, (count,))[0]
    found: Int64 = np.argsort(drawn, kind="stable")
    return found


class Lessons:
    """Makes batches of frames as the network and its losses take them."""

    def __init__(self, given: Frames) -> None:
        eyes = given.eyes
        self.given, self.rays = given, rays(eyes)
        self.where = Where(bearings(eyes), np.stack([eye.place[:2] for eye in eyes]))
        self.grounds = [self._ground(blind) for blind in range(-1, len(eyes))]

    def _ground(self, blind: int) -> tuple[Float32, Float32]:
        eyes = self.given.eyes
        grid, known = sampled(eyes, ground_places(), tuple(k == blind for k in range(len(eyes))))
        return grid.reshape(len(HEIGHTS), *GRID, 2), known.reshape(len(HEIGHTS), *GRID)

    def batch(self, chosen: Int64, varied: int = -1) -> dict[str, Any]:
        """A batch of some frames; `varied` is the number of the batch its variation is drawn from, -1 for none."""
        arrays, count = self.given.arrays, len(chosen)
        images, blind = arrays["images"][chosen], np.full(count, -1)
        known, looks = arrays["lane_known"][chosen].copy(), np.tile(self.rays, (count, 1, 1, 1, 1))
        if varied >= 0:
            drawn = uniform(np.array([key("vary", varied, "")], np.uint64), 0, (count, 2))[0]
            blind = np.where(drawn[:, 0] < COVERED, (drawn[:, 1] * len(self.given.eyes)).astype(int), -1)
            images = changed(images, varied)
        for n in np.flatnonzero(blind >= 0):
            images[n, blind[n]], looks[n, blind[n]] = 0, 0.0
            known[n] *= eye_of(arrays["lane_grid"][chosen[n]], len(self.given.eyes)) != blind[n]
        questions = asked([covered(self.given.rows(int(frame)), int(one)) for frame, one in
                           zip(chosen, blind, strict=True)], self.where)  # fmt: skip
        grounds = [self.grounds[int(one) + 1] for one in blind]
        fed = {
            "images": images, "rays": looks, "lane_grid": arrays["lane_grid"][chosen].reshape(count, *LANES, 2),
            "lane_known": known.reshape(count, *LANES), "ground_grid": np.stack([one[0] for one in grounds]),
            "ground_known": np.stack([one[1] for one in grounds]), "borders": arrays["borders"][chosen],
            "facts": arrays["facts"][chosen], "occupied": arrays["occupied"][chosen], **questions._asdict(),
        }  # fmt: skip
        return {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in fed.items()}


def covered(rows: Float32, blind: int) -> Float32:
    """What is seen with one eye covered."""
    return rows if blind < 0 else rows[rows[:, 0] != blind]


def eye_of(grid: Float32, eyes: int) -> Int64:
    """The eye in which each place of a grid is looked up."""
    found: Int64 = np.clip(np.floor(0.5 * (grid[..., 1] + 1.0) * eyes), 0, eyes - 1).astype(np.int64)
    return found


def changed(images: Array, number: int) -> Array:
    """Pictures a little lighter or darker, of another tint, noisier; drawn from the number of their batch."""
    keys = np.array([key("light", number, "")], np.uint64)
    count = len(images)
    gain = np.exp(GAIN * normal(keys, 0, (count, 1))[0] + TINT * normal(keys, 1, (count, 3))[0])
    level = GRAIN * np.abs(normal(keys, 2, (count,))[0])
    grain: Float64 = normal(keys, 3, (4096,))[0]
    spot = (np.arange(images[0].size) * 2654435761 >> 7) % 4096
    found = np.empty_like(images)
    for n in range(count):
        shift = int(uniform(keys, 10 + n, (1,))[0, 0] * 4096)
        noise = (level[n] * grain).astype(np.float32)[(spot + shift) % 4096].reshape(images[n].shape)
        found[n] = np.clip(images[n] * gain[n].astype(np.float32) + noise, 0.0, 255.0).astype(np.uint8)
    return found
