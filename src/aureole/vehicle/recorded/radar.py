"""What the radar of a recorded Toyota saw: objects that were seen to move, by their distance, side and closing speed.

The radar's own frames (0x210 to 0x21F, a track each) lie on a bus of their own. Their layout is that of opendbc's
database for this radar (recalled); a test holds it against the tracks that comma2k19 has beside the frames. A radar
of this kind tells no size and takes every sign and rail for an object: what was never seen to move is left out, as
production cars do, and so are standing queues. Every object is taken for a car of usual size.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.observation import Tracks

FIRST, COUNT, BUS = 0x210, 16, 1
DISTANCE, SIDE, CLOSING = 0.04, 0.04, 0.025  # m, m, m/s a step
SIZE = (4.5, 1.8)  # m; assumed
MOVES = 2.0  # m/s over ground; faster was seen to move
SEEN = 5  # looks in a row, 0.25 s; before that a track is a ghost
OLD = 0.3  # s; six looks missed, and it is gone


class Echo(NamedTuple):
    """One track of the radar."""

    ahead: float  # m, from the bumper
    left: float  # m
    closing: float  # m/s; below zero it comes nearer
    new: bool
    valid: bool


def echo(data: bytes) -> Echo:
    """What a frame says."""
    ahead = int.from_bytes(data[1:3], "big") >> 3
    right = _signed(int.from_bytes(data[3:5], "big") >> 5, 11)
    closing = _signed(int.from_bytes(data[5:7], "big") >> 4, 12)
    return Echo(ahead * DISTANCE, -right * SIDE, closing * CLOSING, bool(data[4] & 0x10), bool(data[6] & 1))


def _signed(number: int, bits: int) -> int:
    return number - (1 << bits) if number >> (bits - 1) else number


class Radar:
    """The tracks of a radar as they come in."""

    def __init__(self) -> None:
        self.echoes: dict[int, tuple[Echo, float]] = {}
        self.looks = np.zeros(COUNT, np.int64)
        self.moved = np.zeros(COUNT, np.bool_)
        self.serial = np.zeros(COUNT, np.int32)
        """How many objects a track has stood for."""
        self.heard = -np.inf  # s

    def take(self, number: int, data: bytes, now: float, speed: float) -> None:
        """One frame at a moment (s), at an own speed (m/s)."""
        place = number - FIRST
        found, self.heard = echo(data), now
        if not found.valid:
            self.echoes.pop(place, None)
            self.looks[place] = 0
            return
        if found.new or place not in self.echoes:
            self.serial[place] += 1
            self.looks[place], self.moved[place] = 0, False
        self.looks[place] += 1
        self.moved[place] |= abs(speed + found.closing) > MOVES and self.looks[place] >= SEEN
        self.echoes[place] = found, now

    def tracks(self, now: float, speed: float, bumper: float) -> Tracks:
        """What moves, nearest first; `bumper` is the radar's distance ahead of the reference point, m."""
        seen = [
            (each, place)
            for place, (each, when) in self.echoes.items()
            if self.moved[place] and now - when <= OLD
        ]  # fmt: skip
        seen.sort()
        found = nothing()
        for row, (each, place) in enumerate(seen):
            found.present[0, row] = True
            found.id[0, row] = place + COUNT * self.serial[place]
            found.xy[0, row] = bumper + each.ahead + SIZE[0] / 2.0, each.left
            found.velocity[0, row, 0] = speed + each.closing
            found.size[0, row] = SIZE
            found.kind[0, row] = Kind.CAR
            found.sure[0, row] = 1.0
        return found


def nothing() -> Tracks:
    """Room for all tracks of a radar."""
    shape = (1, COUNT)
    return Tracks(
        present=np.zeros(shape, np.bool_), id=np.zeros(shape, np.int32), xy=np.zeros((*shape, 2), np.float32),
        heading=np.zeros(shape, np.float32), velocity=np.zeros((*shape, 2), np.float32),
        size=np.zeros((*shape, 2), np.float32), kind=np.zeros(shape, np.int32), lamps=np.zeros(shape, np.int32),
        sure=np.zeros(shape, np.float32), given=np.zeros(1, np.bool_),
    )  # fmt: skip
