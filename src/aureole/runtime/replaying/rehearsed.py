"""A service called again exactly as it was: the words it looked at, the time it was told, in the recorded order."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from aureole.core.bus import Writer
from aureole.runtime.bus.frames import Frame
from aureole.runtime.layout import Packer
from aureole.runtime.recorder.calls import Gathering, Given
from aureole.runtime.recorder.part import Entry
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replaying.comparing import Compared, Comparison
from aureole.runtime.services.heard import frame_of
from aureole.runtime.services.service import Call, Service


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
    anew: list[int] = field(default_factory=list)
    """ns; the moments at which it had begun anew."""
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

    def __init__(self, out: Writer, packer: Packer, comparison: Comparison) -> None:
        self.out, self.packer, self.comparison = out, packer, comparison

    def loan(self) -> Any:
        """A word to be written in place."""
        return self.out.loan()

    def put(self, word: Any, stamp: int) -> None:
        """Send it, and compare it."""
        self.comparison.replay(stamp, self.packer.pack(word))
        self.out.put(word, stamp)

    def send(self, stamp: int) -> None:
        """Send the loaned word, and compare it."""
        self.comparison.replay(stamp, self.packer.pack(self.out.loan()))
        self.out.send(stamp)

    def heed(self) -> None:
        """Take back what readers have looked at."""
        self.out.heed()


class RehearsedService:
    """Plays one service's part again; it waits until the words of its next call are there."""

    takes = True

    def __init__(self, role: Role, service: Service[Any], frames: Mapping[str, Frame], tape: Tape) -> None:
        """`frames`: of its inputs and outputs, by topic."""
        self.role, self.service, self.frames = role, service, frames
        self.script = Script(role, tape, frames)
        self.packers = {topic: Packer(frames[topic].layout) for topic in role.outputs}
        self.report = Report()
        self.over = False

    def begin(self) -> Any:
        """What the service remembers before its first call, and nothing it has looked at."""
        self.words: dict[str, dict[int, Any]] = {topic: {} for topic in self.role.inputs}
        self.held: dict[str, int] = {}
        self.calls = self.script.calls()
        self.given = next(self.calls, None)
        self.next = 0
        return self.service.begin()

    @property
    def more(self) -> bool:
        """It can be called without a further word."""
        return not self.over and (self.given is None or self._lacks(self.given) or self._ready(self.given))

    def serve(self, call: Call, memory: Any) -> Any:
        """Take what has come, and make the next call if its words are there."""
        for topic, words in self.words.items():
            for message in call.waiting(topic):
                words[message.stamp] = self.frames[topic].copied(message.word)
        given = self.given
        if self.over or (given is not None and not self._lacks(given) and not self._ready(given)):
            return memory
        why = "" if given is None else self._odd(given)
        if given is None or why:
            self.report.stopped, self.over = why, True
            return memory
        memory = self._call(given, call, memory)
        self.given = next(self.calls, None)
        return memory

    def close(self) -> None:
        """Say what came out so far; somebody else could not be replayed to the end."""
        if not self.over:
            self.report.stopped, self.over = "its next words do not come", True

    def result(self) -> bytes:
        """What was the same, for the process that replays."""
        self.report.compared = [self.script.comparison(topic).close() for topic in self.role.outputs]
        return pickle.dumps(self.report)

    def _call(self, given: Given, call: Call, memory: Any) -> Any:
        stamps = {topic: entry.stamp for topic, entry in given.held.items()}
        begun = int(given.heard.begun[0])
        if begun == 0:
            self.held = {}
        fresh = frozenset(topic for topic, stamp in stamps.items() if self.held.get(topic) != stamp)
        for topic, stamp in stamps.items():
            came = list(self.words[topic])
            for before in came[: came.index(stamp)]:
                del self.words[topic][before]
        self.held = stamps
        out: dict[str, Writer] = {
            topic: Checked(writer, self.packers[topic], self.script.comparison(topic))
            for topic, writer in call.out.items() if topic in self.role.outputs
        }  # fmt: skip
        told = replace(
            call, now=int(given.heard.now[0]), stamp=given.stamp, stamps=stamps, fresh=fresh, out=out,
            words={topic: self.words[topic][stamp] for topic, stamp in stamps.items()},
        )  # fmt: skip
        if begun == 0 and self.report.calls:
            self.report.anew.append(given.stamp)
        self.next = begun + 1
        self.report.calls += 1
        self.report.at = given.stamp
        return self.service.serve(told, memory)

    def _ready(self, given: Given) -> bool:
        return all(entry.stamp in self.words[topic] for topic, entry in given.held.items())

    def _lacks(self, given: Given) -> bool:
        return bool(self._odd(given))

    def _odd(self, given: Given) -> str:
        """Why a call cannot be made again: something of it was not recorded."""
        if given.missing:
            return f"the recording lacks {', '.join(given.missing)}"
        begun = int(given.heard.begun[0])
        return "" if begun in (0, self.next) else f"the recording lacks {begun - self.next} calls"
