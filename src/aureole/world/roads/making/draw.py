"""Draws of a seed: counter-based, whole steps only, so that every machine draws the same; which seeds are for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from aureole.core.noise import key, uniform

Item = TypeVar("Item")
TRAIN, TEST = "train", "test"
ONE_IN = 5  # of so many seeds one is for tests
BLOCK = 256  # numbers drawn at a time


def split(seed: int) -> str:
    """Whether a seed is for training or for tests: by its hash, the same for every kind of network.

    >>> [split(seed) for seed in range(6)]
    ['train', 'train', 'train', 'train', 'train', 'train']
    """
    digest = hashlib.blake2b(f"aureole roads {seed}".encode(), digest_size=8).digest()
    return TEST if int.from_bytes(digest, "little") % ONE_IN == 0 else TRAIN


class Draw:
    """One stream of draws, in their order."""

    def __init__(self, kind: str, seed: int, stream: str) -> None:
        self.keys = np.array([key(f"road network {kind}", seed, stream)], np.uint64)
        self.count = 0
        self.block: list[float] = []

    def part(self) -> float:
        """A number in (0, 1)."""
        place = self.count % BLOCK
        if place == 0:
            self.block = uniform(self.keys, self.count // BLOCK, (BLOCK,))[0].tolist()
        self.count += 1
        return self.block[place]

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + min(int(self.part() * (high - low + 1)), high - low)

    def between(self, low: float, high: float, step: float = 0.001) -> float:
        """A multiple of a step away from low, up to high."""
        return low + self.whole(0, int((high - low) / step + 1e-9)) * step

    def chance(self, part: float) -> bool:
        """True in so many of one."""
        return self.part() < part

    def side(self) -> float:
        """1 or -1."""
        return 1.0 if self.chance(0.5) else -1.0

    def one(self, items: Sequence[Item]) -> Item:
        """One of several."""
        return items[self.whole(0, len(items) - 1)]
