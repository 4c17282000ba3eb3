"""Garbage collection when nobody waits: what is there at the start is frozen, the rest collected between calls.

Python collects when so many objects have been made, in the middle of whatever is being done. A real-time node collects
when it has nothing to do; only one that never rests is collected in passing, before its memory runs out.
"""

from __future__ import annotations

import gc

from aureole.runtime.facilities.facility import Share, Why

MANY = 700  # objects made and not freed since the last collection: as often as Python itself looks at the youngest
FAR_TOO_MANY = 100 * MANY  # objects; for who never rests
OLD = 10  # collections of the young between two of all, as Python's own thresholds


class Collection:
    """gc.freeze, gc.disable, and collecting at rest."""

    name = "frozen_gc"
    words = ("garbage collection at rest (gc.freeze)", "空闲时回收垃圾（gc.freeze）")

    def __init__(self) -> None:
        self.claimed, self.count = False, 0

    def detect(self) -> Why | None:
        """Every Python of ours has it."""
        return None if hasattr(gc, "freeze") else Why.ABSENT

    def wanted(self, share: Share) -> bool:
        """Nodes with a priority have it."""
        return share.priority > 0

    def claim(self, share: Share) -> Why | None:
        """Once everything is made."""
        gc.collect()
        gc.freeze()
        gc.disable()
        self.claimed = True
        return None

    def rest(self, *, idle: bool) -> None:
        """A moment between two calls; `idle`: nothing waits to be done."""
        made = gc.get_count()[0] if self.claimed else 0
        if made > (MANY if idle else FAR_TOO_MANY):
            self.count += 1
            gc.collect(2 if self.count % OLD == 0 else 1)
