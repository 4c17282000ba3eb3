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
from aureole.drivers.perception.eyes import Eye, aims, rays, sampled
from aureole.drivers.perception.look import ground_places
from aureole.drivers.perception.table import GRID, HEAT, HEIGHTS, OFFSETS, STATIONS
from aureole.learn.perception.data.ground import HIDDEN
from aureole.learn.perception.data.keep import read
from aureole.learn.perception.data.things import R_CLASS
from aureole.learn.perception.targets import Asked, Where, asked, to_see

GAIN, TINT, GRAIN = 0.15, 0.04, 4.0  # by how much pictures get lighter or darker, change colour, get noise (of 255)
RARE, OFTEN = 0.15, 4.0  # of the frames; what is seen in fewer is shown more often, up to so many times
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


def half(given: Frames, second: int) -> Frames:
    """The first half of some frames (0), or the second (1): of other drives, but for the one in the middle."""
    count = len(given)
    low, high = (0, count // 2) if second == 0 else (count // 2, count)
    ends = given.arrays["first"]
    begin, end = int(ends[low - 1]) if low else 0, int(ends[high - 1])
    parts = {name: array[low:high] for name, array in given.arrays.items() if name not in ("rows", "first")}
    parts |= {"rows": given.arrays["rows"][begin:end], "first": ends[low:high] - begin}
    return Frames(parts, given.eyes)


def frames(paths: Sequence[Path], eyes: tuple[Eye, ...]) -> Frames:
    """The frames of some files."""
    return Frames(read(paths), eyes)


def shuffled(often: Float64, seed: int, round_: int) -> Int64:
    """The frames of a round, each so often in the mean, in an order of its own; as many in every round."""
    drawn = uniform(np.array([key("shuffle", seed, str(round_))], np.uint64), 0, (1, len(often)))[0]
    found = np.repeat(np.arange(len(often)), np.floor(often + drawn[0]).astype(np.int64))
    order = uniform(np.array([key("order", seed, str(round_))], np.uint64), 0, (len(found),))[0]
    whole: Int64 = np.resize(found[np.argsort(order, kind="stable")], int(often.sum()))
    return whole


def how_often(given: Frames) -> Float64:
    """How often each frame is shown a round: more where something rare is seen (Gupta et al.: LVIS; CVPR 2019)."""
    shows = np.zeros((len(given), HEAT), np.bool_)
    for n in range(len(given)):
        for row in given.rows(n).astype(np.float64):
            shows[n, int(row[R_CLASS])] |= to_see(row)
    share = shows.mean(axis=0)
    repeat = np.clip(np.sqrt(RARE / np.maximum(share, 1e-6)), 1.0, OFTEN)
    found: Float64 = np.where(shows, repeat[None], 1.0).max(axis=1)
    return found


class Lessons:
    """Makes batches of frames as the network and its losses take them.

    To learn, a frame is shown with the front eye and one of the others, in turns: that costs half as much, and what is
    looked up learns to do without an eye. What is held out is shown whole.
    """

    def __init__(self, given: Frames) -> None:
        eyes = given.eyes
        self.given, self.rays, self.often = given, rays(eyes), how_often(given)
        self.where = Where(aims(eyes), np.stack([eye.place for eye in eyes]))
        self.grounds = {pick: ground(tuple(eyes[k] for k in pick)) for pick in self.picks()}

    def picks(self) -> list[tuple[int, ...]]:
        """All eyes; and then the first with each of the others."""
        eyes = range(len(self.given.eyes))
        return [tuple(eyes), *((0, k) for k in eyes[1:])]

    def batch(self, chosen: Int64, varied: int = -1) -> dict[str, Any]:
        """A batch of some frames; `varied` is the number of the batch its variation is drawn from, -1 for none."""
        arrays, picks = self.given.arrays, self.picks()
        pick = picks[0] if varied < 0 or len(picks) == 1 else picks[1 + varied % (len(picks) - 1)]
        images = arrays["images"][chosen][:, list(pick)]
        questions = asked([self.given.rows(int(frame)) for frame in chosen], self.where)
        grid, known = repicked(arrays["lane_grid"][chosen], arrays["lane_known"][chosen], pick, len(self.given.eyes))
        count, (ground_grid, ground_known) = len(chosen), self.grounds[pick]
        occupied = arrays["occupied"][chosen]
        if varied >= 0:
            images = changed(images, varied)
            occupied = np.where(ground_known.max(axis=0)[None] > 0.0, occupied, HIDDEN).astype(np.uint8)
        fed = {
            "images": images, "rays": np.tile(self.rays[list(pick)], (count, 1, 1, 1, 1)),
            "lane_grid": grid.reshape(count, *LANES, 2), "lane_known": known.reshape(count, *LANES),
            "ground_grid": np.tile(ground_grid, (count, 1, 1, 1, 1)),
            "ground_known": np.tile(ground_known, (count, 1, 1, 1)), "borders": arrays["borders"][chosen],
            "facts": arrays["facts"][chosen], "occupied": occupied, **of_eyes(questions, pick)._asdict(),
        }  # fmt: skip
        return {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in fed.items()}


def ground(eyes: tuple[Eye, ...]) -> tuple[Float32, Float32]:
    """Where the cells of the ground are looked up in some eyes, as the network takes it."""
    grid, known = sampled(eyes, ground_places(), (False,) * len(eyes))
    return grid.reshape(len(HEIGHTS), *GRID, 2), known.reshape(len(HEIGHTS), *GRID)


def of_eyes(questions: Asked, pick: tuple[int, ...]) -> Asked:
    """The questions about some eyes alone, numbered anew."""
    place = questions.place.copy()
    keep = np.isin(place[:, 1], pick)
    place[:, 1] = np.searchsorted(np.array(pick), place[:, 1])
    return Asked(
        questions.heat[:, list(pick)], place[keep], questions.value[keep], questions.weight[keep],
        questions.share[keep], questions.limit[keep],
    )  # fmt: skip


def repicked(grid: Float32, known: Float32, pick: tuple[int, ...], eyes: int) -> tuple[Float32, Float32]:
    """Where places are looked up (frames, places, 2), with some of the eyes under each other instead of all."""
    if len(pick) == eyes:
        return grid, known
    high = 0.5 * (grid[..., 1] + 1.0) * eyes
    eye = np.clip(np.floor(high), 0, eyes - 1).astype(np.int64)
    there = np.isin(eye, pick) & (known > 0.0)
    place = np.searchsorted(np.array(pick), eye)
    found = grid.copy()
    found[..., 1] = np.where(there, 2.0 * (high - eye + place) / len(pick) - 1.0, 0.0)
    found[..., 0] = np.where(there, grid[..., 0], 0.0)
    return found, there.astype(np.float32)


def changed(images: Array, number: int) -> Array:
    """Pictures a little lighter or darker, of another tint, noisier; drawn from the number of their batch."""
    keys = np.array([key("light", number, "")], np.uint64)
    count = len(images)
    gain = np.exp(GAIN * normal(keys, 0, (count, 1))[0] + TINT * normal(keys, 1, (count, 3))[0])
    level = GRAIN * np.maximum(normal(keys, 2, (count,))[0], 0.0)
    grain: Float64 = normal(keys, 3, (4096,))[0]
    steps = np.arange(256)[None, :, None] * gain[:, None, :]
    tables = np.clip(np.rint(steps), 0, 255).astype(np.uint8)  # (frames, 256, colours)
    found = np.empty_like(images)
    for n in range(count):
        for colour in range(3):
            found[n, ..., colour] = tables[n, :, colour][images[n, ..., colour]]
        if level[n] > 1.0:
            spot = (np.arange(found[n].size) * 2654435761 + int(level[n] * 1e6) >> 7) % 4096
            noise = (level[n] * grain).astype(np.int16)[spot].reshape(found[n].shape)
            found[n] = np.clip(found[n] + noise, 0, 255).astype(np.uint8)
    return found
