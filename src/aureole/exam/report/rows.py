"""The lines of a report as columns: who drove what, how it ended, what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from aureole.core.verdict import BLAMES, STATUSES, Verdict
from aureole.exam.report.again import target
from aureole.exam.report.columns import Column
from aureole.exam.report.moments import smooth

FIRST = ("min_ttc", "min_time_gap", "max_brake", "max_offset", "impact_speed")
"""Measures that the page's table shows or sorts by."""
SHORT = 12  # hexadecimal figures of a shortened digest


def core(verdicts: Sequence[Verdict], who: Sequence[str], replays: Mapping[int, int]) -> dict[str, Column]:
    """What the table, the heat map and the comparisons need of every line.

    Args:
        verdicts: one a line.
        who: under whose name each line stands.
        replays: place of a line's replay among those in the file.
    """
    found: dict[str, Column] = {
        "case": [verdict.case for verdict in verdicts],
        "who": list(who),
        "driver": [verdict.driver for verdict in verdicts],
        "seed": [verdict.seed for verdict in verdicts],
        "status": [STATUSES.index(verdict.status) for verdict in verdicts],
        "score": [verdict.score for verdict in verdicts],
        "blame": [BLAMES.index(verdict.blame) for verdict in verdicts],
        "hit": [int(any(event.name == "collision" for event in verdict.events)) for verdict in verdicts],
        "events": [len(verdict.events) for verdict in verdicts],
        "line": lines(verdicts, who),
        "family": [family(verdict) for verdict in verdicts],
        "target": [target(verdict) for verdict in verdicts],
        "replay": [replays.get(k, -1) for k in range(len(verdicts))],
    }
    return found | tables(verdicts)


def tables(verdicts: Sequence[Verdict]) -> dict[str, Column]:
    """Parameters as `param/NAME` and further words as `extra/NAME`; a mark where a line has none."""
    found: dict[str, Column] = {}
    for prefix, field in (("param/", "params"), ("extra/", "extra")):
        rows = [getattr(verdict, field) for verdict in verdicts]
        names: dict[str, str] = {}
        for row in rows:
            names.update(row)
        for name in names:
            found[prefix + name] = [f"={row[name]}" if name in row else "" for row in rows]
    return found


def lines(verdicts: Sequence[Verdict], who: Sequence[str]) -> list[int]:
    """The same number for the same drive of different drivers: case, values, seed, and which of several alike."""
    numbers: dict[tuple[str, int, tuple[tuple[str, str], ...], int], int] = {}
    seen: dict[tuple[str, str, int, tuple[tuple[str, str], ...]], int] = {}
    found = []
    for verdict, name in zip(verdicts, who, strict=True):
        drive = (verdict.case, verdict.seed, tuple(sorted(verdict.params.items())))
        before = seen[name, *drive] = seen.get((name, *drive), -1) + 1
        found.append(numbers.setdefault((*drive, before), len(numbers)))
    return found


def family(verdict: Verdict) -> str:
    """What a case is a variation of; cases of one family differ in their values alone."""
    name = verdict.case.split("#")[0]
    head, _, tail = name.rpartition("/")
    return head if head and tail.isdigit() else name


def measures(verdicts: Sequence[Verdict], names: Sequence[str], *, brief: bool = False) -> dict[str, Column]:
    """One column a measure; `brief` leaves out those of smoothly passed drives."""
    rows = [{} if brief and smooth(verdict) else verdict.measures for verdict in verdicts]
    return {name: [row.get(name, math.nan) for row in rows] for name in names}


def measured(verdicts: Sequence[Verdict]) -> list[str]:
    """The names of all measures, in the order they first appear."""
    found: dict[str, float] = {}
    for verdict in verdicts:
        found.update(verdict.measures)
    return list(found)


def digests(verdicts: Sequence[Verdict], figures: int | None = None) -> dict[str, Column]:
    """Digests, or their first `figures` figures."""
    return {"digest": [verdict.digest[:figures] for verdict in verdicts]}
