"""The embedded cases by name: which scenario file, with which parameter values, and what happens in it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from aureole.core.errors import BadInput
from aureole.world.scenarios.read import near

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One embedded case."""

    name: str
    path: Path
    """The scenario file; several cases may share one."""
    params: dict[str, str] = field(default_factory=dict)
    """Values by parameter name; the file's own stand for the rest."""
    en: str = ""
    """What happens, in one sentence."""
    zh: str = ""
    tags: tuple[str, ...] = ()


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """One case as `cases.toml` has it."""

    name: str
    file: str
    en: str
    zh: str
    tags: list[str]
    params: dict[str, int | float | str] = {}


class Cases(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of `cases.toml`."""

    default: str
    case: list[Row]


def names() -> tuple[str, ...]:
    """Every embedded case, in the order of the file."""
    return tuple(_entries())


def default() -> str:
    """The case that is driven when none is named."""
    return _cases().default


def find(name: str) -> Entry:
    """The case of that name.

    Raises:
        BadInput: there is none; the remedy names the nearest.
    """
    entry = _entries().get(name)
    if entry is None:
        remedy = f"{near(name, list(names()))} · `aureole cases` lists them all"
        raise BadInput(f"there is no case '{name}'", remedy=remedy)
    return entry


@functools.cache
def _cases() -> Cases:
    return msgspec.toml.decode((FOLDER / "cases.toml").read_bytes(), type=Cases)


@functools.cache
def _entries() -> dict[str, Entry]:
    entries = [
        Entry(
            name=row.name, path=FOLDER / row.file, params={name: str(value) for name, value in row.params.items()},
            en=row.en, zh=row.zh, tags=tuple(row.tags),
        )
        for row in _cases().case
    ]  # fmt: skip
    return {entry.name: entry for entry in entries}
