"""Where nodes run: the nodes of a synchronous chain on one core, everybody else of the system on the others.

A word that stays on its core wakes its reader several times faster than one that must wake another core, and nobody
else's cold memory is in between. It helps only those who also come first on that core: without real-time priority
nobody is pinned.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from aureole.runtime.facilities.facility import Share, Why, why
from aureole.runtime.facilities.priority import Priority


class Pinned:
    """sched_setaffinity."""

    name = "core_pinning"
    words = ("a core of its own chain (sched_setaffinity)", "固定到核（sched_setaffinity）")

    def detect(self) -> Why | None:
        """One core leaves nothing to choose."""
        if not hasattr(os, "sched_getaffinity"):
            return Why.ELSEWHERE
        return Why.ONE_CORE if len(os.sched_getaffinity(0)) < 2 else None

    def wanted(self, share: Share) -> bool:
        """Nodes that a plan has given cores, and that come first there."""
        return bool(share.cores)

    def claim(self, share: Share) -> Why | None:
        """Stay on the cores of the share; threads made later do so too."""
        if not hasattr(os, "sched_setaffinity"):
            return Why.ELSEWHERE
        try:
            usual = os.sched_getscheduler(0) == os.SCHED_OTHER
            if usual if share.priority else Priority().detect() is not None:
                return Why.NO_PRIORITY
            os.sched_setaffinity(0, share.cores)
        except OSError as error:
            return why(error)
        return None


def planned(domains: Iterable[str], together: Collection[str], cores: Collection[int]) -> dict[str, frozenset[int]]:
    """The cores of each domain: those of one chain `together` on the last core, the others wherever they are not.

    With one core, or without a chain of at least two domains, nobody is told where to run.

    >>> planned(["port", "guard", "mind"], ["port", "guard"], [0, 1])
    {'port': frozenset({1}), 'guard': frozenset({1}), 'mind': frozenset({0})}
    """
    domains = list(domains)
    if len(cores) < 2 or len(set(together) & set(domains)) < 2:
        return {}
    last = max(cores)
    rest = frozenset(cores) - {last}
    return {domain: frozenset({last}) if domain in together else rest for domain in domains}
