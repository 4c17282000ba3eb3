"""A service called again exactly as it was: the words it looked at, the time it was told, in the recorded order.

A process that died in it has had its last call as far as it came, and whoever came after it begins with the state that
it began with.
"""

from __future__ import annotations

import contextlib
import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aureole.core.bus import Writer
from aureole.runtime.bus.frames import Frame
from aureole.runtime.layout import Packer
from aureole.runtime.recorder.calls import Given, Turns
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replaying.script import Checked, Report, Role, Script
from aureole.runtime.replaying.survey import BEGINNING, UNKNOWN, Course
from aureole.runtime.services.service import Call, Service

Place = tuple[int, int]
"""A word's moment, ns, and its turn among the words about it."""


class RehearsedService:
    """Plays one service's part again; it waits until the words of its next call are there."""

    takes = True

    def __init__(
        self, role: Role, service: Service[Any], frames: Mapping[str, Frame], tape: Tape, course: Course
    ) -> None:
        """`frames`: of its inputs and outputs, by topic; `course`: the lives its process had when it was recorded."""
        self.role, self.service, self.frames, self.course = role, service, frames, course
        self.script = Script(role, tape, frames)
        self.packers = {topic: Packer(frames[topic].layout) for topic in role.outputs}
        self.report = Report()
        self.over = False

    def begin(self) -> Any:
        """What the service remembers before its first call, and nothing it has looked at."""
        self.words: dict[str, dict[Place, Any]] = {topic: {} for topic in self.role.inputs}
        self.turns = Turns()
        self.states: dict[int, bytes] = {}
        """States that somebody began with, by the call that left them."""
        self.calls = self.script.calls()
        self.given = next(self.calls, None)
        self.next = 0
        return self.service.begin()

    @property
    def more(self) -> bool:
        """It can be called without a further word."""
        return not self.over and (self.given is None or bool(self._odd(self.given)) or self._ready(self.given))

    def serve(self, call: Call, memory: Any) -> Any:
        """Take what has come, and make the next call if its words are there."""
        for topic, words in self.words.items():
            for message in call.waiting(topic):
                words[message.stamp, self.turns.of(topic, message.stamp)] = self.frames[topic].copied(message.word)
        given = self.given
        if not self.more:
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
        number, self.next = self.report.calls, int(given.heard.begun[0]) + 1
        self.report.calls += 1
        self.report.at = given.stamp
        origin = self.course.origins.get(number, UNKNOWN)
        if origin == BEGINNING:
            memory = self.service.begin()
        elif origin != UNKNOWN:
            memory = pickle.loads(self.states[origin])  # noqa: S301  # of this very process
        left = Counter(self.course.cuts[number]) if number in self.course.cuts else None
        told = self._told(given, call, left)
        if left is None:
            memory = self.service.serve(told, memory)
        elif left.total():
            with contextlib.suppress(Exception):  # then as now; what it left nobody began with
                memory = self.service.serve(told, memory)
        if number in self.course.origins.values():
            self.states[number] = pickle.dumps(memory, protocol=5)
        return memory

    def _told(self, given: Given, call: Call, left: Counter[str] | None) -> Call:
        """The call as it was, but for what it writes to."""
        places = {topic: (entry.stamp, given.turns[topic]) for topic, entry in given.held.items()}
        for topic, place in places.items():
            came = list(self.words[topic])
            for before in came[: came.index(place)]:
                del self.words[topic][before]
        out: dict[str, Writer] = {
            topic: Checked(writer, self.packers[topic], self.script.comparison(topic), left)
            for topic, writer in call.out.items() if topic in self.role.outputs
        }  # fmt: skip
        return replace(
            call, now=int(given.heard.now[0]), stamp=given.stamp, fresh=given.fresh, out=out,
            words={topic: self.words[topic][place] for topic, place in places.items()},
            stamps={topic: place[0] for topic, place in places.items()},
        )  # fmt: skip

    def _ready(self, given: Given) -> bool:
        return all((entry.stamp, given.turns[topic]) in self.words[topic] for topic, entry in given.held.items())

    def _odd(self, given: Given) -> str:
        """Why a call cannot be made again: something of it was not recorded."""
        if given.missing:
            return f"the recording lacks {', '.join(given.missing)}"
        begun = int(given.heard.begun[0])
        if begun not in (0, self.next):
            return f"the recording lacks {begun - self.next} calls"
        lacks = self.course.origins.get(self.report.calls) == UNKNOWN
        return "the recording lacks the state with which it began" if lacks else ""
