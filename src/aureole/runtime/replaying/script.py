"""What a tape tells of one service: its calls, one after the other, and what it said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aureole.core.bus import Writer
from aureole.runtime.bus.frames import Frame
from aureole.runtime.layout import Packer
from aureole.runtime.recorder.calls import Gathering, Given
from aureole.runtime.recorder.part import Entry
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replaying.comparing import Compared, Comparison
from aureole.runtime.services.heard import frame_of


class Role(NamedTuple):
    """One service of a recording."""

    name: str
    inputs: tuple[str, ...]
    """In the order of names."""
    outputs: tuple[str, ...]
    """What it writes, and is compared."""


@dataclass(slots=True)
class Report:
    """What came of one service."""

    calls: int = 0
    compared: list[Compared] = field(default_factory=list)
    stopped: str = ""
    """Why it was not replayed to the end; empty: it was."""
    at: int = -1
    """ns; the moment of the last call."""


@dataclass(slots=True)
class Script:
    """The calls of one service as a tape tells them, and beside them what it wrote."""

    role: Role
    tape: Tape
    frames: Mapping[str, Frame]
    comparisons: dict[str, Comparison] = field(default_factory=dict)

    def calls(self) -> Iterator[Given]:
        """Call after call; on the way its recorded words go to their comparisons."""
        gathering = Gathering(self.role.name, self.role.inputs, frame_of(len(self.role.inputs)))
        for entry in self.tape.entries():
            if entry.topic in self.role.outputs:
                self._compare(entry)
            yield from gathering.add(entry)
        yield from gathering.rest()

    def comparison(self, topic: str) -> Comparison:
        """Of one topic it writes."""
        if topic not in self.comparisons:
            self.comparisons[topic] = Comparison(self.frames[topic].layout, Compared(topic))
        return self.comparisons[topic]

    def _compare(self, entry: Entry) -> None:
        self.comparison(entry.topic).record(entry.stamp, entry.data)


class Checked:
    """The writing end of a topic, which compares what goes out."""

    def __init__(self, out: Writer, packer: Packer, comparison: Comparison, left: Counter[str] | None) -> None:
        """`left`: how many words of each topic this call still had time to say when its process died; None: all."""
        self.out, self.packer, self.comparison, self.left = out, packer, comparison, left

    def loan(self) -> Any:
        """A word to be written in place."""
        return self.out.loan()

    def put(self, word: Any, stamp: int) -> None:
        """Send it, and compare it."""
        if self._said():
            self.comparison.replay(stamp, self.packer.pack(word))
            self.out.put(word, stamp)

    def send(self, stamp: int) -> None:
        """Send the loaned word, and compare it."""
        if self._said():
            self.comparison.replay(stamp, self.packer.pack(self.out.loan()))
            self.out.send(stamp)

    def heed(self) -> None:
        """Take back what readers have looked at."""
        self.out.heed()

    def _said(self) -> bool:
        """Whether this word was said when it was recorded."""
        if self.left is None:
            return True
        topic = self.comparison.found.topic
        self.left[topic] -= 1
        return self.left[topic] >= 0
