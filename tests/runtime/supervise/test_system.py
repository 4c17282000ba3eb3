"""A drive through real processes: a node for each rights domain, joined by a supervisor."""

from __future__ import annotations

import os
import select
import signal
import sys
from dataclasses import replace

import pytest

from aureole.core.errors import Trouble
from aureole.runtime.clock import Monotonic
from aureole.runtime.modes.mode import Mode
from aureole.runtime.nodes.node import Node
from aureole.runtime.nodes.system import System
from aureole.runtime.nodes.zygote import Zygote
from aureole.runtime.services.roles import WatchService
from aureole.runtime.supervise.supervisor import Supervisor
from tests.runtime.services.drives import Case, services

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


def test_a_drive_through_processes_on_logical_time_gives_the_verdict_and_the_digest_of_the_loop():
    case = Case("cut-in", "rules", 600.0)
    notices = []
    supervisor = booted(system_of(case, logical=True), notices)
    try:
        assert supervisor.run({"judge"}, seconds=120.0)
    finally:
        supervisor.close()
    assert supervisor.results["judge"].decode() == repr(case.in_process())
    assert [notice.what for notice in notices] == ["started"] * 5


def test_a_drive_in_real_time_comes_to_its_verdict_and_tells_what_each_call_cost():
    case = Case("cut-in", "rules", 1.5)
    supervisor = booted(replace(system_of(case, logical=False), witnesses=frozenset({"judge"})), [])
    try:
        assert supervisor.run({"judge"}, seconds=120.0)
        rows, _ = supervisor.wiring.rings["follower"].since("follower", 0)
    finally:
        supervisor.close()
    assert "collision" not in supervisor.results["judge"].decode()
    assert len(rows) > 10
    assert all(row.woken <= row.started <= row.ended and row.cpu > 0 for row in rows)


@pytest.mark.parametrize("victim", ["world", "driver", "follower", "guard"])
def test_whoever_is_stopped_is_found_ended_and_started_anew(victim):
    case = Case("cut-in", "rules", 1000.0)
    notices = []
    supervisor = booted(system_of(case, logical=False), notices)
    supervisor.restarts = 5
    try:
        wait_for(supervisor, lambda: min(calls(supervisor, name) for name in SERVICES) > 2)
        before = supervisor.nodes[victim].pid
        os.kill(before, signal.SIGSTOP)
        wait_for(supervisor, lambda: supervisor.nodes[victim].pid != before)
        wait_for(supervisor, lambda: calls(supervisor, victim) > 2)
    finally:
        supervisor.close()
    assert lives(notices, victim)[:4] == ["started", "stuck", "ended", "started"]


def test_a_drive_in_which_nobody_stops_finds_nobody_stuck():
    case = Case("cut-in", "rules", 1000.0)
    notices = []
    supervisor = booted(system_of(case, logical=False), notices)
    try:
        wait_for(supervisor, lambda: calls(supervisor, "world") > 300)
    finally:
        supervisor.close()
    assert set(lives(notices)) == {"started"}


@pytest.mark.parametrize("victim", SERVICES)
def test_whoever_is_killed_is_started_anew_and_the_drive_goes_on(victim):
    case = Case("cut-in", "rules", 1000.0)
    notices = []
    supervisor = booted(system_of(case, logical=False), notices)
    supervisor.restarts = 5
    try:
        wait_for(supervisor, lambda: min(calls(supervisor, name) for name in SERVICES) > 2)
        before = supervisor.nodes[victim].pid
        os.kill(before, signal.SIGKILL)
        wait_for(supervisor, lambda: lives(notices)[5:] == ["ended", "started"])
        assert supervisor.nodes[victim].pid != before
        had = {name: calls(supervisor, name) for name in SERVICES if name != victim}
        wait_for(supervisor, lambda: calls(supervisor, victim) > 2)
        wait_for(supervisor, lambda: all(calls(supervisor, name) > had[name] + 2 for name in had))
    finally:
        supervisor.close()


def test_a_witness_that_dies_ends_the_drive_for_it_would_lack_what_was():
    case = Case("cut-in", "rules", 1000.0)
    supervisor = booted(replace(system_of(case, logical=False), witnesses=frozenset({"judge"})), [])
    supervisor.restarts = 5
    try:
        wait_for(supervisor, lambda: calls(supervisor, "judge") > 2)
        os.kill(supervisor.nodes["judge"].pid, signal.SIGKILL)
        with pytest.raises(Trouble, match="node judge ended"):
            supervisor.run({"judge"}, seconds=60.0)
    finally:
        supervisor.close()


def test_a_witness_that_was_held_up_sees_every_word_all_the_same():
    case = Case("cut-in", "rules", 1.0)
    system = system_of(case, logical=False)
    topics = tuple(replace(topic, depth=64) for topic in system.topics)
    supervisor = booted(replace(system, topics=topics, witnesses=frozenset({"judge"})), [])
    try:
        wait_for(supervisor, lambda: calls(supervisor, "judge") > 2)
        os.kill(supervisor.nodes["judge"].pid, signal.SIGSTOP)
        before = calls(supervisor, "guard")
        wait_for(supervisor, lambda: calls(supervisor, "guard") > before + 20)
        os.kill(supervisor.nodes["judge"].pid, signal.SIGCONT)
        assert supervisor.run({"judge"}, seconds=60.0)
        # a call is counted after its words are sent: the last one of the guard may still be to come
        assert calls(supervisor, "guard") >= calls(supervisor, "judge") - 1 > 50
        assert calls(supervisor, "judge") >= calls(supervisor, "guard")
    finally:
        supervisor.close()


class Broken:
    """A service that raises."""

    def begin(self) -> None:
        return None

    def serve(self, call, memory) -> None:
        raise RuntimeError("no idea")


def test_a_driver_that_never_comes_back_leaves_a_car_that_stands_and_says_why():
    case = Case("cut-in", "rules", 1000.0)
    system = system_of(case, logical=False)
    notices = []
    supervisor = booted(replace(system, factories={**system.factories, "driver": Broken}), notices)
    supervisor.restarts = 2
    try:
        assert not supervisor.run({"judge"}, seconds=60.0)
        assert supervisor.mode is Mode.STANDSTILL
    finally:
        supervisor.close()
    assert [notice.what for notice in notices].count("failed") == 3
    modes = [notice.text.split(":")[0] for notice in notices if notice.what == "mode"]
    assert modes == ["full → degraded", "degraded → minimal_risk", "minimal_risk → standstill"]
    why = next(notice.text for notice in notices if notice.what == "lost")
    assert why.startswith("ended 3 times: service driver at ")
    assert "RuntimeError: no idea" in why


def test_nobody_is_left_when_the_supervisor_is_killed():
    case = Case("cut-in", "rules", 1000.0)
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        supervisor = booted(system_of(case, logical=False), [])
        wait_for(supervisor, lambda: calls(supervisor, "judge") > 2)
        os.write(told, b" ".join(str(node.pid).encode() for node in supervisor.nodes.values()))
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
