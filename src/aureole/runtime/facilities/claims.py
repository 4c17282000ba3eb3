"""All facilities: what this machine has of them, and what a node claims, in the order in which they can be claimed.

Before its services are made a node gets its priority and its walls: their code runs behind these from the first line.
Its budgets it enters when they are made, so that making them is not cut into slices; then what is there is frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aureole.runtime.facilities.budgets import Budget, Memory, Processor, Runaway
from aureole.runtime.facilities.collection import Collection
from aureole.runtime.facilities.deadline import Deadline
from aureole.runtime.facilities.facility import REASONS, Facility, Share, Why
from aureole.runtime.facilities.locking import Locked
from aureole.runtime.facilities.pinning import Pinned
from aureole.runtime.facilities.priority import Priority, as_anybody
from aureole.runtime.facilities.walls.capabilities import Capabilities
from aureole.runtime.facilities.walls.landlock import Landlock
from aureole.runtime.facilities.walls.seccomp import Seccomp


class Found(NamedTuple):
    """One facility of this machine."""

    facility: Facility
    missing: Why | None
    """None: it is there."""


def facilities() -> tuple[Facility, ...]:
    """All of them, in the order of their claims."""
    return (
        Deadline(), Priority(), Pinned(), Locked(), Processor(), Runaway(), Memory(), Landlock(), Seccomp(),
        Capabilities(), Collection(),
    )  # fmt: skip


NAMES = tuple(each.name for each in facilities())


def survey() -> list[Found]:
    """What this machine has for this user; nothing is changed."""
    return [Found(each, each.detect()) for each in facilities()]


def told(lang: str) -> dict[str, str]:
    """The survey for people: by name, what it is and whether it is there, in English or Chinese."""
    place = lang == "zh"
    there, missing, colon = (("there", "not there: ", ": "), ("可用", "不可用：", "："))[place]
    return {
        each.name: f"{each.words[place]}{colon}{there if why is None else missing + REASONS[why][place]}"
        for each, why in survey()
    }


class Claims:
    """What one node claims."""

    def __init__(self, share: Share, without: frozenset[str] = frozenset()) -> None:
        """`without`: names of facilities that are switched off."""
        self.share = share
        self.wanted = [each for each in facilities() if each.name not in without and each.wanted(share)]
        self.refused: list[str] = []
        """`name:why` of what was not granted."""

    def prepare(self) -> None:
        """Ahead of the node, by the process it will be forked from: what takes long, and changes nothing there."""
        for each in self.wanted:
            if isinstance(each, (Budget, Landlock, Capabilities)):
                each.prepare(self.share)

    def drop(self) -> None:
        """This process is another domain's node: what was prepared is not its."""
        for each in self.wanted:
            if isinstance(each, (Budget, Landlock)):
                each.drop()

    def take(self) -> None:
        """Before the services are made: everything but what must wait for them."""
        timed = False
        if not any(isinstance(each, Locked) for each in self.wanted):
            Locked().release()  # the spare node's
        if not any(isinstance(each, Priority) for each in self.wanted):
            as_anybody()  # the zygote's
        for each in self.wanted:
            if isinstance(each, (Collection, Runaway)) or (isinstance(each, Priority) and timed):
                continue
            granted = self._note(each, each.claim(self.share))
            timed = timed or (isinstance(each, Deadline) and granted)

    def begin(self) -> None:
        """When they are made: enter the budgets, and freeze."""
        for each in self.wanted:
            if isinstance(each, Budget) and each.door >= 0:
                self._note(each, each.enter())
            elif isinstance(each, (Collection, Runaway)):
                self._note(each, each.claim(self.share))

    def rest(self, *, idle: bool) -> None:
        """A moment between two calls; `idle`: nothing waits to be done."""
        for each in self.wanted:
            if isinstance(each, Collection):
                each.rest(idle=idle)

    def _note(self, facility: Facility, refused: Why | None) -> bool:
        if refused is not None:
            self.refused.append(f"{facility.name}:{refused}")
        return refused is None


def spoken(text: str, lang: str) -> str:
    """What was refused, for people: from `name:why, name:why`; whatever is none of that stays as it is.

    >>> spoken("seccomp:absent, other", "en")
    'system calls closed to nodes (seccomp): this kernel has it not, other'
    """
    return ("，" if lang == "zh" else ", ").join(_spoken(text.split(", "), int(lang == "zh")))


def _spoken(words: list[str], place: int) -> Iterator[str]:
    names = {each.name: each.words[place] for each in facilities()}
    for word in words:
        name, _, why = word.partition(":")
        if name in names and why in {*Why}:
            yield f"{names[name]}{'：' if place else ': '}{REASONS[Why(why)][place]}"
        else:
            yield word
