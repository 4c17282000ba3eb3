"""Reads `verdicts.json` by its types: what is wrong in it is told with its place, and a large one is read fast."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

import msgspec

from aureole.core.verdict import Event, Verdict

Number = float | None
"""JSON has no word for a number that is not one: `null`."""
NONE = math.nan


class Happened(msgspec.Struct, gc=False):
    """An event as the file has it."""

    name: str
    clause: str
    time: Number
    value: Number
    limit: Number
    margin: Number
    fails: bool
    text: str = ""


class Row(msgspec.Struct, array_like=True, gc=False):
    """A clause as the file has it, under its id: most of a file is clauses, so their keys are not written."""

    name: str
    time: Number
    value: Number
    limit: Number
    margin: Number
    fails: bool
    text: str = ""


class Judged(msgspec.Struct):
    """One of `cases` as the file has it."""

    case: str
    driver: str
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    params: dict[str, str]
    status: Literal["passed", "failed", "unavoidable", "not_exercised", "infrastructure"]
    score: Number
    measures: dict[str, Number]
    events: list[Happened]
    blame: Literal["perceive", "decide", "execute", "timing", "none"]
    digest: str
    clauses: dict[str, Row] = {}
    extra: dict[str, str] = {}


class Table(msgspec.Struct):
    """The file; what else stands in it is left alone."""

    aureole: str
    suite: str
    dt: float
    machine: dict[str, Any]
    cases: list[Judged]
    summary: dict[str, dict[str, Any]]


def table(content: bytes) -> tuple[Table, tuple[Verdict, ...]]:
    """What a file holds beside its cases, and its verdicts.

    Raises:
        msgspec.DecodeError: it is no JSON, or not of these types; says where.
    """
    with uncollected():
        found = msgspec.json.decode(content, type=Table)
        entries, found.cases = found.cases[::-1], []
        return found, tuple([verdict(entries.pop()) for _ in range(len(entries))])  # each is let go once it is read


def verdict(entry: Judged) -> Verdict:
    """The verdict an entry stands for; `null` becomes NaN."""
    return Verdict(
        entry.case, entry.driver, entry.seed, entry.params, entry.status, number(entry.score), numbers(entry.measures),
        tuple([event(one) for one in entry.events]), clauses(entry.clauses), entry.blame,
        entry.digest, entry.extra,
    )  # fmt: skip


def event(entry: Happened) -> Event:
    """The event an entry stands for."""
    return Event(
        entry.name, entry.clause, number(entry.time), number(entry.value), number(entry.limit), number(entry.margin),
        entry.fails, entry.text,
    )  # fmt: skip


def clauses(rows: dict[str, Row]) -> tuple[Event, ...]:
    """The clauses that rows stand for."""
    return tuple([
        Event(
            one.name, name, number(one.time), number(one.value), number(one.limit), number(one.margin), one.fails,
            one.text,
        )
        for name, one in rows.items()
    ])  # fmt: skip


def number(value: Number) -> float:
    """NaN for none."""
    return NONE if value is None else value


def numbers(values: dict[str, Number]) -> dict[str, float]:
    """NaN for each none."""
    return {name: NONE if value is None else value for name, value in values.items()}


@contextmanager
def uncollected() -> Iterator[None]:
    """A million small objects are made and kept: looking through them for circles would cost more than making them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
