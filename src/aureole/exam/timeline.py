"""What happened in a drive, in the order of time: reasons of the plan, what it asked, what the judges found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.concepts import Concept, say
from aureole.core.plan import Ask, Plan
from aureole.core.verdict import Event, Verdict

SECOND = 1e-9  # s in a nanosecond
ASKS = {
    Ask.NOTHING: ("asks for nothing more", "不再请求"),
    Ask.TAKEOVER: ("asks a human to take over", "请求人工接管"),
    Ask.MINIMAL_RISK: ("brings the car to rest (minimal risk)", "执行最小风险停车"),
}
ORDER = ("reason", "ask", "event", "end")
"""Kinds of happenings, as they stand where they are at the same moment."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline."""

    time: float
    """s"""
    kind: str
    """`reason`, `ask`, `event` or `end`."""
    en: str
    zh: str
    event: Event | None = None


def timeline(plans: Plan, verdict: Verdict, names: Sequence[str], end: float) -> list[Happening]:
    """Everything that happened, in order.

    Args:
        plans: every plan of the drive; the leading axis is time.
        verdict: on the drive.
        names: of the agents; a reason's track is a place among them.
        end: when the drive was over, s.
    """
    found = [*reasons(plans, names), *asks(plans)]
    found += [Happening(event.time, "event", event.name, event.name, event) for event in verdict.events]
    found.append(Happening(end, "end", verdict.status, verdict.status))
    return sorted(found, key=lambda one: (one.time, ORDER.index(one.kind)))


def reasons(plans: Plan, names: Sequence[str]) -> Iterator[Happening]:
    """Where the reasons change; the main one stands first."""
    before: list[list[int]] | None = None
    for stamp, why in zip(plans.stamp.tolist(), plans.why.tolist(), strict=True):
        told = [reason for reason in why if reason[0] != Concept.NONE]
        if told != before and (told or before):
            yield Happening(stamp * SECOND, "reason", said(told, names, "en"), said(told, names, "zh"))
        before = told


def said(told: Sequence[Sequence[int]], names: Sequence[str], lang: str) -> str:
    """Reasons in words, each with whom it is about."""
    nobody, none = ("somebody", "no reason") if lang == "en" else ("某物", "无理由")
    words = [say(concept, names[track] if 0 <= track < len(names) else nobody, lang) for concept, track in told]
    return " · ".join(words) or none


def asks(plans: Plan) -> Iterator[Happening]:
    """Where what the driver asks changes."""
    changed = np.flatnonzero(np.diff(plans.ask, prepend=np.int32(Ask.NOTHING)))
    for k in changed.tolist():
        ask = int(plans.ask[k])
        en, zh = ASKS[Ask(ask)] if ask in set(Ask) else (f"asks {ask}, which nobody knows", f"请求 {ask}（未知）")
        yield Happening(float(plans.stamp[k]) * SECOND, "ask", en, zh)
