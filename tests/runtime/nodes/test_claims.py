"""What a node asks of the kernel, granted or refused."""

from __future__ import annotations

import os
import sys

import pytest

from aureole.runtime.nodes.claims import LOCKED, REAL_TIME, claim

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these facilities are Linux's")
NOBODY = 65534


def in_child(work) -> str:
    """What `work` returns in a forked process."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(told, repr(work()).encode())
        os._exit(0)
    os.close(told)
    with os.fdopen(heard) as file:
        text = file.read()
    os.waitpid(child, 0)
    return text


def test_without_a_priority_nothing_is_asked_for():
    assert in_child(lambda: (claim(0), os.sched_getscheduler(0))) == repr(((), os.SCHED_OTHER))


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_is_granted_priority_and_locked_memory():
    found = in_child(lambda: (claim(10), os.sched_getscheduler(0), os.sched_getparam(0).sched_priority))
    assert found in (repr(((), os.SCHED_FIFO, 10)), repr(((LOCKED,), os.SCHED_FIFO, 10)))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_goes_on_and_what_was_refused_is_named():
    def ordinary():
        import resource

        for limit in (resource.RLIMIT_RTPRIO, resource.RLIMIT_MEMLOCK):
            resource.setrlimit(limit, (0, 0))
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        return claim(10), os.sched_getscheduler(0)

    assert in_child(ordinary) == repr(((REAL_TIME, LOCKED), os.SCHED_OTHER))
