"""Which drives a report shows again: of each driver the worst of every kind, each with another driver's of its case.

A kind is what went wrong in the variations of one file: ten thousand drives of one file that all fail alike leave room
for the one drive of another file that fails in its own way.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterator, Sequence

from aureole.core.verdict import Verdict
from aureole.exam.report.rows import family, lines

WORST = 50  # replays in one report
ORDER = {"failed": 0, "infrastructure": 1, "unavoidable": 2, "not_exercised": 3, "passed": 4}


def badness(verdict: Verdict) -> tuple[int, float]:
    """Failures first, then the lowest scores."""
    return ORDER[verdict.status], verdict.score


def severity(verdict: Verdict) -> float:
    """How far beyond its limit the worst of the events that fail it went, in that event's own unit; 0 if none did."""
    margins = [event.margin for event in verdict.events if event.fails and not math.isnan(event.margin)]
    return min(margins, default=0.0)


def kind(verdict: Verdict) -> tuple[str, str]:
    """What a drive is an example of: its case's family, and the first event that fails it."""
    return family(verdict), next((event.name for event in verdict.events if event.fails), "")


def worst_pairs(
    verdicts: Sequence[Verdict], who: Sequence[str] = (), *, count: int = WORST, among: Container[int] | None = None
) -> list[int]:
    """Places in `verdicts` of the drives to show again, the worst first.

    Drivers take turns within a status, and so do the kinds within a driver, so that none crowds out the others; each
    drive brings the drive of the same case that ended best, because the two together show what could have been done.

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
    """The places by status; within one, every driver's worst, then every driver's second worst, and so on.

    Second to a driver's worst comes its worst of another kind, as long as there is one.
    """
    columns = {name: column for column, name in enumerate(dict.fromkeys(names))}
    rank = {k: ORDER[verdicts[k].status] for k in can}
    order = sorted(can, key=lambda k: (*badness(verdicts[k]), severity(verdicts[k]), k))
    nth = numbered(order, lambda k: (names[k], rank[k], kind(verdicts[k])))
    order.sort(key=lambda k: (rank[k], nth[k]))
    seat = numbered(order, lambda k: (names[k], rank[k]))
    order.sort(key=lambda k: (rank[k], seat[k], columns[names[k]]))
    return iter(order)


def numbered(places: Sequence[int], alike: Callable[[int], Hashable]) -> dict[int, int]:
    """Of each place, how many that are alike come before it.

    >>> numbered([4, 7, 5, 6], lambda place: place % 2)
    {4: 0, 7: 0, 5: 1, 6: 1}
    """
    count: Counter[Hashable] = Counter()
    found = {}
    for place in places:
        key = alike(place)
        found[place] = count[key]
        count[key] += 1
    return found
