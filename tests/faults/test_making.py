"""Nodes that never come to serve, because making their services hangs: they are found, ended, and named."""

from __future__ import annotations

import signal
from dataclasses import replace

import pytest

from aureole.core.errors import Trouble
from aureole.runtime.supervise.oversight import making
from tests.faults.car import CRUISE, Board, Wrong, system_of
from tests.runtime.supervise.booting import running


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    for name in ("SPAN", "PATIENT"):
        monkeypatch.setattr(making, name, 1_000_000_000)


def alone(board: Board, *hanging: str, logical: bool = False, witness: str = ""):
    """The small car in which only these can hang."""
    system, calm = system_of(board), system_of(Board())
    factories = {name: (system if name in hanging else calm).factories[name] for name in system.factories}
    factories["port"] = system.factories["port"]
    return replace(system, factories=factories, logical=logical, witnesses=frozenset({witness} - {""}))


def test_who_hangs_while_its_successor_is_made_is_ended_until_one_comes(car):
    with car() as (drive, board):
        board["wrong"] = Wrong.HANG
        drive.send("driver", signal.SIGKILL)
        drive.wait_for(lambda: drive.texts("stuck"))
        assert drive.texts("stuck")[0].startswith("driver.begin > 1 s (process ")
        board["wrong"] = Wrong.NOTHING
        drive.wait_for(lambda: drive.supervisor.mode == "full")
        assert drive.lives("driver")[:5] == ["started", "ended", "started", "stuck", "ended"]
        assert [code.subject for code in drive.supervisor.codes.by_code()["U1A02"]] == ["driver"]


def test_who_hangs_before_all_were_joined_is_started_anew_and_then_all_begin():
    board = Board()
    board["wrong"] = Wrong.HANG
    with running(alone(board, "driver")) as drive:
        drive.wait_for(lambda: drive.texts("stuck"))
        assert not drive.supervisor.begun
        board["wrong"] = Wrong.NOTHING
        drive.wait_for(lambda: drive.supervisor.mode == "full" and board["speed"] > 0.9 * CRUISE)
        assert drive.modes() == ["degraded", "full"]


def test_the_car_drives_without_a_recorder_that_is_never_made():
    board = Board()
    board["wrong"] = Wrong.HANG
    with running(alone(board, "recorder"), restarts=1) as drive:
        drive.wait_for(lambda: board["commands"] > 20)
        assert drive.lives("recorder") == ["started", "stuck", "ended"] * 2
        assert drive.modes() == ["degraded"]
        assert drive.texts("lost") == ["ended 2 times"]


def test_a_car_whose_driver_is_never_made_stands():
    board = Board()
    board["wrong"] = Wrong.HANG
    with running(alone(board, "driver"), restarts=2) as drive:
        assert not drive.supervisor.run({"nobody"}, seconds=60.0)
        assert drive.supervisor.mode == "standstill"
        assert drive.texts("backoff") == ["20 ms"]
        assert drive.lives("driver") == ["started", "stuck", "ended"] * 3
        assert not drive.supervisor.begun
        assert board["steps"] == 0  # it has not begun to move


def test_a_stopped_node_that_has_not_even_begun_to_be_made_is_found():
    board = Board()
    with running(system_of(board)) as drive:
        pid = drive.send("guard", signal.SIGSTOP)
        drive.wait_for(lambda: drive.replaced("guard", pid))
        drive.wait_for(lambda: drive.supervisor.mode == "full")
        assert drive.lives("guard") == ["started", "stuck", "ended", "started"]


@pytest.mark.parametrize("how", [{"logical": True}, {"witness": "driver"}], ids=["logical time", "a witness"])
def test_whoever_nobody_can_do_without_ends_the_system_when_it_is_never_made(how):
    board = Board()
    board["wrong"] = Wrong.HANG
    with running(alone(board, "driver", **how)) as drive:
        with pytest.raises(Trouble, match="node driver ended"):
            drive.supervisor.run({"nobody"}, seconds=60.0)
        assert drive.texts("stuck")
