"""What a node cannot do once it runs: a forked child claims, and tries."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import struct
import threading
import time
from pathlib import Path

import pytest

from aureole.runtime.facilities.facility import Share
from aureole.runtime.facilities.kernel import MACHINES
from aureole.runtime.facilities.walls.landlock import Landlock, version
from aureole.runtime.facilities.walls.seccomp import DENIED, Seccomp, program
from tests.runtime.facilities.children import LINUX, errno_of, in_child

pytestmark = LINUX
landlock = pytest.mark.skipif(Landlock().detect() is not None, reason="this kernel has no Landlock")
seccomp = pytest.mark.skipif(Seccomp().detect() is not None, reason="this kernel has no seccomp filters")

MIND = Share("mind")


def behind(facility, work, share: Share = MIND):
    """What `work` gives behind a wall; text where the wall could not be claimed."""

    def inside():
        refused = facility.claim(share)
        return refused if refused is not None else work()

    return in_child(inside)


@landlock
def test_a_node_writes_in_its_folder_and_nowhere_else(tmp_path):
    mine, others = tmp_path / "mine", tmp_path / "others"
    mine.mkdir()
    others.mkdir()
    (others / "there").write_text("x")

    def tries():
        (mine / "new").write_text("y")
        (mine / "new").rename(mine / "renamed")
        (mine / "renamed").unlink()
        return (
            errno_of(lambda: (others / "there").open("r+")), errno_of(lambda: (others / "there").open("r")),
            errno_of(lambda: (others / "new").open("w")), errno_of((others / "there").unlink),
            errno_of(lambda: os.truncate(others / "there", 0)) if version() >= 3 else errno.EACCES,
        )  # fmt: skip

    assert behind(Landlock(), tries, Share("recorder", writes=(str(mine),))) == repr((errno.EACCES,) * 5)


@landlock
def test_a_node_still_imports_and_measures_itself():
    def tries():
        import sched  # nobody has loaded it yet

        return Path("/proc/thread-self/schedstat").read_text() != "" and sched.scheduler is not None

    assert behind(Landlock(), tries) == "True"


@landlock
def test_what_was_opened_before_stays_open(tmp_path):
    with (tmp_path / "log").open("w") as file:
        assert behind(Landlock(), lambda: (file.write("kept"), file.flush())[0]) == "4"
    assert (tmp_path / "log").read_text() == "kept"


@landlock
def test_memory_is_made_and_shared_behind_the_wall():
    def tries():
        made = os.memfd_create("x")
        return os.write(made, b"1"), os.close(os.open(f"/proc/self/fd/{made}", os.O_RDONLY))

    assert behind(Landlock(), tries) == "(1, None)"


@landlock
@pytest.mark.skipif(version() < 6, reason="this Landlock knows no signals")
def test_a_node_cannot_end_another():
    parent = os.getpid()
    assert behind(Landlock(), lambda: errno_of(lambda: os.kill(parent, 0))) == str(errno.EPERM)


@seccomp
@pytest.mark.parametrize(
    "forbidden",
    [
        lambda: _call("ptrace"), lambda: _call("mount"), lambda: _call("bpf"), lambda: _call("kexec_load"),
        lambda: _call("init_module"), lambda: _call("perf_event_open"), lambda: _call("io_uring_setup"),
        lambda: time.clock_settime(time.CLOCK_REALTIME, time.clock_gettime(time.CLOCK_REALTIME)),
        lambda: os.execv("/bin/true", ["true"]), lambda: os.fork() or os._exit(0),
        lambda: socket.socket(socket.AF_INET), lambda: socket.socket(socket.AF_INET6),
        lambda: os.kill(1, 0), lambda: os.kill(os.getppid(), 0),
        lambda: os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0)),
    ],
)  # fmt: skip
def test_the_kernel_refuses_what_no_node_needs(forbidden):
    assert behind(Seccomp(), lambda: errno_of(forbidden)) == str(errno.EPERM)


def _call(name: str) -> None:
    import platform

    library = ctypes.CDLL(None, use_errno=True)
    if library.syscall(DENIED[name][MACHINES.index(platform.machine())], 0, 0, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), name)


@seccomp
def test_a_node_keeps_its_threads_its_own_signals_and_its_sockets():
    def tries():
        done = []
        thread = threading.Thread(target=lambda: done.append(1))
        thread.start()
        thread.join()
        os.kill(os.getpid(), 0)
        for end in socket.socketpair():
            end.close()
        socket.socket(socket.AF_UNIX).close()
        return done, os.close(os.memfd_create("x"))

    assert behind(Seccomp(), tries) == "([1], None)"


@seccomp
def test_a_node_that_speaks_to_other_machines_has_sockets_for_it():
    assert behind(Seccomp(), lambda: socket.socket(socket.AF_INET).close(), Share("net", networked=True)) == "None"


@seccomp
def test_the_wall_holds_for_threads_that_were_there_before():
    def tries():
        asked, found = threading.Event(), []
        thread = threading.Thread(
            target=lambda: (asked.wait(), found.append(errno_of(lambda: socket.socket(socket.AF_INET))))
        )
        thread.start()
        refused = Seccomp().claim(Share("mind"))
        asked.set()
        thread.join()
        return refused, found

    assert in_child(tries) == repr((None, [errno.EPERM]))


def answer(text: bytes, number: int, architecture: int, first: int = 0) -> int:
    """What a filter answers: its language in a few lines, for the machine that this is not."""
    data = struct.pack("<IIQQ", number, architecture, 0, first)
    instructions = list(struct.iter_unpack("<HBBI", text))
    place, value = 0, 0
    while True:
        code, yes, no, k = instructions[place]
        place += 1
        match code:
            case 0x20:
                (value,) = struct.unpack_from("<I", data, k)
            case 0x06:
                return k
            case _:
                held = {0x15: value == k, 0x35: value >= k, 0x45: bool(value & k)}[code]
                place += yes if held else no


ALLOWED, REFUSED, UNKNOWN = 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS


@pytest.mark.parametrize(("machine", "arch"), [(0, 0xC000003E), (1, 0xC00000B7)])
def test_on_both_machines_the_filter_says_the_same(machine, arch):
    text = program(machine, 77, networked=False)
    for numbers in DENIED.values():
        if numbers[machine] >= 0:
            assert answer(text, numbers[machine], arch) == REFUSED
    kill, clone, clone3, unix = (62, 129)[machine], (56, 220)[machine], 435, (41, 198)[machine]
    assert [answer(text, kill, arch, first) for first in (77, 1)] == [ALLOWED, REFUSED]
    assert [answer(text, clone, arch, first) for first in (0x3D0F00, 0x11, 0x10000000 | 0x10000)] == [
        ALLOWED, REFUSED, REFUSED,
    ]  # fmt: skip
    assert answer(text, clone3, arch) == UNKNOWN
    assert [answer(text, unix, arch, first) for first in (1, 2, 10, 16, 17)] == [ALLOWED] + [REFUSED] * 4
    assert answer(program(machine, 77, networked=True), unix, arch, 2) == ALLOWED
    read, other = (0, 63)[machine], 0x40000003
    assert [answer(text, read, arch), answer(text, read, other)] == [ALLOWED, REFUSED]


def test_numbers_of_the_x32_interface_are_refused():
    assert answer(program(0, 1, networked=True), 0x40000000, 0xC000003E) == REFUSED
