"""Who does an exam's work: processes of this machine, or a Ray cluster."""

from __future__ import annotations

import os
from typing import Protocol

from aureole.cli.work.warming import cold
from aureole.fleet.cluster import Cluster
from aureole.fleet.pool import Pool


class Stoppable(Protocol):
    """Workers that can be told that nobody waits for them any more."""

    def stop(self) -> None:
        """Who asks for an answer is interrupted from now on."""


def workers(ray: str, jobs: int, patience: float) -> Pool | Cluster:
    """So many workers, every core of this machine or of the cluster if `jobs` is 0; `with` ends them.

    Args:
        ray: address of a cluster; empty for processes of this machine.
        jobs: workers at once.
        patience: seconds after which a driver that does not answer hangs.

    Raises:
        Missing: Ray is not installed.
        BadInput: no cluster answers there.
    """
    if ray:
        return Cluster(ray, jobs=jobs, patience=patience)
    return Pool(jobs or os.cpu_count() or 1, patience=patience, first_alone=cold())
