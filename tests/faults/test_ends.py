"""Nodes that are killed or stopped while the car drives: it drives on, or comes to a stop, and says which and why."""

from __future__ import annotations

import signal

import pytest

from tests.faults.car import CRUISE, SERVICES, Wrong


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_every_service_in_turn_is_replaced_and_the_car_is_whole_again(car, how):
    with car() as (drive, board):
        for victim in SERVICES:
            pid = drive.send(victim, how)
            drive.wait_for(lambda victim=victim, pid=pid: drive.replaced(victim, pid))
            drive.wait_for(lambda victim=victim: drive.calls(victim) > 3)
            found = ["stuck"] if how is signal.SIGSTOP else []
            assert drive.lives(victim)[-len(found) - 2 :] == [*found, "ended", "started"]
        drive.wait_for(lambda: drive.supervisor.mode == "full")
        assert drive.modes()[0] == "degraded"
        assert drive.modes()[-1] == "full"
        assert "lost" not in [notice.what for notice in drive.notices]
        ended = drive.supervisor.codes.by_code()["U1A00"]
        assert {code.subject for code in ended} == set(SERVICES)
        assert board["fastest"] < CRUISE + 0.5


def test_a_follower_that_ceased_is_a_fault_and_the_guards_way_back_to_its_successor_is_none(car):
    with car() as (drive, _):
        pid = drive.send("follower", signal.SIGSTOP)
        drive.wait_for(lambda: drive.replaced("follower", pid))
        drive.wait_for(lambda: drive.supervisor.mode == "full")
        found = drive.supervisor.codes.by_code()
        assert [code.subject for code in found["C1A03"]] == ["guard"]
        assert "C1A0D" not in found


def test_what_the_guard_finds_when_everybody_was_told_to_stop_is_no_fault(car):
    with car() as (drive, _):
        pid, supervisor = drive.pid("guard"), drive.supervisor
        supervisor.hearing.closing = True
        drive.send("follower", signal.SIGSTOP)
        drive.wait_for(lambda: "follower" not in supervisor.nodes or drive.lives("follower")[-1] != "started")
        assert pid == drive.pid("guard")
        assert not [code for code in supervisor.codes.by_code() if code.startswith("C1A")]


@pytest.mark.parametrize("victim", ["driver", "follower", "guard"])
def test_without_one_of_the_driving_the_car_comes_to_its_stop(car, victim):
    with car(restarts=0) as (drive, board):
        drive.send(victim, signal.SIGKILL)
        assert not drive.supervisor.run({"nobody"}, seconds=60.0)
        assert drive.supervisor.mode == "standstill"
        assert board["speed"] < 0.01
        assert drive.modes() == ["minimal_risk", "standstill"]
        assert [notice.domain for notice in drive.notices if notice.what == "lost"] == [victim]
        assert [code.subject for code in drive.supervisor.codes.by_code()["U1A06"]] == [victim]
        steps = board["steps"]
        drive.wait_for(lambda: board["steps"] > steps + 30)
        assert board["speed"] < 0.01  # and it stays


def test_without_its_recorder_the_car_drives_on_degraded(car):
    with car(restarts=0) as (drive, board):
        drive.send("recorder", signal.SIGKILL)
        drive.wait_for(lambda: "lost" in [notice.what for notice in drive.notices])
        commands = board["commands"]
        drive.wait_for(lambda: board["commands"] > commands + 50)
        assert drive.supervisor.mode == "degraded"
        drive.wait_for(lambda: board["speed"] > 0.9 * CRUISE)


def test_without_its_port_nobody_can_say_that_the_car_stands_and_the_drive_is_over(car):
    with car(restarts=0) as (drive, _):
        drive.send("port", signal.SIGKILL)
        assert not drive.supervisor.run({"nobody"}, seconds=60.0)
        assert drive.supervisor.mode == "minimal_risk"


def test_what_ends_again_and_again_waits_ever_longer_and_is_given_up(car):
    with car(restarts=4) as (drive, board):
        board["wrong"] = Wrong.RAISE
        assert not drive.supervisor.run({"nobody"}, seconds=60.0)
        assert drive.texts("backoff") == ["20 ms", "40 ms", "80 ms"]
        assert drive.lives("driver").count("failed") == 5
        assert "RuntimeError: no idea" in drive.texts("lost")[0]
        assert drive.supervisor.mode == "standstill"


def test_whoever_dies_while_the_car_comes_to_its_stop_is_still_replaced(car):
    with car(restarts=5) as (drive, board):
        drive.supervisor.restarts = 0
        drive.send("driver", signal.SIGKILL)
        drive.wait_for(lambda: drive.supervisor.mode == "minimal_risk")
        drive.supervisor.restarts = 5
        pid = drive.send("guard", signal.SIGKILL)
        drive.wait_for(lambda: drive.replaced("guard", pid))
        assert not drive.supervisor.run({"nobody"}, seconds=60.0)
        assert drive.modes()[-1] == "standstill"
        assert board["speed"] < 0.01
