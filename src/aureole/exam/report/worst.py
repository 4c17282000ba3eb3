"""Which drives a report shows again: the worst of every driver in turn, each with another driver's of its case."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from aureole.core.verdict import Verdict
from aureole.exam.report.rows import lines

WORST = 50  # replays in one report
ORDER = {"failed": 0, "infrastructure": 1, "unavoidable": 2, "not_exercised": 3, "passed": 4}


def badness(verdict: Verdict) -> tuple[int, float]:
    """Failures first, then the lowest scores."""
    return ORDER[verdict.status], verdict.score


def worst_pairs(
    verdicts: Sequence[Verdict], who: Sequence[str] = (), *, count: int = WORST, among: Container[int] | None = None
) -> list[int]:
    """Places in `verdicts` of the drives to show again, the worst first.

    Drivers take turns within a status, so that none crowds out the others; each drive brings the drive of the same case
    that ended best, because the two together show what could have been done.

    Args:
        verdicts: of all drivers.
        who: under whose name each stands; its driver, if empty.
        count: at most so many.
        among: only these places can be shown; all if None.
    """
    names = who or [verdict.driver for verdict in verdicts]
    drives = lines(verdicts, names)
    can = [k for k in range(len(verdicts)) if among is None or k in among]
    partners: dict[int, list[int]] = {}
    for k in can:
        partners.setdefault(drives[k], []).append(k)
    chosen: dict[int, None] = {}
    for k in turns(verdicts, names, can):
        if len(chosen) >= count:
            break
        chosen[k] = None
        others = [other for other in partners[drives[k]] if names[other] != names[k]]
        if others and not any(other in chosen for other in others) and len(chosen) < count:
            chosen[max(others, key=lambda other: (*badness(verdicts[other]), -other))] = None
    return sorted(chosen, key=lambda k: (*badness(verdicts[k]), k))


def turns(verdicts: Sequence[Verdict], names: Sequence[str], can: Sequence[int]) -> Iterator[int]:
    """The places by status; within one, every driver's worst, then every driver's second worst, and so on."""
    columns = {name: column for column, name in enumerate(dict.fromkeys(names))}
    count: dict[tuple[str, int], int] = {}
    order = []
    for k in sorted(can, key=lambda k: (*badness(verdicts[k]), k)):
        rank = ORDER[verdicts[k].status]
        turn = count[names[k], rank] = count.get((names[k], rank), -1) + 1
        order.append((rank, turn, columns[names[k]], k))
    return (k for *_, k in sorted(order))
