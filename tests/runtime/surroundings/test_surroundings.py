"""What happened around a call: hogs that really take a core, groups that are really throttled."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import sys
import time

import pytest

from aureole.runtime.clock import Monotonic
from aureole.runtime.facilities import groups
from aureole.runtime.facilities.budgets import Processor
from aureole.runtime.facilities.facility import Share
from aureole.runtime.facilities.priority import Priority
from aureole.runtime.nodes.pulse import Meter, Row
from aureole.runtime.supervise.causes import Cause, preemptors, shares
from aureole.runtime.surroundings import switches
from aureole.runtime.surroundings.counters import stolen, throttled
from aureole.runtime.surroundings.surroundings import Surroundings
from tests.runtime.facilities.children import LINUX, ROOT, become_nobody

pytestmark = LINUX
MS = 1_000_000
exact = pytest.mark.skipif(
    switches.detect() is not None, reason="this user may not watch changes between threads (perf_event_open)"
)
groups_v1 = pytest.mark.skipif(
    (groups.place("cpu") or (None, 0))[1] != 1, reason="no cgroup v1 with a cpu controller here"
)


@contextlib.contextmanager
def worker(until, *, claims=lambda: None):
    """A process that computes once it is told to, until its meter says so; gives its pid and a way to its row."""
    told, tell = os.pipe()
    heard, say = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.read(told, 1)
        claims()
        meter = Meter()
        before, woken = meter.read(), time.monotonic_ns()
        while True:
            sum(range(1000))
            now = meter.read()
            spent = [after - start for after, start in zip(now, before, strict=True)]
            if until(spent, time.monotonic_ns() - woken):
                break
        os.write(say, struct.pack("10q", 0, woken, woken, time.monotonic_ns(), *spent))
        signal.pause()

    def row() -> Row:
        os.write(tell, b"x")
        return Row(*struct.unpack("10q", os.read(heard, 80)))

    try:
        yield pid, row
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        for end in (told, tell, heard, say):
            os.close(end)


@contextlib.contextmanager
def hog(tmp_path):
    """A script that takes the last core, before all others if it may."""
    script = tmp_path / "hog.py"
    script.write_text("print(flush=True)\nwhile True: pass\n")
    core = max(os.sched_getaffinity(0))
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        os.sched_setaffinity(process.pid, {core})
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, process.pid, -10)
        try:
            yield process.pid, core
        finally:
            process.kill()


@exact
@pytest.mark.slow  # for it needs cores of its own
def test_whoever_preempts_a_call_is_named(tmp_path):
    with (
        hog(tmp_path) as (taker, core),
        worker(lambda spent, _: spent[1] > 30 * MS, claims=lambda: os.sched_setaffinity(0, {core})) as (pid, row),
    ):
        around = Surroundings(Monotonic(), os.getpid())
        try:
            found = row()
            told = around.around(found, pid, "mind")
            ran = around.between(found.woken, found.ended, core)
        finally:
            around.close()
    assert any(f"(pid {taker})" in name and "hog.py" in name for name, _ in told.by)
    assert sum(span for _, span in told.by) <= found.ready + 1
    assert shares(found._replace(around=told), found.woken, found.cpu)[Cause.PREEMPTED] > 0
    assert preemptors([found._replace(around=told)]) == told.by
    assert dict(ran).keys() >= {name for name, _ in told.by}


@ROOT
def test_who_may_not_watch_estimates_by_what_processes_have_used(tmp_path):
    with (
        hog(tmp_path) as (taker, core),
        worker(lambda spent, _: spent[1] > 30 * MS, claims=lambda: os.sched_setaffinity(0, {core})) as (pid, row),
    ):
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            become_nobody()
            around = Surroundings(Monotonic(), os.getpid())
            found = row()
            around.looked = around.counted = 0
            os.write(tell, repr((around.exact, around.around(found, pid, "mind").by)).encode())
            os._exit(0)
        watched, by = eval(os.read(told, 4096))
        os.waitpid(child, 0)
        os.close(told)
        os.close(tell)
    assert watched is (switches.detect() is None and watched)
    assert any(f"(pid {taker})" in name for name, _ in by)


@groups_v1
@ROOT
def test_a_group_beyond_its_quota_is_throttled_and_its_call_says_so():
    share = Share("mind", quota=0.02, group=f"{groups.PREFIX}{os.getpid()}")

    def claims():
        budget = Processor()
        assert budget.claim(share) is None
        assert budget.enter() is None

    place = groups.place("cpu").path / share.group / "mind" / "cpu.stat"
    with worker(lambda spent, _: spent[0] > 3 * MS and throttled(place.read_text()) > 0, claims=claims) as (pid, row):
        around = Surroundings(Monotonic(), os.getpid())
        try:
            found = row()
            told = around.around(found, pid, "mind")
        finally:
            around.close()
    removed(share)
    assert told.throttled > 0
    assert shares(found._replace(around=told), found.woken, found.cpu)[Cause.THROTTLED] > 0


@exact
@groups_v1
@ROOT
@pytest.mark.slow  # for it needs cores of its own
def test_a_real_time_node_beyond_its_share_of_the_core_is_throttled_too():
    share = Share("mind", priority=10, quota=0.02, quotas=0.02, group=f"{groups.PREFIX}{os.getpid()}")
    budget = Processor()
    if budget.claim(share) is not None:
        pytest.skip("all real-time bandwidth is given away")
    os.close(budget.door)

    def claims():
        budget = Processor()
        assert budget.claim(share) is None
        assert Priority().claim(share) is None
        assert budget.enter() is None

    with worker(lambda spent, _: spent[0] > 5 * MS, claims=claims) as (pid, row):
        around = Surroundings(Monotonic(), os.getpid())
        try:
            found = row()
            told = around.around(found, pid, "mind")
        finally:
            around.close()
    removed(share)
    assert told.throttled > 0


def removed(share: Share) -> None:
    place = groups.place("cpu").path / share.group
    for each in (place / share.domain, place):
        while each.exists():
            with contextlib.suppress(OSError):
                each.rmdir()


def test_steal_and_throttling_are_read_from_what_the_kernel_writes():
    assert stolen("cpu  1 2 3 4 5 6 7 8 9 0\ncpu0 1 2 3 4 5 6 7 30 0 0\ncpu12 0 0 0 0 0 0 0 1 0 0\nintr 5\n") == {
        0: 300 * MS, 12: 10 * MS,
    }  # fmt: skip
    assert throttled("nr_periods 5\nnr_throttled 2\nthrottled_time 77\n") == 77
    assert throttled("usage_usec 9\nnr_throttled 2\nthrottled_usec 77\n") == 77_000
    assert throttled("") == 0


def test_a_thread_that_seemed_to_run_and_was_given_no_time_was_stolen_from():
    import numpy as np

    around = Surroundings(Monotonic(), os.getpid())
    around.close()
    around.timeline.cores.clear()
    around.rings = {0: None}
    around.timeline.add(0, np.array([(0, 0, 7, 7, False), (10 * MS, 7, 0, 0, False)], switches.CHANGE))
    around.looked = 10 * MS
    told = around.around(Row(0, MS, MS, 9 * MS, 3 * MS, 0, 0, 0, 0, 0), 7, "mind")
    assert (told.stolen, told.by) == (5 * MS, ())
    row = Row(0, MS, MS, 9 * MS, 3 * MS, 0, 0, 0, 0, 0, told)
    assert shares(row, MS, 3 * MS) == {Cause.STOLEN: 5 * MS}
