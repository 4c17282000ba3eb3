"""A car is booted and runs until it is told to stop: in one loop the supervisor, the journal, and whoever asks."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aureole.cli.behind.laps import Board
from aureole.cli.behind.port import Behind
from aureole.cli.booted.asking import Asking, runs
from aureole.cli.booted.car import Keeps, car_system
from aureole.cli.booted.chips import ALONE, Joined, Part, joined
from aureole.cli.booted.desk import Desk
from aureole.cli.booted.keeping import About, Keeping
from aureole.cli.booted.place import LOCK, RECORDING, SOCKET, STATE, TROUBLES, lasting, made, runtime
from aureole.cli.journal.writing import Journal, Line
from aureole.core.errors import BadInput, Trouble
from aureole.exam.setup import Setup
from aureole.runtime.clock import Monotonic
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.zygote import Zygote
from aureole.runtime.supervise.supervisor import Supervisor
from aureole.runtime.surroundings.surroundings import Surroundings

STEP = 0.1  # s; so often at least it is looked whether somebody wants to stop
GONE = 3.0  # s in which the processes of a run that was killed are gone
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Boot:
    """What is to be booted."""

    make: Callable[[Board], Behind]
    """What stands behind its port."""
    setup: Setup
    port: str
    seconds: float
    """How long it runs; 0: until it is told to stop."""
    limit: int
    """Bytes that the recorder may take on the disk."""
    part: Part = ALONE
    """Of a car of several chips, the one that this machine is."""


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told what."""

    line: Callable[[Line], Any]
    """Each line of the journal."""
    up: Callable[[Keeping], Any]
    """All services run."""
    still: Callable[[Keeping], Any]
    """It goes on: called in every turn."""


def run(boot: Boot, ears: Ears) -> None:
    """Boot, run, stop everybody; nobody and nothing is left.

    Raises:
        BadInput: another car runs already, or this one cannot.
        Trouble: it stood for good when it was stopped, or could not go on.
    """
    folder = made(runtime())
    with locked(folder) as lock:
        journal = Journal(kept := made(lasting()), ears.line)
        stale = (folder / SOCKET).exists()
        behind = boot.make(board := Board())
        mission = behind.ground.mission
        whole = car_system(boot.setup, behind, Keeps(made(kept / RECORDING), boot.limit))
        here = joined(whole, mission.car, mission, boot.part)
        port, chip = boot.port, boot.part.chip
        about = About(mission.car, behind.ground.case, boot.setup.driver, port, chip, here.networks)
        keeping = Keeping(about, journal, board)
        if stale:
            journal.write("recovered")
        journal.write("booted", about.text, data=journal.where(here.system))
        zygote = forked(here, lock)
        supervisor = Supervisor(
            here.system, zygote, Monotonic(), keeping.heard, memory=kept / TROUBLES,
            around=Surroundings(Monotonic(), zygote.pid),
        )  # fmt: skip
        supervisor.wiring.handed.update(behind.hands(whole.services))  # no other inherits them
        keeping.watch(supervisor)
        why = "killed"
        try:
            why = turn(supervisor, keeping, folder, boot.seconds, ears)
        except (Trouble, OSError) as error:
            why = str(error)
            raise Trouble(why, remedy="aureole log tells what came before") from error
        finally:
            supervisor.close()
            journal.write("stopped", why)
            journal.close()
        if keeping.stands:
            raise Trouble(f"the car stood for good: {keeping.stands}", remedy="aureole log tells why; then boot anew")


def forked(here: Joined, lock: int) -> Zygote:
    """The zygote; it keeps the lock as long as a node of its lives, its nodes do not have it."""

    def first() -> None:
        os.close(lock)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # what is said while it boots is not theirs

    with deaf():
        return Nest(here.system, Monotonic(), first, here.others).zygote()


def turn(supervisor: Supervisor, keeping: Keeping, folder: Path, seconds: float, ears: Ears) -> str:
    """The loop; why it ended."""
    with stoppable() as asked:
        desk = Desk(folder, keeping.answer, lambda user: keeping.journal.write("refused", f"uid {user}"))
        try:
            supervisor.poll.register(desk.poll.fileno(), 1)  # EPOLLIN
            supervisor.boot()
            end, up = None, False
            while True:
                supervisor.step(STEP)
                keeping.look()
                desk.serve()
                if not up and keeping.runs():
                    up, end = True, time.monotonic() + seconds if seconds > 0.0 else None
                    keeping.journal.write("going", f"{len(supervisor.nodes)}")
                    ears.up(keeping)
                if up:
                    ears.still(keeping)
                elif keeping.stands:
                    return keeping.stands  # what does not come up is no car that anybody could ask
                if asked or keeping.stopping:
                    desk.serve()  # whoever asked is told
                    return asked[0] if asked else "aureole up --stop"
                if end is not None and time.monotonic() >= end:
                    return f"--seconds {seconds:g}"
        finally:
            desk.close()


@contextlib.contextmanager
def deaf() -> Iterator[None]:
    """Ctrl-C is heard later, and never by a process that is forked meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def stoppable() -> Iterator[list[str]]:
    """The signals that ask to stop, by name, as they come; after the fork of the zygote, which does not hear them."""
    asked: list[str] = []
    before = {
        number: signal.signal(number, lambda got, _: asked.append(signal.Signals(got).name)) for number in SIGNALS
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[int]:
    """One car a user: the lock is let go when the last process of a run has ended, however it did.

    Raises:
        BadInput: another car runs.
        Trouble: what is left of a run that was killed does not end.
    """
    end, lock = time.monotonic() + GONE, -1
    try:
        while (lock := _taken(folder / LOCK)) < 0:
            other = runs(folder)
            if other is not None:
                raise BadInput(
                    f"{other['car']} runs already (process {other['pid']})", place=str(folder),
                    remedy="aureole status tells more; stop it with: aureole up --stop",
                )  # fmt: skip
            if time.monotonic() > end:
                raise Trouble(
                    "another run begins or ends there and does not come to it", place=str(folder),
                    remedy=f"look for its processes: fuser -v {folder / LOCK}",
                )  # fmt: skip
            time.sleep(STEP)
        yield lock
    finally:
        if lock >= 0:
            (folder / LOCK).unlink(missing_ok=True)
            os.close(lock)


def _taken(path: Path) -> int:
    """The lock, taken; below zero: somebody has it, or has just thrown it away."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        what = f"cannot be made: {error.strerror or error}"
        raise Trouble(what, place=str(path), remedy=f"set {STATE} to a folder of your own") from error
    with contextlib.suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(lock).st_ino:
            return lock
    os.close(lock)
    return -1


def stop(folder: Path, seconds: float) -> int:
    """Ask what runs there to stop, and wait until it has; its process id.

    Raises:
        Missing: nothing runs.
        Trouble: it does not stop.
    """
    asking = Asking(folder)
    try:
        pid = int(asking.ask("stop")["stopping"])
    finally:
        asking.close()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not (folder / SOCKET).exists() and not _alive(pid):
            return pid
        time.sleep(STEP)
    raise Trouble(f"process {pid} does not stop", remedy=f"kill -9 {pid}: nothing of it outlives that")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
