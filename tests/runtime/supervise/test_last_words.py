"""Who writes nothing ends after those who do: what they said last is heard too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.runtime.nodes.system import System
from tests.runtime.recorder.words import COMMAND
from tests.runtime.supervise.booting import running
from tests.runtime.words import step

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


class Talker:
    """Says something at each call, and at its end how often it did."""

    def __init__(self, file: Path) -> None:
        self.file, self.said, self.word = file, 0, step(0)[2]

    def begin(self) -> None:
        """Nothing is remembered."""

    def serve(self, call, memory: None) -> None:
        """One word."""
        call.out["words"].put(self.word, call.stamp)
        self.said += 1

    def leave(self) -> None:
        """The end."""
        self.file.write_text(str(self.said))


class Listener:
    """Takes every word, and notes at its end how many there were."""

    takes = True

    def __init__(self, file: Path) -> None:
        self.file, self.heard = file, 0

    def begin(self) -> None:
        """Nothing is remembered."""

    def serve(self, call, memory: None) -> None:
        """What waits."""
        self.heard += sum(1 for _ in call.waiting("words"))

    def close(self) -> None:
        """The end."""
        self.file.write_text(str(self.heard))


def test_a_listener_hears_every_word_up_to_the_last_one_before_everybody_is_stopped(tmp_path):
    services = (
        Service("listener", "listener", "listener", "", 0.05, 1.0, 1e9, "QM"),
        Service("talker", "talker", "talker", "", 0.01, 1.0, 1e9, "QM"),
    )
    system = System(
        services, (Topic("words", "Command", 100.0, 1.0, "talker", ("listener",), depth=250),),
        {"words": COMMAND},
        {"talker": lambda: Talker(tmp_path / "said"), "listener": lambda: Listener(tmp_path / "heard")},
        logical=False, writes={"talker": (str(tmp_path),), "listener": (str(tmp_path),)},
    )  # fmt: skip
    with running(system) as car:
        car.wait_for(lambda: car.calls("talker") > 20)
    assert int((tmp_path / "said").read_text()) > 20
    assert (tmp_path / "heard").read_text() == (tmp_path / "said").read_text()
