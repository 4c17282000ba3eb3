"""Root's own node has no privileges behind its walls, and what it claimed before still holds."""

from __future__ import annotations

import errno
import mmap
import os
import socket
from pathlib import Path

import pytest

from aureole.runtime.facilities import groups
from aureole.runtime.facilities.claims import Claims, survey
from aureole.runtime.facilities.facility import Share
from aureole.runtime.facilities.locking import IPC_LOCK
from aureole.runtime.facilities.priority import capable
from aureole.runtime.facilities.walls.capabilities import DAC_READ_SEARCH, Capabilities, held
from tests.runtime.facilities.children import LINUX, NOBODY, ROOT, become_nobody, errno_of, in_child, in_new_process

pytestmark = [LINUX, pytest.mark.skipif(Capabilities().detect() is not None, reason="this kernel tells of none")]
MIND = Share("mind")
SYS_RESOURCE = 24  # CAP_SYS_RESOURCE, <linux/capability.h>
GROUP = "aureole-1000000001"  # a number that no process has
HURRIED = Share("guard", 30, quota=0.2, quotas=0.4, memory=1 << 30, group=GROUP)


def rows() -> dict[str, int]:
    """Every set of capabilities of this process (proc(5))."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return {line[:6]: int(line.split()[1], 16) for line in lines if line.startswith("Cap")}


@ROOT
def test_every_set_is_empty_behind_the_wall():
    assert any(rows().values())
    found = eval(in_child(lambda: (Capabilities().claim(MIND), rows())))
    assert found == (None, dict.fromkeys(("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"), 0))


@ROOT
def test_root_without_privileges_does_what_anybody_may(tmp_path):
    def tries():
        Capabilities().claim(MIND)
        return (
            errno_of(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)), errno_of(lambda: os.chroot("/")),
            errno_of(lambda: os.setuid(NOBODY)), errno_of(lambda: os.chown(tmp_path, NOBODY, NOBODY)),
            errno_of(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))), os.getuid(),
        )  # fmt: skip

    assert in_child(tries) == repr((*(errno.EPERM,) * 5, 0))


@ROOT
def test_no_program_that_it_starts_gets_them_back():
    def tries():
        Capabilities().claim(MIND)
        heard, told = os.pipe()
        if os.fork() == 0:
            os.dup2(told, 1)
            os.execv("/bin/sh", ["sh", "-c", "grep CapEff /proc/self/status"])
        os.close(told)
        return int(os.read(heard, 100).split()[1], 16)

    assert in_child(tries) == "0"


def hurried():
    """What one that may hurry has claimed, and what it holds behind its walls."""
    claims = Claims(HURRIED)
    claims.take()
    claims.begin()
    for _ in range(64):
        mmap.mmap(-1, 1 << 20).write(b"x")  # more than the limit would let be locked
    status = Path("/proc/self/status").read_text()
    locked = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmLck"))
    return [each.split(":")[0] for each in claims.refused], os.sched_getscheduler(0), locked > 0, held()


@ROOT
def test_what_was_claimed_before_still_holds_and_new_memory_is_locked():
    refused, scheduler, locked, left = eval(in_new_process(hurried))
    groups.sweep()
    missing = {found.facility.name for found in survey() if found.missing is not None}
    assert set(refused) - {"cpu_budget"} <= missing  # of real-time shares another system may have taken all
    assert (scheduler == os.SCHED_FIFO) == ("sched_fifo" not in missing)
    assert locked == ("locked_memory" not in missing)
    assert left == (0 if capable(SYS_RESOURCE) else 1 << IPC_LOCK)  # without it the limit cannot be lifted


@ROOT
def test_the_right_to_read_what_is_anothers_stays_where_the_share_names_it(tmp_path):
    own, others = tmp_path / "own", tmp_path / "others"
    for each in (own, others):
        each.mkdir(mode=0o700)
        (each / "word").write_text("x")
    os.chown(others, NOBODY, NOBODY)

    def tries(folder: Path):
        refused = Capabilities().claim(Share("mind", reads=(str(folder),)))
        return refused, held(), (folder / "word").read_text()

    def key(folder: Path) -> Path:
        (folder / "key").write_text("k")
        (folder / "key").chmod(0o600)
        os.chown(folder / "key", NOBODY, NOBODY)
        return folder

    assert in_child(lambda: tries(own)) == repr((None, 0, "x"))
    assert in_child(lambda: tries(key(own))) == repr((None, 1 << DAC_READ_SEARCH, "x"))
    assert in_child(lambda: tries(others)) == repr((None, 1 << DAC_READ_SEARCH, "x"))


@ROOT
def test_the_right_to_write_stays_where_the_folder_is_anothers(tmp_path):
    os.chown(tmp_path, NOBODY, NOBODY)
    tmp_path.chmod(0o755)

    def tries():
        refused = Capabilities().claim(Share("recorder", writes=(str(tmp_path),)))
        (tmp_path / "kept").write_text("x")
        return refused

    assert in_child(tries) == "None"


@ROOT
def test_what_is_found_out_ahead_changes_nothing_yet():
    def tries():
        before, facility = rows(), Capabilities()
        return facility.prepare(MIND), facility.files, rows() == before

    assert in_child(tries) == repr((None, 0, True))


@ROOT
def test_an_ordinary_user_has_none_to_lose():
    def tries():
        become_nobody()
        return Capabilities().claim(MIND), held()

    assert in_child(tries) == repr((None, 0))
