"""System calls that neither Python nor every C library has, by their numbers."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

NUMBERS: dict[str, tuple[int, int]] = {
    "bpf": (321, 280), "perf_event_open": (298, 241), "sched_setattr": (314, 274), "seccomp": (317, 277),
    "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
    "prctl": (157, 167), "capget": (125, 90), "capset": (126, 91),
}  # fmt: skip
"""On x86_64 and aarch64: asm/unistd_64.h and asm-generic/unistd.h of Linux."""
MACHINES = ("x86_64", "aarch64")
NO_NEW_PRIVS = 38  # PR_SET_NO_NEW_PRIVS, <linux/prctl.h>


def known() -> bool:
    """Whether this is a Linux whose numbers we know."""
    return sys.platform == "linux" and platform.machine() in MACHINES and sys.maxsize > 1 << 32


def alone() -> bool:
    """Whether this process has one thread."""
    return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208  # the names are not wanted


def call(name: str, *arguments: int | ctypes.Array[ctypes.c_char] | None) -> int:
    """Do a system call; what it returns.

    Raises:
        OSError: the kernel refuses, or has it not.
    """
    if not known():
        raise OSError(38, f"{name}: {platform.machine()} is not among {', '.join(MACHINES)}")  # ENOSYS
    number = NUMBERS[name][MACHINES.index(platform.machine())]
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    given = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    found = int(library.syscall(ctypes.c_long(number), *given))
    if found < 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")
    return found


def give_up_privileges() -> None:
    """From now on no program that this process starts has more rights than it: what a sandbox asks of its inmates.

    Raises:
        OSError: the kernel refuses.
    """
    call("prctl", NO_NEW_PRIVS, 1, 0, 0, 0)
