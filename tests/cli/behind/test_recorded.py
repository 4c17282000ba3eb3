"""A recorded drive that begins anew at its end."""

from __future__ import annotations

import dataclasses
import sys
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pytest

from aureole.cli.behind.laps import GAP, Board
from aureole.cli.behind.recorded import RetoldPort
from aureole.runtime.services.service import Call
from tests.cli.behind.test_laps import Out, word

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


class Compared(NamedTuple):
    seconds: float = 3.0
    steer: float = 0.0
    human_steer: float = 0.0
    accel: float = 0.5
    human_accel: float = 1.0


class Drive:
    """Over after three looks."""

    def __init__(self):
        self.looks, self.heard = 0, []

    def again(self):
        return Drive()

    @property
    def over(self):
        return self.looks >= 3

    def read(self, now):
        self.looks += 1
        return word(now)

    def write(self, command, now):
        self.heard.append((command.stamp.item(), command.until.item(), now))

    def compared(self):
        return Compared()


class Copies:
    command: ClassVar[Any] = SimpleNamespace(copied=lambda given: given)


def call(out, now, command=None):
    words = {} if command is None else {"command": command}
    return Call(now, now, words, dict.fromkeys(words, now), frozenset(words), {"observation": out})


def test_at_its_end_it_begins_anew_a_minute_later_and_says_how_commands_compared():
    out, board = Out(), Board()
    port = RetoldPort(Drive(), Copies, board)
    memory = port.begin()
    for now in range(5):
        memory = port.serve(call(out, now), memory)
    assert [stamp for stamp, _ in out.said] == [0, 1, 2, 3 + GAP, 4 + GAP]
    assert board.read().number == 2
    assert [what for what, _ in port.notices] == ["compared"]


def test_a_command_is_compared_in_the_time_of_the_recording_and_one_of_before_is_not():
    port = RetoldPort(Drive(), Copies, Board())
    memory = port.begin()
    for now in range(4):
        memory = port.serve(call(Out(), now), memory)
    old = word(2)
    new = dataclasses.replace(word(3 + GAP), until=np.array([9 + GAP]))
    for now, command in ((4, old), (5, new)):
        memory = port.serve(call(Out(), now, command), memory)
    assert port.drive.heard == [(0, 6, 2)]


def test_who_was_started_anew_goes_on_where_the_recording_is():
    memory = RetoldPort(Drive(), Copies, Board()).begin()
    memory = RetoldPort(Drive(), Copies, Board()).serve(call(Out(), 10), memory)
    out = Out()
    RetoldPort(Drive(), Copies, Board()).serve(call(out, 17), memory)
    assert out.said == [(7, 17)]
