"""The recorder on a bus: it takes every word, holds nobody up, and says what it did not get."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.core.errors import Trouble
from aureole.core.plan import Ask
from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.runtime.clock import Logical
from aureole.runtime.recorder.ring import is_marked, parts_in
from aureole.runtime.recorder.tape import Tape, gaps
from aureole.runtime.services.executor import Executor
from aureole.runtime.services.recording import RecorderService, Where
from aureole.runtime.services.together import hosted_together
from tests.runtime.recorder.words import FRAMES
from tests.runtime.words import STEP, step

DEPTH = 8


class Quiet:
    """Writes nothing by itself."""

    def begin(self) -> None:
        """Nothing is remembered."""

    def serve(self, call, memory) -> None:
        """Nothing is said."""


class Bench:
    """A recorder and somebody who speaks, in this process."""

    def __init__(self, folder, *, logical: bool = False) -> None:
        self.clock, self.folder = Logical(), folder
        topics = [Topic(name, "Word", 100.0, 0.1, "speaker", ("recorder",), depth=DEPTH) for name in FRAMES]
        services = [Service(name, name, name, "", 0.05, 0.01, 1e8, "QM") for name in ("speaker", "recorder")]
        self.recorder = RecorderService(Where(folder, {"case": "made up"}), FRAMES, logical=logical)
        made = {"speaker": Quiet(), "recorder": self.recorder}
        self.speaker, hosted = hosted_together(services, topics, FRAMES, made, self.clock, every=False)
        self.executor = Executor([hosted], self.clock, logical=logical)

    def say(self, tick: int, **changed) -> None:
        scene, plan, command = step(tick)
        for name, value in changed.items():
            getattr(plan if hasattr(plan, name) else command, name)[0] = value
        for topic, word in (("scene", scene), ("plan", plan), ("command", command)):
            self.speaker.outputs[topic].put(word, tick * STEP)
            self.speaker.outputs[topic].heed()

    def at(self, tick: int) -> None:
        self.clock.reach(tick * STEP)
        self.executor.run_ready()

    def numbers(self, topic: str = "command") -> list[int]:
        self.recorder.close()
        return [entry.number for entry in Tape(self.folder).entries() if entry.topic == topic]


def test_every_word_is_kept_though_it_is_called_only_each_fifth_time(tmp_path):
    bench = Bench(tmp_path)
    for tick in range(60):
        bench.say(tick)
        bench.at(tick)
    bench.at(65)
    assert bench.numbers() == list(range(60))


def test_by_logical_time_each_word_wakes_it(tmp_path):
    bench = Bench(tmp_path, logical=True)
    for tick in range(5):
        bench.say(tick)
        assert bench.executor.run_ready() > 0
    assert bench.executor.run_ready() == 0
    assert bench.numbers() == list(range(5))


def test_what_came_faster_than_it_was_taken_is_counted_told_and_no_writer_waits(tmp_path):
    bench = Bench(tmp_path)
    bench.at(0)
    for tick in range(100):
        bench.say(tick)
    bench.at(100)
    bench.say(100)
    bench.at(110)
    assert ("words_lost", "command 92") in bench.recorder.notices
    assert bench.numbers() == [*range(8), 100]
    tape = Tape(tmp_path)
    assert gaps(tape.entries())["command"] == 92
    assert tape.found["lost"]["command"] == 92


@pytest.mark.parametrize("fault", [{"ask": Ask.MINIMAL_RISK}, {"accel": np.nan}])
def test_a_fault_keeps_its_part_longest_and_stands_in_the_log(tmp_path, fault):
    bench = Bench(tmp_path)
    for tick in range(40):
        bench.say(tick, **(fault if tick >= 20 else {}))
        bench.at(tick)
    bench.recorder.close()
    assert any(is_marked(path) for path in parts_in(tmp_path))


def test_a_drive_without_faults_marks_nothing(tmp_path):
    bench = Bench(tmp_path)
    for tick in range(40):
        bench.say(tick, ask=0)
        bench.at(tick)
    bench.recorder.close()
    assert not any(is_marked(path) for path in parts_in(tmp_path))


def test_a_folder_that_cannot_be_made_is_trouble(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="cannot be made"):
        RecorderService(Where(tmp_path / "file" / "bus", {}), FRAMES, logical=True).begin()
