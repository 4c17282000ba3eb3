"""Runs one chain to its end, whoever carries it: stages as forks of this process, or as programs of a peer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nerves import bare, booted, bus
from peers.relay import PERIOD, WARM, Settings, claim, relay

SLACK = 25.0  # s; to begin and to end
PEERS = {
    "iceoryx2": ("over_iceoryx.py", ["iceoryx2", "numpy"]),
    "pyzmq": ("over_zmq.py", ["pyzmq", "numpy"]),
    "zenoh": ("over_zenoh.py", ["eclipse-zenoh", "numpy"]),
    "dora": ("over_dora.py", ["dora-rs", "numpy", "pyarrow", "pyyaml"]),
}
FOLDER = Path(__file__).parent.parent / "peers"


def once(name: str, settings: dict[str, Any], pythons: dict[str, Path]) -> list[int]:
    """One run of `floor`, `futex`, `bus`, `system` or a peer; ns of each cycle, below zero: lost.

    Raises:
        RuntimeError: it came to no end; with what its processes said.
    """
    with tempfile.TemporaryDirectory(prefix="chain") as folder:
        given = Settings(folder=folder, **settings)
        seconds = (given.cycles + WARM) * PERIOD * 1e-9 + SLACK
        if name == "system":
            return booted.run(given, seconds)
        if name in PEERS:
            return as_programs(given, pythons[name], FOLDER / PEERS[name][0], seconds)
        carrier = {"floor": bare.Bare, "futex": bare.Futex, "bus": bus.OnBus}[name]
        made = bus.ways(given) if name == "bus" else bare.hops(given)
        return as_forks(given, lambda stage: carrier(made, stage), seconds)


def as_forks(settings: Settings, carrier: Callable[[int], Any], seconds: float) -> list[int]:
    """Every stage a fork."""
    pids = []
    for stage in range(settings.stages):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                claim(settings, stage)
                relay(settings, stage, carrier(stage))
                code = 0
            except Exception as error:  # noqa: BLE001  # told, and the run ends
                print(f"stage {stage}: {error!r}", file=sys.stderr)
            finally:
                os._exit(code)
        pids.append(pid)
    try:
        return wait(settings, seconds)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def as_programs(settings: Settings, python: Path, script: Path, seconds: float) -> list[int]:
    """Every stage a program, or (dora) one program that starts them all."""
    path, noted = settings.write(), Path(settings.folder, "said")
    alone = script.name == PEERS["dora"][0]
    calls = [[]] if alone else [[str(stage)] for stage in reversed(range(settings.stages))]
    with noted.open("wb") as said:
        started = [
            subprocess.Popen([python, script, path, *call], stdout=said, stderr=said, start_new_session=True)
            for call in calls
        ]
        try:
            return wait(settings, seconds)
        except RuntimeError as error:
            raise RuntimeError(f"{error}: {noted.read_text(errors='replace')[-600:]}") from None
        finally:
            for each in started:
                os.killpg(each.pid, signal.SIGKILL) if each.poll() is None or alone else None
                each.wait()


def wait(settings: Settings, seconds: float) -> list[int]:
    """What the last stage has written."""
    path, end = Path(settings.folder, "times"), time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > end:
            raise RuntimeError(f"no end within {seconds:.0f} s")
        time.sleep(0.05)
    found: list[int] = json.loads(path.read_text())
    return found
