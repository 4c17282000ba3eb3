"""What runs in a worker process: it takes work, tells its pulse, gives back what came of it, dies with its parent."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import MutableSequence, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from aureole.core.errors import Trouble
from aureole.exam.life.executor import Work
from aureole.fleet.pulse import SharedPulse

PARENT_DIED = 1  # prctl's PR_SET_PDEATHSIG, Linux
Result = tuple[bool, Any, float]
"""Whether the work came to its end, what it gave or raised, seconds."""


def serve(work: Connection, cells: MutableSequence[int], parent: int, foreign: Sequence[Connection]) -> None:
    """Take work until the parent has gone.

    Args:
        work: from here it comes, here goes what came of it.
        cells: the pulse.
        parent: the parent's process id.
        foreign: ends of pipes that are not ours, and came with the fork.
    """
    for connection in foreign:
        connection.close()
    settle(parent)
    pulse = SharedPulse(cells)
    from aureole.kernels.compiling import listen

    listen(pulse.compiling)
    while True:
        try:
            task: Work = work.recv()
        except (EOFError, OSError):
            return
        except Exception as error:  # noqa: BLE001  # what cannot be unpacked is told as what was raised
            work.send_bytes(packed((False, error, 0.0)))
            continue
        work.send_bytes(packed(done(task, pulse)))


def settle(parent: int) -> None:
    """A group of its own, deaf to Ctrl-C, quiet on standard output, gone with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # it died before we asked to be told
    else:
        threading.Thread(target=follow, daemon=True).start()
    sys.stdout.flush()
    os.dup2(2, 1)  # what a driver prints is not the exam's answer
    sys.stdout = sys.stderr


def follow() -> None:
    """End with the parent, whatever a driver does meanwhile."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def done(task: Work, pulse: SharedPulse) -> Result:
    """Do it."""
    started = time.perf_counter()
    try:
        return True, task(pulse), time.perf_counter() - started
    except Exception as error:  # noqa: BLE001  # it is raised again in the parent
        return False, error, time.perf_counter() - started


def packed(result: Result) -> bytes:
    """The result as bytes; one that cannot be packed is told in words."""
    try:
        data = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        if not result[0]:
            pickle.loads(data)  # noqa: S301  # our own: an error may be packed and still not be unpacked
    except Exception as error:  # noqa: BLE001
        told = f"{type(result[1]).__name__}: {result[1]}" if not result[0] else f"cannot be sent: {error}"
        return pickle.dumps((False, Trouble(told), result[2]), pickle.HIGHEST_PROTOCOL)
    return data
