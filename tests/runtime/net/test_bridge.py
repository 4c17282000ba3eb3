"""Two chips, each with a supervisor, nodes and a bridge of its own, joined by the bus between machines."""

from __future__ import annotations

import contextlib
import json
import sys

import pytest

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


def test_a_chip_that_comes_and_one_that_goes_are_told_by_the_bridge_of_the_other():
    with booted(1e9) as (first, second):
        first.until(lambda said: (said["what"], said["text"]) == ("link", "second → answers: up"))
        second.close()
        assert first.says("cut")["domain"] == "bridge"
