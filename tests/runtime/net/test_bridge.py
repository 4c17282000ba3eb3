"""Two chips, each with a supervisor, nodes and a bridge of its own, joined by the bus between machines."""

from __future__ import annotations

import contextlib
import json
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from aureole.runtime.modes.afar import State
from aureole.runtime.net.bridge import LEASE, Carried, going
from tests.faults.speaking import Speaking
from tests.runtime.net import doors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


@contextlib.contextmanager
def booted(enough):
    """Both, until `near` has seen the answer to a word of number `enough`."""
    addresses = {name: f"{doors.HOST}:{doors.free_port()}" for name in ("first", "second")}
    with contextlib.ExitStack() as stack:
        found = []
        for name in addresses:
            papers = doors.papers(name)
            paths = [str(papers.authority), str(papers.own), str(papers.key)]
            where = {"addresses": addresses, "papers": paths, "enough": enough}
            words = [sys.executable, "-m", "tests.runtime.net.chips", name, json.dumps(where)]
            found.append(stack.enter_context(contextlib.closing(Speaking(words))))
        yield found


@pytest.fixture
def chips():
    with booted(100.0) as found:
        yield found


def test_words_go_to_a_service_on_another_chip_and_its_answers_come_back_in_order(chips):
    first, _ = chips
    seen = first.says("result")["seen"]
    assert seen == sorted(set(seen))
    assert seen[-1] >= 100.0


@pytest.mark.parametrize("which", [0, 1])
def test_a_bridge_that_is_killed_is_started_anew_and_words_go_on(chips, which):
    chips[which].until(lambda said: (said["what"], said["domain"]) == ("started", "bridge"))
    chips[which].tell("bridge")
    chips[which].until(lambda said: (said["what"], said.get("domain")) == ("ended", "bridge"))
    assert chips[0].says("result")["seen"][-1] >= 100.0


def far(**has: Any) -> Any:
    return SimpleNamespace(**{"reader": 7, "there": True, "out": [1], "heard": 10 * LEASE} | has)


@pytest.mark.parametrize(
    ("reader", "state"),
    [
        (far(), State.UP), (far(reader=0), State.WAITING), (far(there=False), State.CUT),
        (far(heard=9 * LEASE - 1), State.CUT), (far(heard=0, out=[]), State.UP),
    ],
)  # fmt: skip
def test_a_reader_that_says_nothing_about_words_it_was_given_is_cut_off_whatever_the_transport_says(reader, state):
    assert going(reader, 10 * LEASE) is state


def test_words_are_counted_as_they_come_so_that_what_was_lost_on_the_way_is_no_flood():
    writer: Any = SimpleNamespace(number=5000, refused={"guard": 2})
    carried = Carried(writer)
    carried.number += 1
    assert (carried.number, carried.refused) == (1, {"guard": 2})


def test_a_chip_that_comes_and_one_that_goes_are_told_by_the_bridge_of_the_other():
    with booted(1e9) as (first, second):
        first.until(lambda said: (said["what"], said["text"]) == ("link", "second → answers: up"))
        second.close()
        assert first.says("cut")["domain"] == "bridge"
