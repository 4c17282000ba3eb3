"""How soon a node that has ended is started anew: at once the first time, ever later the more often in a row."""

from __future__ import annotations

from typing import NamedTuple

FIRST = 20_000_000  # ns; the second restart in a row waits so long, each one after twice as long as the one before
MOST = 2_000_000_000  # ns; nobody waits longer
HEALTHY = 10_000_000_000  # ns; who lived so long is forgiven what was before


class Tries(NamedTuple):
    """A node's ends, as far as they are held against it."""

    in_a_row: int = 0
    """Without having lived well in between."""
    total: int = 0


def after_end(tries: Tries, lived: int, limit: int) -> tuple[Tries, int | None]:
    """After it has ended, having lived so long (ns): how long to wait (ns); None: it will not come back.

    >>> after_end(Tries(), 0, 5)
    (Tries(in_a_row=1, total=1), 0)
    >>> after_end(Tries(3, 3), 0, 5)
    (Tries(in_a_row=4, total=4), 80000000)
    >>> after_end(Tries(5, 5), 0, 5)[1] is None
    True
    """
    in_a_row = 1 if lived >= HEALTHY else tries.in_a_row + 1
    found = Tries(in_a_row, tries.total + 1)
    if in_a_row > limit:
        return found, None
    return found, 0 if in_a_row == 1 else min(FIRST << min(in_a_row - 2, 30), MOST)
