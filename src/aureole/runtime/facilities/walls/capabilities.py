"""Privileges that a node does without (capabilities(7)): whoever runs it, root too, behind its walls it is as anybody.

What asks for privileges is claimed before. What is dropped here is dropped for good: from the bounding set as well, so
that no program could give it back (root's programs would have whatever is in there). Two reasons keep one: locked
memory where the limit for it cannot be lifted, and files of others that the node may open by its share, as when
somebody runs with `sudo` what lies in a home of their own.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from pathlib import Path

from aureole.runtime.facilities import kernel
from aureole.runtime.facilities.facility import Share, Why, why
from aureole.runtime.facilities.locking import IPC_LOCK, Locked
from aureole.runtime.facilities.walls.landlock import made_of

DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2  # CAP_*, <linux/capability.h>
VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3: two words of 32 bits each
BOUNDING_DROP = 24  # PR_CAPBSET_DROP, <linux/prctl.h>
HEADER, SETS = struct.Struct("@Ii"), struct.Struct("@6I")  # cap_user_header_t; two of cap_user_data_t


class Capabilities:
    """Dropping them."""

    name = "capabilities"
    words = ("privileges given up by nodes (capabilities)", "节点放弃特权（capabilities）")

    def __init__(self) -> None:
        self.files: int | None = None
        """Those that files ask for, once that is known."""

    def detect(self) -> Why | None:
        """Whether the kernel tells which ones this process has."""
        if not kernel.known():
            return Why.ELSEWHERE
        try:
            held()
        except OSError as error:
            return why(error)
        return None

    def wanted(self, share: Share) -> bool:
        """Every node."""
        return True

    def prepare(self, share: Share) -> Why | None:
        """Find out, ahead of the node, what it can open without any: they are put aside for as long as that takes."""
        if self.files is not None:
            return None
        try:
            before = held()
            hold(before, 0)
            try:
                self.files = needed_for_files(share)
            finally:
                hold(before, before)
        except OSError as error:
            return why(error)
        return None

    def claim(self, share: Share) -> Why | None:
        """Have none but those that the share needs, from now on; who has none loses none."""
        if not kernel.known():
            return Why.ELSEWHERE
        if (refused := self.prepare(share)) is not None:
            return refused
        try:
            kernel.give_up_privileges()
            before = held()
            keep = before & ((self.files or 0) | needed_for_memory(share))
            if before:
                refused = bound()
                hold(keep, keep)
        except OSError as error:
            return why(error)
        return refused if kernel.alone() or not before else Why.REFUSED  # other threads keep what they have


def held() -> int:
    """The capabilities that this thread may use (permitted), one bit each.

    Raises:
        OSError: the kernel refuses.
    """
    header = ctypes.create_string_buffer(HEADER.pack(VERSION, 0), HEADER.size)
    sets = ctypes.create_string_buffer(SETS.size)
    kernel.call("capget", header, sets)
    _, low, _, _, high, _ = SETS.unpack(sets.raw)
    return int(low | high << 32)


def hold(permitted: int, effective: int) -> None:
    """Have these alone; nothing is inherited, ambient ones go with that.

    Raises:
        OSError: the kernel refuses.
    """
    header = ctypes.create_string_buffer(HEADER.pack(VERSION, 0), HEADER.size)
    low, high = (1 << 32) - 1, 32
    rows = effective & low, permitted & low, 0, effective >> high, permitted >> high, 0
    kernel.call("capset", header, ctypes.create_string_buffer(SETS.pack(*rows), SETS.size))


def bound() -> Why | None:
    """Empty the bounding set; what this process has is not touched by that. None, or why not."""
    try:
        there = _bounding()
        for number in range(64):
            if there >> number & 1:
                kernel.call("prctl", BOUNDING_DROP, number, 0, 0, 0)
    except OSError as error:
        return why(error)
    return None


def needed_for_memory(share: Share) -> int:
    """Memory mapped later is locked too: by the limit, which is lifted where that is allowed, or by privilege."""
    if sys.platform != "linux" or not Locked().wanted(share):
        return 0
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        return 1 << IPC_LOCK
    return 0


def needed_for_files(share: Share) -> int:
    """What opens the files of others, where some of those that the share names are not anybody's."""
    if not all(map(_writable, share.writes)):
        return 1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH
    named = (*share.reads, *(entry for path in share.reads for entry in _within(path)))  # keys are for their owner
    return 0 if all(map(_readable, (*made_of(), *named))) else 1 << DAC_READ_SEARCH


def _bounding() -> int:
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
        return next((int(line.split()[1], 16) for line in file if line.startswith("CapBnd:")), 0)


def _within(path: str) -> list[str]:
    try:
        return [entry.path for entry in os.scandir(path)]
    except OSError:  # no folder, or none that can be looked into
        return []


def _readable(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK))
    except PermissionError:
        return False
    except OSError:  # it is not there
        return True
    return True


def _writable(path: str) -> bool:
    """By owner and mode: the kernel's own answer (access(2)) counts what was put aside."""
    try:
        about = Path(path).stat()
    except PermissionError:
        return False
    except OSError:
        return True
    mine, ours = about.st_uid == os.geteuid(), about.st_gid in {os.getegid(), *os.getgroups()}
    return about.st_mode >> (6 if mine else 3 if ours else 0) & 0o3 == 0o3
