"""A world that begins anew when its drive ends, and services that do so with it."""

from __future__ import annotations

import dataclasses
import sys
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pytest

from aureole.cli.behind.laps import GAP, Anew, Board, LapService
from aureole.runtime.services.service import Call

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


@dataclasses.dataclass(frozen=True)
class Word:
    stamp: np.ndarray
    over: np.ndarray = dataclasses.field(default_factory=lambda: np.array([False]))
    until: np.ndarray = dataclasses.field(default_factory=lambda: np.array([0]))


def word(stamp: int, **more) -> Word:
    return Word(np.array([stamp]), **more)


class Brief(NamedTuple):
    step: float = 1e-9
    timeout: float = 1.0


class World:
    """Ends after three steps; a step is a nanosecond."""

    brief = Brief()

    def __init__(self):
        self.commands = []

    def reset(self):
        return word(0), 0

    def sense(self, scene, state):
        return word(scene.stamp.item()), state

    def step(self, scene, command, state):
        self.commands.append(command)
        return word(scene.stamp.item() + 1, over=np.array([state == 2])), state + 1


class Copies:
    """Frames that copy nothing."""

    command: ClassVar[Any] = SimpleNamespace(copied=lambda given: given)


class Out:
    def __init__(self):
        self.said = []

    def put(self, given, stamp):
        self.said.append((given.stamp.item(), stamp))


def call(out, now: int, **words) -> Call:
    stamps = {name: stamp for name, (_, stamp) in words.items()}
    return Call(now, now, {name: given for name, (given, _) in words.items()}, stamps, frozenset(words), out)


def test_a_drive_that_has_ended_begins_anew_a_minute_later_and_waits_for_a_command_about_it():
    world, out, board = World(), {"observation": Out()}, Board()
    service = LapService(world, Copies, board)
    lap = service.begin()
    newest = -1
    for now in range(10):
        given = {"command": (word(newest), now)} if newest >= 0 else {}
        lap = service.serve(call(out, now, **given), lap)
        newest = 0 if now < 6 else lap.base  # until then the only command is one about the first drive
    stamps = [stamp for stamp, _ in out["observation"].said]
    assert stamps == [0, 1, 2, 3, *[3 + GAP] * 3, *(3 + GAP + k for k in (1, 2, 3))]
    assert board.read().number == 2


def test_the_world_hears_of_commands_in_its_own_time():
    world, out = World(), {"observation": Out()}
    service = LapService(world, Copies, Board())
    lap = service.serve(call(out, 0), service.begin())._replace(base=GAP, number=2)
    command = dataclasses.replace(word(GAP + 7), until=np.array([GAP + 9]))
    service.serve(call(out, 1, command=(command, 1)), lap)
    assert (world.commands[0].stamp.item(), world.commands[0].until.item()) == (7, 9)


class Counts:
    """Remembers how often it was called since it began, and what it saw last."""

    patience = 5

    def begin(self):
        return 0

    def serve(self, given, memory):
        self.seen = set(given.words), set(given.fresh)
        return memory + 1


def test_a_service_begins_anew_with_the_drive_and_sees_nothing_of_the_one_before():
    service = Anew(Counts())
    memory = service.begin()
    for k in range(3):
        memory = service.serve(call({}, k, observation=(word(k), k), plan=(word(k), k)), memory)
    assert memory.memory == 3
    memory = service.serve(call({}, 3, observation=(word(GAP), 3), plan=(word(2), 2)), memory)
    assert memory.memory == 1
    assert service.service.seen == ({"observation"}, {"observation"})
    memory = service.serve(call({}, 4, observation=(word(GAP + 1), 4), plan=(word(GAP), 3)), memory)
    assert memory.memory == 2
    assert service.service.seen[0] == {"observation", "plan"}


def test_who_sees_time_go_back_begins_anew_for_whoever_tells_it_was_booted_anew():
    service = Anew(Counts())
    memory = service.begin()
    for k in (5, 6):
        memory = service.serve(call({}, k, observation=(word(k), k)), memory)
    memory = service.serve(call({}, 0, observation=(word(0), 0), plan=(word(6), 6)), memory)
    assert memory.memory == 1


def test_who_needs_a_word_of_the_new_drive_is_not_called_before_there_is_one():
    service = Anew(Counts(), needs="wish")
    memory = service.serve(call({}, 0, observation=(word(0), 0), wish=(word(0), 0)), service.begin())
    memory = service.serve(call({}, 1, observation=(word(GAP), 1), wish=(word(0), 0)), memory)
    assert memory.memory == 0
    memory = service.serve(call({}, 2, observation=(word(GAP), 1), wish=(word(GAP), 1)), memory)
    assert memory.memory == 1


def test_the_patience_of_a_service_stays_its_own():
    assert Anew(Counts()).patience == 5
