"""The recording in the role of the port: it says again what the car's sensors said, no faster than commands come."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Mapping

from aureole.runtime.bus.frames import Frame
from aureole.runtime.recorder.calls import unpacked
from aureole.runtime.recorder.part import Entry
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replaying.script import Report, Role
from aureole.runtime.services.service import Call

AHEAD = 32  # words of a topic that the replay may be behind the recording: what others have not yet looked at


class FeedService:
    """Writes the recorded words in their order; what it read itself it only counts, to keep step with the others.

    How it came to say them is not asked: a world, a bus or a car stood behind it.
    """

    takes = True

    def __init__(self, role: Role, frames: Mapping[str, Frame], tape: Tape) -> None:
        self.role, self.frames = role, frames
        self.entries = tape.entries()
        self.passed: Counter[str] = Counter()
        """Recorded words that it read, by topic."""
        self.came: Counter[str] = Counter()
        """Replayed words that it has read."""
        self.report = Report()
        self.over = False
        self.next: Entry | None = None

    def begin(self) -> None:
        """Nothing is remembered; from the first word on."""
        self.next = self._advanced()

    @property
    def more(self) -> bool:
        """It can be called without a further word."""
        if self.over or self.next is None:
            return not self.over
        return all(self.passed[topic] <= self.came[topic] + AHEAD for topic in self.role.inputs)

    def serve(self, call: Call, memory: None) -> None:
        """Take what has come, and say the next word if it is its turn."""
        for topic in self.role.inputs:
            self.came[topic] += sum(1 for _ in call.waiting(topic))
        if not self.more:
            return
        entry = self.next
        if entry is None:
            self.over = True
            return
        call.out[entry.topic].put(unpacked(self.frames[entry.topic], entry.data), entry.stamp)
        self.report.calls += 1
        self.report.at = entry.stamp
        self.next = self._advanced()

    def close(self) -> None:
        """Say what came out so far; somebody else could not be replayed to the end."""
        if not self.over:
            self.report.stopped, self.over = "the words of the others do not come", True

    def result(self) -> bytes:
        """How far it came, for the process that replays."""
        return pickle.dumps(self.report)

    def _advanced(self) -> Entry | None:
        """The next word it has to say."""
        for entry in self.entries:
            if entry.topic in self.role.outputs:
                return entry
            if entry.topic in self.role.inputs:
                self.passed[entry.topic] += 1
        return None
