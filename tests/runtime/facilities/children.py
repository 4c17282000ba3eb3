"""Processes of a test's own, and what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT_FOLDER = Path(__file__).parents[3]
NOBODY = 65534
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="these facilities are Linux's")
ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")


def in_child(work) -> str:
    """What `work` returns in a forked process, or what it raised."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            text = repr(work())
        except BaseException as error:  # noqa: BLE001
            text = f"{type(error).__name__}: {error}"
        os.write(told, text.encode())
        os._exit(0)
    os.close(told)
    with os.fdopen(heard) as file:
        text = file.read()
    os.waitpid(child, 0)
    return text


def in_new_process(work) -> str:
    """What a function of a module returns in a small process: to lock all that a test run holds takes seconds."""
    words = f"import {work.__module__} as there; print(repr(there.{work.__name__}()))"
    ended = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, cwd=ROOT_FOLDER, check=False)
    return ended.stdout.strip() or repr((ended.returncode, ended.stderr[-500:]))


def errno_of(work) -> int:
    """The error with which the kernel refuses; 0: it does not."""
    try:
        work()
    except OSError as error:
        return error.errno
    return 0


def become_nobody() -> None:
    """An ordinary user with no more rights than the least."""
    import resource

    for limit in (resource.RLIMIT_RTPRIO, resource.RLIMIT_MEMLOCK):
        resource.setrlimit(limit, (0, 0))
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
