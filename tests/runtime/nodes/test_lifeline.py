"""A node's lifeline says that it ends, whichever way, and says nothing while it lives."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable

import pytest

from aureole.runtime.nodes.lifeline import Lifeline, hold

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


def living(life: Lifeline, then: Callable[[], object]) -> int:
    """A process that holds its lifeline and goes on to something; its number, once it holds it."""
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            hold(os.dup(life.memory))
            os.write(told, b"x")
            then()
        finally:
            os._exit(0)
    os.read(ready, 1)
    os.close(ready)
    os.close(told)
    life.watch()
    return child


def is_told(life: Lifeline, seconds: float) -> bool:
    return bool(select.select([life.told], [], [], seconds)[0])


def test_who_is_killed_is_told_of_and_who_lives_is_not():
    life = Lifeline()
    child = living(life, signal.pause)
    assert not is_told(life, 0.05)
    os.kill(child, signal.SIGKILL)
    assert is_told(life, 30.0)
    os.waitpid(child, 0)
    life.close()


def test_who_ends_by_itself_is_told_of_too():
    life = Lifeline()
    child = living(life, lambda: None)
    assert is_told(life, 30.0)
    os.waitpid(child, 0)
    life.close()


def test_one_that_is_stopped_lives():
    life = Lifeline()
    child = living(life, signal.pause)
    os.kill(child, signal.SIGSTOP)
    os.waitpid(child, os.WUNTRACED)
    assert not is_told(life, 0.05)
    os.kill(child, signal.SIGKILL)
    assert is_told(life, 30.0)
    os.waitpid(child, 0)
    life.close()


def test_a_lifeline_whose_node_is_closed_first_says_nothing_and_harms_nobody():
    life = Lifeline()
    child = living(life, signal.pause)
    life.close()
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[0] == child
