"""A chain of processes, whatever carries its words: a camera's frame becomes a small command, and that takes time.

Needs nothing but numpy, for peers run it in environments of their own. A carrier is an object with `loan` (an array of
int64 to be written), `send`, `take` (waits for an array; None: nothing came) and `back` (it was looked at).
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

PERIOD = 10_000_000  # ns
WARM = 30  # cycles that are not counted
PATIENCE = 20.0  # s; who hears nothing for so long gives up
CURRENT, FUTURE, ONFAULT = 1, 2, 4  # <sys/mman.h>


@dataclass(frozen=True)
class Settings:
    """One run of a chain."""

    folder: str
    """Where stages leave marks and times."""
    sizes: tuple[int, ...]
    """Bytes on each way from one stage to the next."""
    cycles: int
    priority: int
    """SCHED_FIFO of the first stage, one more for each that follows; 0: as anybody, not locked, nothing frozen."""
    core: int
    """Where all of it runs; below zero: anywhere."""
    sent: bool
    """Time counts from the sending of the first word, not from before it is written."""

    @property
    def stages(self) -> int:
        """How many processes it takes."""
        return len(self.sizes) + 1

    def write(self) -> str:
        """The path of a file that `read` reads."""
        path = Path(self.folder) / "settings.json"
        path.write_text(json.dumps(asdict(self)))
        return str(path)


def read(path: str) -> Settings:
    """What `Settings.write` has written."""
    given = json.loads(Path(path).read_text())
    return Settings(**{**given, "sizes": tuple(given["sizes"])})


def claim(settings: Settings, stage: int) -> None:
    """Priority and core for this process and all its threads to come: who comes later in the chain goes first."""
    if settings.core >= 0:
        os.sched_setaffinity(0, {settings.core})
    if settings.priority:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(settings.priority + stage))


def settle() -> None:
    """Memory stays where it is, and no collection looks at what is there."""
    ctypes.CDLL(None).mlockall(CURRENT | FUTURE | ONFAULT)
    gc.collect()
    gc.freeze()


def relay(settings: Settings, stage: int, carrier: Any) -> None:
    """Be one stage until the word that ends it."""
    if settings.priority:
        settle()
    Path(settings.folder, f"ready{stage}").touch()
    if stage == 0:
        lead(settings, carrier)
    elif stage < settings.stages - 1:
        pass_on(carrier)
    else:
        times = arrive(settings, carrier)
        Path(settings.folder, "part").write_text(json.dumps(times))
        Path(settings.folder, "part").rename(Path(settings.folder, "times"))


def lead(settings: Settings, carrier: Any) -> None:
    """The camera: a frame every 10 ms, written where it is loaned."""
    picture = np.arange(settings.sizes[0] // 8, dtype=np.int64)
    while any(not Path(settings.folder, f"ready{k}").exists() for k in range(settings.stages)):
        time.sleep(0.01)
    time.sleep(0.3)  # peers find each other by themselves
    due = time.monotonic_ns()
    for number in range(settings.cycles + WARM):
        due += PERIOD
        time.sleep(max(due - time.monotonic_ns(), 0) * 1e-9)
        frame(carrier, picture, number, settings.sent)
    time.sleep(0.1)
    frame(carrier, picture, -1, settings.sent)
    time.sleep(0.2)


def frame(carrier: Any, picture: np.ndarray, number: int, sent: bool) -> None:
    """One frame with its number and its moment."""
    started = time.monotonic_ns()
    out = carrier.loan()
    np.copyto(out, picture)
    out[0], out[1] = number, time.monotonic_ns() if sent else started
    carrier.send()


def pass_on(carrier: Any) -> None:
    """A stage in the middle: looks at every page of what came, and says less."""
    while (got := carrier.take()) is not None:
        got[::512].sum()
        out = carrier.loan()
        np.copyto(out, got[: len(out)])
        last = out[0] < 0
        carrier.send()
        carrier.back()
        if last:
            time.sleep(0.3)
            return


def arrive(settings: Settings, carrier: Any) -> list[int]:
    """The last stage: ns from the camera's moment to here, by number; below zero: never came."""
    times = [-1] * (settings.cycles + WARM)
    while (got := carrier.take()) is not None:
        now = time.monotonic_ns()
        number, moment = int(got[0]), int(got[1])
        if number < 0:
            break
        times[number] = now - moment
        got[::512].sum()
        carrier.back()
    return times[WARM:]


def main(carry: Callable[[Settings, int], Any]) -> None:
    """A stage as a program: `SETTINGS STAGE`."""
    settings, stage = read(sys.argv[1]), int(sys.argv[2])
    claim(settings, stage)
    relay(settings, stage, carry(settings, stage))
