"""A case is a scenario file; a variation is the same file with other parameter values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario file under the name by which the exam speaks of it."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Variation:
    """Parameter values as text (`--set NAME=VALUE`) and the seed of one drive."""

    params: dict[str, str] = field(default_factory=dict)
    seed: int = 0
