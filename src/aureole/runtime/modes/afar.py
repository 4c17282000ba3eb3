"""Services on other chips as this one knows them: whose words come, who hears ours, and who is missed meanwhile.

A chip that is silent is missed at once and hoped for: it boots anew in its own time. Only who was there and stays away
for longer than that is lost, and what follows is what follows when a node of this chip will not come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

PATIENCE = 60_000_000_000  # ns; a chip boots anew within it: 34 s on two cores under a load of eleven
WELL = 1_000_000_000  # ns; words that came for so long come again

Way = tuple[str, str]
"""A topic, and the chip that its words come from or go to."""


class State(StrEnum):
    """Of a topic's way between two chips."""

    WAITING = "waiting"
    """The other side was never there."""
    UP = "up"
    SILENT = "silent"
    """Its chip is reached, its words have ceased."""
    CUT = "cut"
    """It was there and is not reached."""
    OTHER = "other"
    """Its chip is joined, and says nothing that we are about: another car, case or version."""


WORDS = {
    State.WAITING: ("waiting", "等待中"),
    State.UP: ("up", "连通"),
    State.SILENT: ("silent", "无消息"),
    State.CUT: ("cut", "中断"),
    State.OTHER: ("another car, case or version", "车辆、用例或版本不同"),
}
"""English, Chinese."""


class Reach(msgspec.Struct, frozen=True):
    """How a topic's words come from another chip, or go there."""

    topic: str
    chip: str
    comes: bool
    """From that chip; else it goes there."""
    state: State
    since: int
    """ns of the clock."""
    words: int = 0
    """That came, or were given."""
    lost: int = 0
    """That did not come or were refused, or could not be given."""

    @property
    def text(self) -> str:
        """In a few words.

        >>> Reach("plan", "mind", True, State.CUT, 0).text
        'mind → plan: cut'
        """
        ends = (self.chip, self.topic) if self.comes else (self.topic, self.chip)
        return f"{' → '.join(ends)}: {self.state}"


class Afar:
    """The book of ways to other chips, by the clock of whoever asks."""

    def __init__(self, ways: Mapping[Way, Iterable[str]]) -> None:
        """`ways`: the services at the other end of each."""
        self.ways = {way: frozenset(names) for way, names in ways.items()}
        self.reaches: dict[Way, Reach] = {}
        self.up: dict[Way, int] = {}
        """Since when (ns), of those that are up."""
        self.missed: dict[Way, int] = {}
        """Since when (ns), of those that were up once and are not."""

    @property
    def services(self) -> frozenset[str]:
        """Everybody there."""
        return frozenset[str]().union(*self.ways.values())

    @property
    def awaited(self) -> bool:
        """Somebody has not been there yet: what is promised with them cannot be kept."""
        return bool(self.ways.keys() - self.up.keys() - self.missed.keys())

    def hear(self, reaches: Iterable[Reach], now: int) -> list[Reach]:
        """How it is now; what has come, gone, or turned out to be another."""
        changed = []
        for each in reaches:
            way = each.topic, each.chip
            if way not in self.ways:
                continue
            before = self.reaches[way].state if way in self.reaches else State.WAITING
            self.reaches[way] = each
            if each.state is State.UP:
                self.up.setdefault(way, now)
                self.missed.pop(way, None)
            elif way in self.up:
                self.missed[way] = now
                del self.up[way]
            if each.state is not before and (State.UP in (each.state, before) or each.state is State.OTHER):
                changed.append(each)
        return changed

    def away(self, now: int) -> frozenset[str]:
        """Services that are missed, or have not been back for long enough."""
        missed = [names for way, names in self.ways.items() if now - self.up.get(way, now) < WELL]
        return frozenset[str]().union(*missed)

    def lost(self, now: int) -> frozenset[str]:
        """Services that were there and have been missed for too long."""
        gone = [self.ways[way] for way, since in self.missed.items() if now - since > PATIENCE]
        return frozenset[str]().union(*gone)

    def why(self, names: frozenset[str]) -> str:
        """How it stands with the ways to some services."""
        ways = [way for way, there in self.ways.items() if there & names]
        return ", ".join(sorted({self.reaches[way].text for way in ways if way in self.reaches}))

    def well(self, chip: str) -> bool:
        """Whether every way to a chip is up."""
        return all(way in self.up for way in self.ways if way[1] == chip)
