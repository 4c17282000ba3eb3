"""Why a call was late: its delay, divided among everything that can have caused it.

From what the kernel counted for the very call (`nodes.pulse.Row`): nothing is guessed but the time of a page fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from aureole.runtime.nodes.pulse import Around, Row

MINOR, MAJOR = 500, 200_000  # ns; a page fault without a disk, and with one: ours, of the order that is usual


class Cause(StrEnum):
    """What a delay is put down to."""

    LATE_INPUT = "late_input"
    OWN_OVERRUN = "own_overrun"
    PREEMPTED = "preempted"
    THROTTLED = "throttled"
    STOLEN = "stolen"
    COLLECTION = "garbage_collection"
    PAGE_FAULT = "page_fault"
    WAITED = "waited"


def shares(row: Row, due: int, budget: int, around: Around | None = None) -> dict[Cause, int]:
    """How many ns each cause adds to the time from `due` to the end of a call; `budget` ns are its own by right.

    Between due and woken it was the input. Between woken and ended the thread ran (within its budget, beyond it,
    collecting garbage, or mapping pages), was ready while others ran (preempted), or neither: it slept, or was
    throttled, or its core was stolen while it seemed to run. The last two the kernel counts as ready in some of its
    versions and as neither in others, so they are taken from both. `around`: else what the row knows.
    """
    around = row.around if around is None else around
    late = max(row.woken - due, 0)
    faults = min(row.minor * MINOR + row.major * MAJOR, row.cpu)
    collected = min(row.collected, row.cpu)
    overrun = max(row.cpu - budget, 0)
    overrun_own = max(overrun - collected - faults, 0)
    waited = max(row.ended - row.woken - row.cpu - row.ready, 0)
    throttled = min(around.throttled, waited + row.ready)
    stolen = min(around.stolen, waited + row.ready - throttled)
    slept = max(waited - throttled - stolen, 0)
    preempted = row.ready - max(throttled + stolen - waited, 0)
    found = {
        Cause.LATE_INPUT: late, Cause.OWN_OVERRUN: overrun_own, Cause.COLLECTION: min(collected, overrun),
        Cause.PAGE_FAULT: min(faults, max(overrun - collected, 0)), Cause.THROTTLED: throttled, Cause.STOLEN: stolen,
        Cause.PREEMPTED: preempted, Cause.WAITED: slept,
    }  # fmt: skip
    return {cause: share for cause, share in found.items() if share > 0}


def main_cause(row: Row, due: int, budget: int, around: Around | None = None) -> Cause | None:
    """The cause that adds most."""
    found = shares(row, due, budget, around)
    return max(found, key=lambda cause: found[cause]) if found else None


def preemptors(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    """Who had the core while calls were ready to run, over many calls: name and ns, most first."""
    found: Counter[str] = Counter()
    for row in rows:
        found.update(dict(row.around.by))
    return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))
