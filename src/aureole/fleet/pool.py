"""Worker processes of this machine: each takes work, is watched, is ended when it hangs, replaced when it dies.

It fits `exam.life.executor.Executor`. Where this process has one thread only, workers begin as forks of it, with
everything it has loaded; elsewhere they begin from nothing, which takes about a second and a half.
"""

from __future__ import annotations

import contextlib
import mmap
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import MutableSequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from aureole.core.errors import Trouble
from aureole.exam.life.executor import Answer, Death, Work
from aureole.fleet.pulse import FIELDS, Watch
from aureole.fleet.worker import serve

PATIENCE = 30.0  # s; a driver that answers nothing for so long hangs
WORLD_PATIENCE = 1800.0  # s; the same of everything else: the compiler may be at work, for minutes on a busy machine
CLOSING = 2.0  # s; between the end of a worker's pipe and its own
LOOK = 0.5  # s; between two looks at the pulses, at most
OUTSIDE = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGXCPU", "SIGPWR")
"""Signals that a person, the system or the want of memory sends; a broken program gets others."""


@dataclass(slots=True)
class Worker:
    """A process, our end of its pipe, its pulse, and what it works on."""

    process: BaseProcess
    pipe: Connection
    watch: Watch
    ticket: int | None = None
    fresh: bool = True
    """It has not finished anything yet."""

    def end(self) -> None:
        """Kill it and all it has started."""
        pid = self.process.pid
        if pid is not None and hasattr(os, "killpg"):
            try:
                os.killpg(pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                self.process.kill()
        else:
            self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """So many workers, started when there is work for them; `with` ends them all.

    Args:
        jobs: workers at once.
        patience: seconds without an answer after which a driver that was asked counts as hanging.
        first_alone: no second worker before the first has finished something: it compiles what all will need.
    """

    def __init__(self, jobs: int, *, patience: float = PATIENCE, first_alone: bool = False) -> None:
        self.most, self.patience = jobs, patience
        self.alone = first_alone
        self.workers: list[Worker] = []
        self.waiting: deque[tuple[int, Work]] = deque()
        self.ready: deque[Answer] = deque()
        self.stopped = False

    def stop(self) -> None:
        """Nobody waits for an answer any more: who asks for one is interrupted."""
        self.stopped = True

    @property
    def jobs(self) -> int:
        """Workers at once."""
        return self.most

    def submit(self, ticket: int, work: Work) -> None:
        """Hand in a piece of work."""
        self.waiting.append((ticket, work))
        self._feed()

    def answer(self) -> Answer:
        """Wait for the next piece that is done, or that a worker died over.

        Raises:
            Trouble: the work raised it.
            KeyboardInterrupt: it was stopped.
        """
        while not self.ready:
            if self.stopped:
                raise KeyboardInterrupt
            self._feed()
            busy = [worker for worker in self.workers if worker.ticket is not None]
            if not busy:
                raise LookupError("no work has been handed in")
            look = min(LOOK, self.patience / 4)
            heard = wait([worker.pipe for worker in busy], look)
            now = time.monotonic()
            for worker in busy:
                if worker.pipe in heard:
                    self._hear(worker)
                else:
                    self._look(worker, now)
        return self.ready.popleft()

    def _feed(self) -> None:
        """Give waiting work to those who have none."""
        while self.waiting:
            free = next((worker for worker in self.workers if worker.ticket is None), None)
            if free is None:
                if len(self.workers) >= (1 if self.alone else self.most):
                    return
                free = self._start()
            ticket, work = self.waiting.popleft()
            free.ticket = ticket
            free.watch.begin(time.monotonic())
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # a dead one is heard at once
                free.pipe.send(work)

    def _hear(self, worker: Worker) -> None:
        """Take what a worker gives, or learn that it has died."""
        try:
            fine, result, seconds = pickle.loads(worker.pipe.recv_bytes())  # noqa: S301  # from our own process
        except (EOFError, OSError):
            self._lose(worker, self._death(worker))
            return
        ticket, worker.ticket, self.alone = worker.ticket, None, False
        if not fine:
            raise result if isinstance(result, Trouble) else Trouble(f"{type(result).__name__}: {result}")
        if ticket is not None:
            self.ready.append(Answer(ticket, result, seconds, worker.fresh))
        worker.fresh = False

    def _look(self, worker: Worker, now: float) -> None:
        """End a worker in which nothing moves any more; notice one whose pipe a child of its own holds open."""
        if worker.process.exitcode is not None and not worker.pipe.poll():
            self._lose(worker, self._death(worker))
            return
        silent, phase = worker.watch.silent(now), worker.watch.phase
        limit = self.patience if phase and not worker.watch.compiling else max(WORLD_PATIENCE, self.patience)
        if silent > limit:
            self._lose(worker, Death(f"nothing in {limit:g} s", phase, worker.watch.stamp, hung=True))

    def _death(self, worker: Worker) -> Death:
        worker.process.join(CLOSING)
        if worker.process.exitcode is None:
            return Death("it closed the pipe to its parent", worker.watch.phase, worker.watch.stamp)
        code = worker.process.exitcode
        name = next((known.name for known in signal.Signals if known == -code), "")
        how = f"killed by signal {-code} ({name})" if code < 0 else f"ended with exit code {code}"
        return Death(how, worker.watch.phase, worker.watch.stamp, outside=name in OUTSIDE)

    def _lose(self, worker: Worker, death: Death) -> None:
        worker.end()
        self.workers.remove(worker)
        if worker.ticket is not None:
            self.ready.append(Answer(worker.ticket, death))

    def _start(self) -> Worker:
        """One more worker."""
        kind = method()
        context: Any = multiprocessing.get_context(kind)
        ours, its = context.Pipe()
        foreign: list[Connection] = []
        cells: MutableSequence[int]
        if kind == "fork":  # in memory that needs no file: there may be no room for one
            foreign = [ours, *(worker.pipe for worker in self.workers)]
            cells = memoryview(mmap.mmap(-1, 8 * FIELDS)).cast("q")  # type: ignore[assignment]  # a view of integers
        else:
            cells = context.RawArray("q", FIELDS)
        process = context.Process(target=serve, args=(its, cells, os.getpid(), foreign), daemon=False)
        masked = hasattr(signal, "pthread_sigmask")
        if masked:  # a Ctrl-C before the worker is deaf to it would be told by a traceback
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            process.start()
        except OSError as error:
            raise Trouble(f"no worker can be started: {error.strerror}", remedy="take fewer --jobs") from error
        finally:
            if masked:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        its.close()
        worker = Worker(process, ours, Watch(cells))
        self.workers.append(worker)
        return worker

    def close(self) -> None:
        """End all workers, whatever they do."""
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def method() -> str:
    """How workers begin: by fork where that is safe, which it is on Linux and with no other thread."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
