"""A Ray cluster does an exam's work: the same pieces, handed to one worker for each core of its machines.

It fits `exam.life.executor.Executor`. On its machine every Ray worker keeps a `Pool` of one process, so that a driver
that dies or hangs there is told as it would be here; when Ray's worker itself is lost, with its machine or for want of
memory, the work is told as lost from outside, which nobody holds against the driver.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
import sys
from collections import deque
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from aureole.core.errors import BadInput, Missing, Trouble
from aureole.exam.life.executor import Answer, Death, Work
from aureole.fleet.pool import LOOK, PATIENCE, Pool

LOCAL = "local"
"""The address of no cluster: one that Ray starts on this machine, for as long as the exam lasts."""
REMEDY = "start a cluster (ray start --head), or take --ray local"
JOIN = 10.0  # s; a cluster that does not answer for so long is not there


class Hand:
    """What stands in every worker of the cluster: a pool of one process."""

    def __init__(self, patience: float, caches: str) -> None:
        if caches:
            os.environ.setdefault("AUREOLE_CACHE", caches)
        self.pool = Pool(1, patience=patience)

    def missing(self, files: list[str]) -> list[str]:
        """Which of these files cannot be read here."""
        return [name for name in files if not Path(name).is_file()]

    def do(self, ticket: int, packed: bytes) -> bytes:
        """Do a piece of work; what it raised, or what came of it."""
        try:
            self.pool.submit(ticket, pickle.loads(packed))  # noqa: S301  # from the exam that started us
            return pickle.dumps(self.pool.answer(), pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001  # it is raised again where the exam is
            return pickle.dumps(error if isinstance(error, Trouble) else Trouble(f"{type(error).__name__}: {error}"))


class Cluster:
    """Workers of a Ray cluster; `with` leaves it as it was.

    Args:
        address: as Ray names it (`auto`, `HOST:6379`, `ray://HOST:10001`), or `local`.
        jobs: workers at most; 0 takes every core of the cluster.
        patience: seconds without an answer after which a driver that was asked counts as hanging.

    Raises:
        Missing: Ray is not installed.
        BadInput: no cluster answers there, or it has no core to give.
    """

    def __init__(self, address: str, *, jobs: int = 0, patience: float = PATIENCE) -> None:
        self.ray = joined(address, jobs)
        cores = int(self.ray.cluster_resources().get("CPU", 0))
        if cores < 1:
            self.ray.shutdown()
            raise BadInput(f"--ray {address}: the cluster has no core to give", remedy="add a machine to it")
        self.most = min(jobs, cores) if jobs else cores
        self.hand = self.ray.remote(num_cpus=1, max_restarts=0)(Hand)
        self.patience = patience
        self.free: list[Any] = []
        self.busy: dict[Any, tuple[int, Any]] = {}
        self.waiting: deque[tuple[int, bytes]] = deque()
        self.count, self.stopped = 0, False

    @property
    def jobs(self) -> int:
        """Workers at once."""
        return self.most

    def stop(self) -> None:
        """Nobody waits for an answer any more: who asks for one is interrupted."""
        self.stopped = True

    def reach(self, files: list[str]) -> None:
        """Refuse an exam whose files the cluster cannot read.

        Raises:
            BadInput: one is not there, by its name.
        """
        worker = self._next()
        gone = self.ray.get(worker.missing.remote(files))
        self.free.append(worker)
        if gone:
            remedy = "put the files under the same names on every machine of the cluster"
            raise BadInput(
                f"{len(gone)} of {len(files)} files are not there on the cluster", place=gone[0], remedy=remedy
            )

    def submit(self, ticket: int, work: Work) -> None:
        """Hand in a piece of work."""
        self.waiting.append((ticket, pickle.dumps(work, pickle.HIGHEST_PROTOCOL)))
        self._feed()

    def answer(self) -> Answer:
        """Wait for the next piece that is done, or that a worker died over.

        Raises:
            Trouble: the work raised it.
            KeyboardInterrupt: it was stopped.
        """
        while True:
            if self.stopped:
                raise KeyboardInterrupt
            self._feed()
            if not self.busy:
                raise LookupError("no work has been handed in")
            done, _ = self.ray.wait(list(self.busy), num_returns=1, timeout=LOOK)
            if done:
                return self._take(done[0])

    def _take(self, ref: Any) -> Answer:
        ticket, worker = self.busy.pop(ref)
        try:
            found = pickle.loads(self.ray.get(ref))  # noqa: S301  # from our own workers
        except self.ray.exceptions.RayError as error:
            self.count -= 1
            return Answer(ticket, Death(f"the cluster lost its worker ({type(error).__name__})", outside=True))
        self.free.append(worker)
        if isinstance(found, Trouble):
            raise found
        answer: Answer = found
        return answer

    def _feed(self) -> None:
        """Give waiting work to those who have none."""
        while self.waiting and (self.free or self.count < self.most):
            worker = self._next()
            ticket, packed = self.waiting.popleft()
            self.busy[worker.do.remote(ticket, packed)] = (ticket, worker)

    def _next(self) -> Any:
        """One that has nothing to do: one more than the cluster has cores for would never begin."""
        if self.free:
            return self.free.pop()
        self.count += 1
        return self.hand.remote(self.patience, os.environ.get("AUREOLE_CACHE", ""))

    def close(self) -> None:
        """Let go of the workers, and of the cluster."""
        for worker in (*self.free, *(worker for _, worker in self.busy.values())):
            with contextlib.suppress(Exception):
                self.ray.kill(worker)
        self.ray.shutdown()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def joined(address: str, jobs: int) -> ModuleType:
    """Ray, joined to a cluster."""
    try:
        import ray
    except ImportError:
        raise Missing("Ray is not installed", remedy="pip install 'aureole[fleet]'") from None
    if address != LOCAL:
        heard(address)
    where: dict[str, Any] = {"num_cpus": jobs or None, "include_dashboard": False} if address == LOCAL else {}
    path = os.pathsep.join(entry for entry in sys.path if entry)
    try:
        ray.init(
            address=None if address == LOCAL else address, log_to_driver=False, logging_level="ERROR",
            runtime_env={"env_vars": {"PYTHONPATH": path}} if address == LOCAL else None, **where,
        )  # fmt: skip
    except Exception as error:  # whatever Ray raises where it finds no cluster
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput(f"--ray {address}: {told}", remedy=REMEDY) from error
    return ray  # type: ignore[no-any-return]


def heard(address: str) -> None:
    """Refuse an address at which nobody answers: Ray itself would go on trying.

    Raises:
        BadInput: nobody does.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdigit():
        return  # `auto`, or a name that Ray finds by its own means
    try:
        socket.create_connection((host, int(port)), timeout=JOIN).close()
    except OSError as error:
        raise BadInput(f"--ray {address}: {error.strerror or error}", remedy=REMEDY) from None
