"""A drive through real processes: a node for each rights domain, joined by a supervisor."""

from __future__ import annotations

import os
import select
import signal
import sys
from dataclasses import replace

import pytest

from aureole.core.errors import Trouble
from aureole.runtime.modes.mode import Mode
from aureole.runtime.nodes.system import System
from aureole.runtime.services.roles import WatchService
from tests.runtime.services.drives import Case, services
from tests.runtime.supervise.booting import running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")

SERVICES = ("world", "driver", "follower", "guard", "judge")


class Judged(WatchService):
    """Judges whose finding leaves the process."""

    def result(self) -> bytes:
        digest, bench = self.watchers
        return repr((digest.text(0), bench.verdict(0, digest=digest.text(0)))).encode()


def system_of(case: Case, *, logical: bool) -> System:
    frames = case.frames()
    digest, bench = case.judges()
    watch = Judged([digest, bench], [bench], frames, case.brief)
    abouts, topics, laid, made = services(frames, case, watch)
    return System(
        tuple(abouts), tuple(topics), laid, {name: lambda one=one: one for name, one in made.items()}, logical
    )


def witnessed(case: Case) -> System:
    """On real time, with a judge that sees every word."""
    return replace(system_of(case, logical=False), witnesses=frozenset({"judge"}))


def test_a_drive_through_processes_on_logical_time_gives_the_verdict_and_the_digest_of_the_loop():
    case = Case("cut-in", "rules", 600.0)
    with running(system_of(case, logical=True), restarts=0) as drive:
        assert drive.supervisor.run({"judge"}, seconds=120.0)
        assert drive.supervisor.results["judge"].decode() == repr(case.in_process())
        assert [notice.what for notice in drive.notices] == ["started"] * 5


def test_a_drive_in_real_time_comes_to_its_verdict_and_tells_what_each_call_cost():
    with running(witnessed(Case("cut-in", "rules", 1.5))) as drive:
        assert drive.supervisor.run({"judge"}, seconds=120.0)
        rows, _ = drive.supervisor.wiring.rings["follower"].since("follower", 0)
        assert "collision" not in drive.supervisor.results["judge"].decode()
        assert len(rows) > 10
        assert all(row.woken <= row.started <= row.ended and row.cpu > 0 for row in rows)


def test_a_drive_in_which_nobody_stops_finds_nobody_stuck():
    with running(witnessed(Case("cut-in", "rules", 1000.0))) as drive:
        drive.wait_for(lambda: drive.calls("world") > 300)
        assert set(drive.lives()) == {"started"}, drive.texts("failed") + drive.texts("stuck")


@pytest.mark.parametrize("victim", ["world", "driver", "follower", "guard"])
def test_whoever_is_stopped_is_found_ended_and_started_anew(victim):
    with running(system_of(Case("cut-in", "rules", 1000.0), logical=False)) as drive:
        drive.wait_for(drive.all_called)
        before = drive.send(victim, signal.SIGSTOP)
        drive.wait_for(lambda: drive.replaced(victim, before))
        drive.wait_for(lambda: drive.calls(victim) > 2)
        assert drive.lives(victim)[-3:] == ["stuck", "ended", "started"]


@pytest.mark.parametrize("victim", SERVICES)
def test_whoever_is_killed_is_started_anew_and_the_drive_goes_on(victim):
    with running(system_of(Case("cut-in", "rules", 1000.0), logical=False)) as drive:
        drive.wait_for(drive.all_called)
        before = drive.send(victim, signal.SIGKILL)
        drive.wait_for(lambda: drive.replaced(victim, before))
        assert drive.lives(victim)[-2:] == ["ended", "started"]
        had = {name: drive.calls(name) for name in SERVICES if name != victim}
        drive.wait_for(lambda: drive.calls(victim) > 2)
        drive.wait_for(lambda: all(drive.calls(name) > had[name] + 2 for name in had))


def test_a_dead_node_whose_socket_somebody_else_still_holds_keeps_nobody_awake():
    with running(witnessed(Case("cut-in", "rules", 600.0))) as drive:
        drive.wait_for(drive.all_called)
        supervisor = drive.supervisor
        held = os.dup(supervisor.nodes["driver"].control.fileno())
        pid = drive.send("driver", signal.SIGKILL)
        drive.wait_for(lambda: drive.replaced("driver", pid) and drive.all_called())
        told = [descriptor for _ in range(20) for descriptor, _ in supervisor.poll.poll(0.005)]
        empty = [each for each in told if not select.select([each], [], [], 0.0)[0]]
        os.close(held)
        assert empty == []


def test_a_witness_that_dies_ends_the_drive_for_it_would_lack_what_was():
    with running(witnessed(Case("cut-in", "rules", 1000.0))) as drive:
        drive.wait_for(lambda: drive.calls("judge") > 2)
        drive.send("judge", signal.SIGKILL)
        with pytest.raises(Trouble, match="node judge ended"):
            drive.supervisor.run({"judge"}, seconds=60.0)


def test_a_witness_that_was_held_up_sees_every_word_all_the_same():
    system = witnessed(Case("cut-in", "rules", 1.0))
    with running(replace(system, topics=tuple(replace(topic, depth=64) for topic in system.topics))) as drive:
        drive.wait_for(lambda: drive.calls("judge") > 2)
        drive.send("judge", signal.SIGSTOP)
        before = drive.calls("guard")
        drive.wait_for(lambda: drive.calls("guard") > before + 20)
        drive.send("judge", signal.SIGCONT)
        assert drive.supervisor.run({"judge"}, seconds=60.0)
        # a call is counted after its words are sent: the last one of the guard may still be to come
        assert drive.calls("guard") >= drive.calls("judge") - 1 > 50
        assert drive.calls("judge") >= drive.calls("guard")


class Broken:
    """A service that raises."""

    def begin(self) -> None:
        return None

    def serve(self, call, memory) -> None:
        raise RuntimeError("no idea")


def test_a_driver_that_never_comes_back_leaves_a_car_that_stands_and_says_why():
    system = system_of(Case("cut-in", "rules", 1000.0), logical=False)
    with running(replace(system, factories={**system.factories, "driver": Broken}), restarts=2) as drive:
        assert not drive.supervisor.run({"judge"}, seconds=60.0)
        assert drive.supervisor.mode is Mode.STANDSTILL
        assert drive.lives("driver").count("failed") == 3
        assert drive.modes() == ["degraded", "minimal_risk", "standstill"]
        why = drive.texts("lost")[0]
        assert why.startswith("ended 3 times: service driver at ")
        assert "RuntimeError: no idea" in why


def test_nobody_is_left_when_the_supervisor_is_killed():
    case = Case("cut-in", "rules", 1000.0)
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        with running(system_of(case, logical=False)) as drive:
            drive.wait_for(lambda: drive.calls("judge") > 2)
            os.write(told, b" ".join(str(node.pid).encode() for node in drive.supervisor.nodes.values()))
            signal.pause()
    os.close(told)
    pids = [int(word) for word in os.read(heard, 4096).split()]
    watches = [os.pidfd_open(pid) for pid in pids]
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for watch in watches:
        assert select.select([watch], [], [], 30.0)[0], "a node outlived its supervisor"
        os.close(watch)
    os.close(heard)
    assert len(pids) == 5
