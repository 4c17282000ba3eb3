"""The node that a zygote has forked ahead: it serves the next wish, is replaced when it dies, and outlives nobody."""

import contextlib
import os
import select
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from aureole.runtime.facilities.priority import Priority, as_anybody, watching
from aureole.runtime.nodes.zygote import Zygote


def tell(domain: str, control: socket.socket) -> int:
    """A node that tells its domain, its priority and its descriptors, and waits for the other side's end."""
    sockets = 0
    for each in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            sockets += int(each.name) > 2 and stat.S_ISSOCK(os.fstat(int(each.name)).st_mode)
    control.send(f"{domain} {os.sched_getscheduler(0)} {sockets}".encode())
    control.recv(1)
    return 0


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def spare(zygote: Zygote, *others: int) -> int:
    """Wait for the one that is forked ahead, bounded by the zygote's own pace."""
    for _ in range(400):
        found = [each for each in children(zygote.pid) if each not in others]
        if found:
            return found[0]
        select.select([], [], [], 0.01)
    raise AssertionError("nothing was forked ahead")


def gone(pid: int) -> bool:
    for _ in range(400):
        if not Path(f"/proc/{pid}").exists():
            return True
        select.select([], [], [], 0.01)
    return False


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    made = Zygote(tell)
    yield made
    if made.sock.fileno() >= 0:
        made.close()


def test_the_one_forked_ahead_serves_the_next_wish(zygote: Zygote) -> None:
    ahead = spare(zygote)
    pid, control = zygote.spawn("guard")
    with control:
        assert pid == ahead
        assert control.recv(100).split()[0] == b"guard"


def test_another_is_forked_ahead_after_a_wish_and_both_serve(zygote: Zygote) -> None:
    pid, control = zygote.spawn("port")
    with control:
        after = spare(zygote, pid)
        next_one, other = zygote.spawn("guard")
        with other:
            assert (next_one, other.recv(100).split()[0]) == (after, b"guard")


def test_a_wish_before_one_is_forked_ahead_is_served_at_once(zygote: Zygote) -> None:
    for name in (b"a", b"b", b"c"):
        _, control = zygote.spawn(name.decode())
        with control:
            assert control.recv(100).split()[0] == name


def test_one_that_dies_is_replaced(zygote: Zygote) -> None:
    first = spare(zygote)
    os.kill(first, signal.SIGKILL)
    second = spare(zygote, first)
    pid, control = zygote.spawn("guard")
    with control:
        assert control.recv(100).split()[0] == b"guard"
        assert pid == second != first


def test_one_that_was_stopped_serves_all_the_same(zygote: Zygote) -> None:
    os.kill(spare(zygote), signal.SIGSTOP)
    _, control = zygote.spawn("guard")
    with control:
        assert control.recv(100).split()[0] == b"guard"


def test_it_does_not_outlive_the_supervisor(zygote: Zygote) -> None:
    ahead = spare(zygote)
    zygote.close()
    assert gone(ahead)


def test_it_does_not_outlive_a_zygote_that_is_killed(zygote: Zygote) -> None:
    ahead = spare(zygote)
    os.kill(zygote.pid, signal.SIGKILL)
    assert gone(ahead)


def test_a_node_has_no_socket_but_its_own_however_it_was_forked(zygote: Zygote) -> None:
    before, control = zygote.spawn("a")
    said = control.recv(100).split()[2]
    spare(zygote, before)
    _, other = zygote.spawn("b")
    assert other.recv(100).split()[2] == said
    control.close()
    other.close()


def test_none_is_forked_ahead_of_who_never_starts_anew() -> None:
    zygote = Zygote(tell, ahead=False)
    pid, control = zygote.spawn("a")
    select.select([], [], [], 0.3)  # three times the rest after which one would be
    found = children(zygote.pid)
    control.close()
    zygote.close()
    assert found == [pid]


@pytest.mark.skipif(Priority().detect() is not None, reason="this user may not claim real-time priority")
def test_supervisor_zygote_and_the_one_forked_ahead_have_priority_and_give_it_back(zygote: Zygote) -> None:
    ahead = spare(zygote)
    with watching(zygote.pid) as refused:
        assert (refused, os.sched_getscheduler(0)) == ("", os.SCHED_FIFO)
        pid, control = zygote.spawn("guard")
        with control:
            assert pid == ahead
            assert int(control.recv(100).split()[1]) == os.SCHED_FIFO
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


@pytest.mark.skipif(Priority().detect() is not None, reason="this user may not claim real-time priority")
def test_who_is_to_have_no_priority_gives_back_what_it_inherited() -> None:
    with watching(os.getpid()):
        as_anybody()
        assert os.sched_getscheduler(0) == os.SCHED_OTHER


def test_what_is_refused_is_named_and_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    before = os.sched_getscheduler(0)
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    with watching(os.getpid()) as refused:
        assert refused == "sched_fifo:refused"
    assert os.sched_getscheduler(0) == before
