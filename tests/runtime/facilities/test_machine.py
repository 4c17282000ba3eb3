"""What a node gets of the machine's time and memory: a forked child claims, and looks."""

from __future__ import annotations

import gc
import os
import resource
import signal
import threading

import pytest

from aureole.runtime.facilities import groups
from aureole.runtime.facilities.budgets import Memory, Processor, Runaway
from aureole.runtime.facilities.collection import MANY, Collection
from aureole.runtime.facilities.deadline import DEADLINE, Deadline
from aureole.runtime.facilities.facility import Share, Why
from aureole.runtime.facilities.locking import Locked
from aureole.runtime.facilities.pinning import Pinned, planned
from aureole.runtime.facilities.priority import Priority
from tests.runtime.facilities.children import LINUX, ROOT, become_nobody, in_child

pytestmark = LINUX
GROUP = "aureole-1000000000"  # a number that no process has
HURRIED = Share("guard", 10, period=0.01, budget=1e-4)
deadline = pytest.mark.skipif(Deadline().detect() is not None, reason="no scheduling by deadlines for this user here")
cores = pytest.mark.skipif(Pinned().detect() is not None, reason="there is but one core")
processor = pytest.mark.skipif(not os.access("/sys/fs/cgroup", os.W_OK) or groups.place("cpu") is None,
                               reason="no cgroup with a cpu controller here")  # fmt: skip
memory = pytest.mark.skipif(not os.access("/sys/fs/cgroup", os.W_OK) or groups.place("memory") is None,
                            reason="no cgroup with a memory controller here")  # fmt: skip


@pytest.fixture(autouse=True)
def swept():
    yield
    groups.sweep()


@deadline
def test_a_node_that_time_calls_is_scheduled_by_its_deadline_and_its_threads_as_anybody():
    def tries():
        refused = Deadline().claim(HURRIED)
        if refused is not None:
            return refused
        child = os.fork()  # refused by the kernel without SCHED_FLAG_RESET_ON_FORK
        if child == 0:
            os._exit(os.sched_getscheduler(0))
        return os.sched_getscheduler(0) & 0xFF, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert in_child(tries) in (repr((DEADLINE, os.SCHED_OTHER)), repr(Why.NO_ROOM))


@deadline
@cores
def test_who_may_run_on_some_cores_only_has_no_deadline_scheduling():
    def tries():
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        return Deadline().detect(), Deadline().claim(HURRIED)

    assert in_child(tries) == repr((Why.SOME_CORES, Why.SOME_CORES))


@pytest.mark.parametrize("claim", [Deadline, Priority, Locked])
@ROOT
def test_an_ordinary_user_is_refused_by_name_what_the_survey_says_he_lacks(claim):
    def ordinary():
        become_nobody()
        return claim().detect(), claim().claim(HURRIED)

    assert in_child(ordinary) == repr((Why.REFUSED, Why.REFUSED))


@cores
@ROOT
def test_a_pinned_node_stays_on_its_core_with_all_its_threads():
    core = max(os.sched_getaffinity(0))

    def tries():
        share = Share("guard", 10, cores=frozenset({core}))
        return Priority().claim(share), Pinned().claim(share), os.sched_getaffinity(0)

    assert in_child(tries) == repr((None, None, {core}))


@cores
@ROOT
def test_nobody_is_pinned_who_has_no_priority_there():
    def ordinary():
        become_nobody()
        share = Share("guard", 10, cores=frozenset({0}))
        return Pinned().claim(share), len(os.sched_getaffinity(0)) > 1

    assert in_child(ordinary) == repr((Why.NO_PRIORITY, True))


def test_a_chain_shares_the_last_core_and_the_others_are_for_the_rest():
    assert planned(["a", "b", "c"], ["a", "b"], [0, 2, 5]) == {
        "a": frozenset({5}), "b": frozenset({5}), "c": frozenset({0, 2}),
    }  # fmt: skip
    assert planned(["a", "b"], ["a", "b"], [0]) == {}
    assert planned(["a", "b"], ["a"], [0, 1]) == {}


def test_garbage_is_collected_at_rest_and_not_while_objects_are_made():
    def tries():
        collection, seen = Collection(), []
        collection.claim(HURRIED)
        gc.callbacks.append(lambda phase, _: seen.append(phase))
        rings = [[] for _ in range(2 * MANY)]
        for ring in rings:
            ring.append(ring)
        while_made = len(seen)
        collection.rest(idle=False)
        busy = len(seen)
        collection.rest(idle=True)
        return while_made, busy, len(seen), gc.get_freeze_count() > 0

    assert in_child(tries) == repr((0, 0, 2, True))


@ROOT
def test_a_real_time_node_that_never_waits_is_ended():
    child = os.fork()
    if child == 0:
        share = Share("guard", 1)
        if (Priority().claim(share), Runaway().claim(share)) == (None, None):
            resource.setrlimit(resource.RLIMIT_RTTIME, (1, 1))  # the same limit, sooner
            while True:
                pass
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) in (signal.SIGXCPU, signal.SIGKILL)  # the soft limit, and the hard one


@processor
@ROOT
def test_a_usual_node_enters_a_group_with_its_quota():
    place = groups.place("cpu")

    def tries():
        budget = Processor()
        claimed = budget.claim(Share("mind", quota=0.5, group=GROUP)), budget.enter()
        path = place.path / GROUP / "mind"
        file = "cpu.max" if place.version == 2 else "cpu.cfs_quota_us"
        inside = any(f"{GROUP}/mind" in str(each) for each, _, _ in groups.own())
        return claimed, (path / file).read_text().split()[0], inside

    assert in_child(tries) == repr(((None, None), "50000", True))


@processor
@ROOT
def test_all_threads_of_a_node_enter_its_group():
    def tries():
        place, stay = groups.place("cpu"), threading.Event()
        others = [threading.Thread(target=stay.wait, daemon=True) for _ in range(2)]
        for each in others:
            each.start()
        budget = Processor()
        entered = budget.claim(Share("mind", quota=0.5, group=GROUP)), budget.enter()
        file = "tasks" if place.version == 1 else "cgroup.threads"
        inside = (place.path / GROUP / "mind" / file).read_text().split()
        stay.set()
        return entered, len(inside)

    assert in_child(tries) == repr(((None, None), 3))


@memory
@ROOT
def test_a_node_that_leaks_is_ended_by_the_kernel():
    def leaks():
        budget = Memory()
        if budget.claim(Share("mind", memory=32 << 20, group=GROUP)) is not None or budget.enter() is not None:
            os._exit(3)
        held = []
        for _ in range(256):
            held.append(bytearray(b"x") * (1 << 20))  # noqa: PERF401  # touched, a MiB each
        os._exit(0)

    child = os.fork()
    if child == 0:
        leaks()
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 3:
        pytest.skip("the group was refused")
    assert os.WTERMSIG(status) == signal.SIGKILL
