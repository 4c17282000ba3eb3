"""Services that leak, spin, flood, lie or trespass: nothing unsafe comes through, and the cause is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aureole.runtime.facilities.budgets import Memory
from aureole.runtime.supervise.oversight import memory as own_memory
from tests.faults.car import CRUISE, Board, Wrong, system_of
from tests.runtime.supervise.booting import running


def test_a_service_that_leaks_is_ended_at_the_limit_of_its_manifest_and_replaced(car):
    with car() as (drive, board):
        pid = drive.pid("follower")
        board["wrong"] = Wrong.LEAK
        drive.wait_for(lambda: drive.texts("memory"))
        board["wrong"] = Wrong.NOTHING
        drive.wait_for(lambda: drive.replaced("follower", pid))
        assert "MB > 200 MB" in drive.texts("memory")[0]
        assert drive.supervisor.codes.codes["U1A03", "follower"].times == 1
        drive.wait_for(lambda: drive.supervisor.mode == "full")


@pytest.mark.skipif(Memory().detect() is not None, reason="no memory controller that may be used")
def test_a_service_that_the_kernel_ends_at_the_limit_of_its_manifest_is_told_for_its_memory(monkeypatch):
    monkeypatch.setattr(own_memory, "EVERY", 10**18)  # the supervisor looks but once: the kernel is first
    board = Board()
    with running(replace(system_of(board), without=frozenset())) as drive:
        drive.wait_for(lambda: drive.all_called(5) and board["commands"] > 5)
        pid = drive.pid("follower")
        board["wrong"] = Wrong.LEAK
        drive.wait_for(lambda: not drive.supervisor.nodes or drive.replaced("follower", pid))
        board["wrong"] = Wrong.NOTHING
        assert drive.texts("memory") == [f"200 MB ≥ 200 MB (process {pid})"]
        assert drive.supervisor.codes.codes["U1A03", "follower"].times == 1
        assert drive.supervisor.codes.codes["U1A00", "follower"].times == 1
        drive.wait_for(lambda: drive.supervisor.mode == "full")


def test_a_service_that_spins_is_found_ended_and_replaced(car):
    with car() as (drive, board):
        pid = drive.pid("driver")
        board["wrong"] = Wrong.SPIN
        drive.wait_for(lambda: drive.replaced("driver", pid))
        drive.wait_for(lambda: drive.calls("driver") > 2)
        assert drive.lives("driver")[-3:] == ["stuck", "ended", "started"]


def test_a_service_that_floods_is_ended_and_its_reader_goes_on(car):
    with car() as (drive, board):
        pid = drive.pid("follower")
        board["wrong"] = Wrong.FLOOD
        drive.wait_for(lambda: drive.replaced("follower", pid))
        board["wrong"] = Wrong.NOTHING
        assert any(text.startswith("wish ") and "> 100 Hz" in text for text in drive.texts("flood"))
        commands = board["commands"]
        drive.wait_for(lambda: board["commands"] > commands + 20)
        assert "guard" not in {notice.domain for notice in drive.notices if notice.what in ("ended", "stuck")}


@pytest.mark.parametrize(
    ("wrong", "code", "faster"),
    [
        (Wrong.NAN, "C1A00", 0.5), (Wrong.STALE, "C1A02", 0.5), (Wrong.FUTURE, "C1A05", 0.5),
        (Wrong.WILD, "C1A08", 3.0),  # what is clipped is obeyed, until the car is that much faster than its plan
    ],
    ids=["not a number", "stale", "from the future", "beyond all limits"],
)  # fmt: skip
def test_words_that_cannot_be_believed_do_not_pass_the_guard_and_are_told(car, wrong, code, faster):
    with car() as (drive, board):
        board["wrong"] = wrong
        drive.wait_for(lambda: drive.supervisor.codes.by_code().get(code))
        steps = board["steps"]
        drive.wait_for(lambda: board["steps"] > steps + 100)
        assert board["fastest"] < CRUISE + faster
        assert any(text.startswith(code) for text in drive.texts("guard"))
        board["wrong"] = Wrong.NOTHING
        drive.wait_for(lambda: 0.9 * CRUISE < board["speed"] < 1.1 * CRUISE)  # and what is sound is believed again
        found = drive.supervisor.codes.by_code()[code][0]
        assert found.subject == "guard"
        assert found.first.rows
        assert found.first.speed is not None


def test_a_word_about_a_moment_that_its_writer_was_never_called_for_is_found(car):
    with car() as (drive, board):
        board["wrong"] = Wrong.FORGED
        drive.wait_for(lambda: drive.texts("logical"))
        assert drive.texts("logical")[0].startswith("guard uncaused follower")
        assert drive.supervisor.codes.codes["U1A13", "guard"].times >= 1


@pytest.mark.parametrize("wrong", [Wrong.TRESPASS, Wrong.SCRIBBLE], ids=["another's topic", "a word it reads"])
def test_a_service_that_writes_what_it_may_not_write_fails_and_nothing_is_written(car, wrong):
    with car() as (drive, board):
        pid = drive.pid("follower")
        board["wrong"] = wrong
        drive.wait_for(lambda: drive.lives("follower").count("failed"))
        board["wrong"] = Wrong.NOTHING
        drive.wait_for(lambda: drive.replaced("follower", pid))
        assert ("KeyError" if wrong is Wrong.TRESPASS else "read-only") in drive.texts("failed")[0]
        assert board["fastest"] < CRUISE + 0.5
