"""What a chain of services took in real time: from the moment the first one was due to the end of the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.resources import Chain
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.supervise.causes import Cause, shares


class Kept(NamedTuple):
    """How a chain kept its deadline."""

    name: str
    runs: int
    missed: int
    p50: float  # s
    p99: float  # s
    deadline: float  # s
    causes: tuple[tuple[str, Cause, int], ...] = ()
    """Why runs were late: service, cause, how many runs it made late more than anything else did; most first."""


def kept(chain: Chain, rows: Mapping[str, Sequence[Row]], budgets: Mapping[str, float]) -> Kept:
    """The runs of a chain, joined by the moment they are about; `budgets`: s of a core that each service may take.

    A chain that comes back to the service it began with ends where the last one before it ends. A service that is
    asked less often than its cause speaks makes a run only when it is asked.
    """
    services = chain.services
    if len(services) > 1 and services[-1] == services[0]:
        services = services[:-1]
    books = [{row.stamp: row for row in rows.get(name, ())} for name in services]
    stamps = sorted(set.intersection(*map(set, books))) if books else []
    spans = np.array([(books[-1][at].ended - books[0][at].woken) * 1e-9 for at in stamps])
    if not len(spans):
        return Kept(chain.name, 0, 0, float("nan"), float("nan"), chain.deadline)
    late = [at for at, span in zip(stamps, spans.tolist(), strict=True) if span > chain.deadline]
    runs = [[(name, book[at]) for name, book in zip(services, books, strict=True)] for at in late]
    causes = Counter(blamed(run, budgets) for run in runs)
    return Kept(
        chain.name, len(spans), len(late), float(np.percentile(spans, 50)), float(np.percentile(spans, 99)),
        chain.deadline, tuple((*which, count) for which, count in causes.most_common()),
    )  # fmt: skip


def blamed(run: Sequence[tuple[str, Row]], budgets: Mapping[str, float]) -> tuple[str, Cause]:
    """The service and the cause that added most to one run, whatever lies between two of its services included."""
    found: dict[tuple[str, Cause], int] = {}
    before = run[0][1].woken
    for name, row in run:
        for cause, share in shares(row, min(before, row.woken), round(budgets.get(name, 0.0) * 1e9)).items():
            found[name, cause] = found.get((name, cause), 0) + share
        before = row.ended
    return max(found, key=lambda which: found[which]) if found else (run[-1][0], Cause.WAITED)
