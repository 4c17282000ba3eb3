"""Words beside the recorded ones, bit for bit: how many are the same, and where the first one differs."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from aureole.runtime.layout import Layout


@dataclass(slots=True)
class Compared:
    """One topic."""

    topic: str
    same: int = 0
    differ: int = 0
    only_recorded: int = 0
    """Words that the replay did not say."""
    only_replayed: int = 0
    """Words that were not recorded."""
    first: int = -1
    """ns; the moment of the first difference; below zero: none."""
    where: str = ""
    """The field that differs there, with both values."""

    @property
    def whole(self) -> bool:
        """Every word is the same, and none is missing on either side."""
        return not (self.differ or self.only_recorded or self.only_replayed)


@dataclass(slots=True)
class Comparison:
    """Pairs words of one topic by the moment they are about, whichever side is ahead.

    Of several words about one moment the first is paired with the first, the second with the second.
    """

    layout: Layout
    found: Compared
    recorded: dict[int, deque[bytes]] = field(default_factory=dict)
    replayed: dict[int, deque[bytes]] = field(default_factory=dict)

    def record(self, stamp: int, data: bytes) -> None:
        """A recorded word."""
        self.recorded.setdefault(stamp, deque()).append(data)
        self._pair(stamp)

    def replay(self, stamp: int, data: bytes) -> None:
        """A word that came out of the replay."""
        self.replayed.setdefault(stamp, deque()).append(data)
        self._pair(stamp)

    def close(self) -> Compared:
        """No more words."""
        self.found.only_recorded += sum(map(len, self.recorded.values()))
        self.found.only_replayed += sum(map(len, self.replayed.values()))
        for stamp in (*self.recorded, *self.replayed):
            self._first(stamp, "")
        return self.found

    def _pair(self, stamp: int) -> None:
        if stamp not in self.recorded or stamp not in self.replayed:
            return
        one, other = self.recorded[stamp].popleft(), self.replayed[stamp].popleft()
        for side in (self.recorded, self.replayed):
            if not side[stamp]:
                del side[stamp]
        if one == other:
            self.found.same += 1
        else:
            self.found.differ += 1
            self._first(stamp, difference(self.layout, one, other))

    def _first(self, stamp: int, where: str) -> None:
        if self.found.first < 0 or stamp < self.found.first:
            self.found.first, self.found.where = stamp, where


def difference(layout: Layout, recorded: bytes, replayed: bytes) -> str:
    """The first field that differs, its place, and both values; empty if none does."""
    place = 0
    for each in layout.fields:
        size = each.size
        if recorded[place : place + size] != replayed[place : place + size]:
            pair = [np.frombuffer(data[place : place + size], each.dtype) for data in (recorded, replayed)]
            width = np.dtype(each.dtype).itemsize
            at = next(
                k for k in range(len(pair[0]))
                if recorded[place + k * width :][:width] != replayed[place + k * width :][:width]
            )  # fmt: skip
            index = ", ".join(str(k) for k in np.unravel_index(at, each.shape)[1:])
            return f"{layout.word}.{each.name}{f'[{index}]' if index else ''}: {pair[0][at]!r}, {pair[1][at]!r}"
        place += size
    return ""
