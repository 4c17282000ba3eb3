"""The clauses a drive is judged by: what each demands, in which unit, from which source, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Clause(NamedTuple):
    """One rule with a limit; a judge tells value, limit and margin of it under `id`."""

    id: str
    """As it stands in events and verdicts."""
    title: tuple[str, str]
    """English and Chinese."""
    unit: str
    """Of value, limit and margin."""
    least: bool
    """The value must not fall below the limit; else it must not rise above it."""
    source: str
    """Standard, clause, paper."""
    verified: bool
    """Compared with at least two sources (docs: reference, clauses)."""


CLAUSES: Mapping[str, Clause] = MappingProxyType(
    {
        clause.id: clause
        for clause in (
            Clause("UN R157 5.2.5", ("no collision", "不得碰撞"), "m/s", False, "UN R157 5.2.5", verified=False),
        )
    }
)
