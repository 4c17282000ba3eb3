"""What a spare node runs through leaves nothing behind, and a machine that lacks what it needs keeps its node."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np

from aureole.core.errors import Trouble
from aureole.core.notes import Int64
from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.runtime.bus import ends, segment
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Monotonic
from aureole.runtime.nodes.ahead.rehearsal import WORDS, rehearse
from aureole.runtime.nodes.system import System
from tests.runtime.facilities.children import LINUX, in_child

pytestmark = LINUX


@dataclass(frozen=True, slots=True)
class Words:
    """One number."""

    numbers: Annotated[Int64, "worlds places", "-", "-"]


FRAME = Frame.of(Words(np.zeros((1, 8), np.int64)))
SYSTEM = System(
    tuple(Service(name, name, name, "", 0.01, 1e-3, 1e9, "B") for name in ("port", "mind")),
    (Topic("seen", "Words", 100.0, 0.01, "port", ("mind",), depth=3),
     Topic("heard", "Words", 100.0, 0.01, "mind", ("port",), queued=True, depth=1),
     Topic("lost", "Words", 100.0, 0.01, "mind", ())),
    {"seen": FRAME, "heard": FRAME, "lost": FRAME}, {}, False,
)  # fmt: skip


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_no_descriptor_is_left():
    def left() -> int:
        rehearse(SYSTEM, Monotonic())
        before = descriptors()
        rehearse(SYSTEM, Monotonic())
        return descriptors() - before

    assert in_child(left) == "0"


def test_every_topic_has_its_words_written_and_read(monkeypatch):
    sent, read = [], []
    send, hold = ends.SharedWriter.send, ends.SharedReader.hold
    monkeypatch.setattr(
        ends.SharedWriter, "send", lambda self, stamp: (sent.append(self.topic.name), send(self, stamp))
    )
    monkeypatch.setattr(ends.SharedReader, "hold", lambda self: read.append(found := hold(self)) or found)
    rehearse(SYSTEM, Monotonic())
    assert sent == [name for name in ("seen", "heard", "lost") for _ in range(WORDS)]
    assert [each is not None for each in read] == [True] * 3 * WORDS


def test_a_machine_without_room_for_it_keeps_its_node(monkeypatch):
    def full(name: str, size: int) -> int:
        raise Trouble(f"{size} bytes of shared memory for '{name}'")

    monkeypatch.setattr(segment, "create", full)
    rehearse(SYSTEM, Monotonic())
