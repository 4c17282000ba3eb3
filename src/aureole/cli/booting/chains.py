"""What a chain of services took in real time: from the moment the first one was due to the end of the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.resources import Chain
from aureole.runtime.nodes.pulse import Row


class Kept(NamedTuple):
    """How a chain kept its deadline."""

    name: str
    runs: int
    missed: int
    p50: float  # s
    p99: float  # s
    deadline: float  # s


def kept(chain: Chain, rows: Mapping[str, Sequence[Row]]) -> Kept:
    """The runs of a chain, joined by the moment they are about.

    A chain that comes back to the service it began with ends where the last one before it ends. A service that is
    asked less often than its cause speaks makes a run only when it is asked.
    """
    services = (
        chain.services[:-1] if len(chain.services) > 1 and chain.services[-1] == chain.services[0] else chain.services
    )
    books = [{row.stamp: row for row in rows.get(name, ())} for name in services]
    stamps = sorted(set.intersection(*map(set, books))) if books else []
    spans = np.array([(books[-1][at].ended - books[0][at].woken) * 1e-9 for at in stamps])
    if not len(spans):
        return Kept(chain.name, 0, 0, float("nan"), float("nan"), chain.deadline)
    return Kept(
        chain.name, len(spans), int((spans > chain.deadline).sum()), float(np.percentile(spans, 50)),
        float(np.percentile(spans, 99)), chain.deadline,
    )  # fmt: skip
