"""Why a call was late: its delay, divided among everything that can have caused it.

From what the kernel counted for the very call (`nodes.pulse.Row`): nothing is guessed but the time of a page fault.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from aureole.runtime.nodes.pulse import Row

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


class Around(NamedTuple):
    """What happened on the machine meanwhile, ns: the group's throttling (cgroup), the hypervisor's share (proc(5))."""

    throttled: int = 0
    stolen: int = 0


NOTHING = Around()


def shares(row: Row, due: int, budget: int, around: Around = NOTHING) -> dict[Cause, int]:
    """How many ns each cause adds to the time from `due` to the end of a call; `budget` ns are its own by right.

    Between due and woken it was the input. Between woken and ended the thread ran (within its budget, beyond it,
    collecting garbage, or mapping pages), was ready while others ran (throttled, stolen or preempted), or slept.
    """
    late = max(row.woken - due, 0)
    faults = min(row.minor * MINOR + row.major * MAJOR, row.cpu)
    collected = min(row.collected, row.cpu)
    overrun = max(row.cpu - budget, 0)
    overrun_own = max(overrun - collected - faults, 0)
    ready = row.ready
    throttled = min(around.throttled, ready)
    stolen = min(around.stolen, ready - throttled)
    waited = max(row.ended - row.woken - row.cpu - ready, 0)
    found = {
        Cause.LATE_INPUT: late, Cause.OWN_OVERRUN: overrun_own, Cause.COLLECTION: min(collected, overrun),
        Cause.PAGE_FAULT: min(faults, max(overrun - collected, 0)), Cause.THROTTLED: throttled, Cause.STOLEN: stolen,
        Cause.PREEMPTED: ready - throttled - stolen, Cause.WAITED: waited,
    }  # fmt: skip
    return {cause: share for cause, share in found.items() if share > 0}


def main_cause(row: Row, due: int, budget: int, around: Around = NOTHING) -> Cause | None:
    """The cause that adds most."""
    found = shares(row, due, budget, around)
    return max(found, key=lambda cause: found[cause]) if found else None
