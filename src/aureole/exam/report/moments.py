"""What happened in the drives, as columns: one group of lines for every event and every clause of one kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aureole.core.verdict import Event, Verdict
from aureole.exam.report.columns import Column

Key = tuple[str, str, bool]
"""Name, clause, whether it fails the drive: what all lines of a group share."""
NUMBERS = ("time", "value", "limit", "margin")


@dataclass(slots=True)
class Group:
    """The lines of one key, in the order of the rows."""

    row: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    """Where in its row's list the line stands."""
    numbers: tuple[list[float], ...] = field(default_factory=lambda: ([], [], [], []))
    text: list[str] = field(default_factory=list)


def events(verdicts: Sequence[Verdict], *, brief: bool = False) -> dict[str, Column]:
    """Columns of all events; `brief` leaves out the sentences of those that fail nobody."""
    return columns(verdicts, lambda verdict: verdict.events, lambda verdict, event: True, brief=brief)


def clauses(verdicts: Sequence[Verdict], *, brief: bool = False) -> dict[str, Column]:
    """Columns of the tightest moments; `brief` keeps of those of passed drives the margin alone, and no sentence."""
    return columns(verdicts, lambda verdict: verdict.clauses, lambda verdict, event: not (brief and smooth(verdict)),
                   brief=brief)  # fmt: skip


def smooth(verdict: Verdict) -> bool:
    """Passed, and nothing that anybody would look up."""
    return verdict.status == "passed"


def columns(
    verdicts: Sequence[Verdict],
    lines: Callable[[Verdict], tuple[Event, ...]],
    whole: Callable[[Verdict, Event], bool],
    *,
    brief: bool,
) -> dict[str, Column]:
    """`groups` names the keys; `K/row`, `K/time`, … are the lines of the K-th."""
    groups: dict[Key, Group] = {}
    for row, verdict in enumerate(verdicts):
        for place, event in enumerate(lines(verdict)):
            group = groups.setdefault((event.name, event.clause, event.fails), Group())
            group.row.append(row)
            group.place.append(place)
            full = whole(verdict, event)
            for kept, name in zip(group.numbers, NUMBERS, strict=True):
                kept.append(getattr(event, name) if full or name == "margin" else math.nan)
            group.text.append(event.text if event.fails or not brief else "")
    found: dict[str, Column] = {
        "names": [name for name, _, _ in groups],
        "clauses": [clause for _, clause, _ in groups],
        "fails": [int(fails) for _, _, fails in groups],
    }
    for k, group in enumerate(groups.values()):
        found |= lines_of(k, group)
    return found


def lines_of(k: int, group: Group) -> dict[str, Any]:
    """The columns of one group."""
    numbers = {f"{k}/{name}": kept for name, kept in zip(NUMBERS, group.numbers, strict=True)}
    return {f"{k}/row": group.row, f"{k}/place": group.place, **numbers, f"{k}/text": group.text}
