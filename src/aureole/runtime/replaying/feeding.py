"""The recording in the role of the port: it says again what the car's sensors said, when its turn comes."""

from __future__ import annotations

from collections.abc import Mapping

from aureole.runtime.bus.frames import Frame
from aureole.runtime.recorder.calls import unpacked
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.services.service import Call


class FeedService:
    """Writes the recorded words of the moment it is called for."""

    def __init__(self, topics: tuple[str, ...], frames: Mapping[str, Frame], tape: Tape) -> None:
        self.topics, self.frames, self.tape = topics, frames, tape

    def begin(self) -> None:
        """From the first word on."""
        self.ahead: dict[tuple[str, int], bytes] = {}
        self.passed = dict.fromkeys(self.topics, -1)
        self.entries = self.tape.entries()

    def serve(self, call: Call, memory: None) -> None:
        """One moment; a word that was not recorded is not said."""
        for topic in self.topics:
            data = self._found(topic, call.stamp)
            if data is not None:
                call.out[topic].put(unpacked(self.frames[topic], data), call.stamp)

    def _found(self, topic: str, stamp: int) -> bytes | None:
        while self.passed[topic] < stamp:
            entry = next(self.entries, None)
            if entry is None:
                break
            if entry.topic in self.passed:
                self.ahead[entry.topic, entry.stamp] = entry.data
                self.passed[entry.topic] = entry.stamp
        return self.ahead.pop((topic, stamp), None)
