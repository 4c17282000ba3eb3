"""Which exam it is: everything on which its verdicts depend, so that a journal is only gone on with by the same one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from aureole import __version__
from aureole.core.errors import BadInput
from aureole.exam.life.journal import FORMAT
from aureole.exam.setup import Setup
from aureole.exam.suites.cases import Cases
from aureole.exam.suites.suite import Suite
from aureole.kernels.cache import fingerprint as sources
from aureole.runtime.machine import fingerprint as machine
from aureole.world.logs.reading import files


def head(
    suite: Suite, seeds: int, setups: Sequence[Setup], files: Iterable[Path], drivers: Mapping[str, str]
) -> dict[str, Any]:
    """The first line of a journal.

    Args:
        suite: what is driven.
        seeds: how often each case.
        setups: how, by driver.
        files: everything that is read for the cases.
        drivers: by name a hash of what a driver is made of, where it is not ours.
    """
    return {
        "journal": FORMAT, "aureole": __version__, "sources": sources(), "machine": machine(), "suite": suite.name,
        "cases": cases(suite), "seeds": seeds, "fails": list(suite.fails), "files": contents(files),
        "drivers": [f"{setup.driver} {drivers.get(setup.driver, '')}".strip() for setup in setups],
        **terms(setups),
    }  # fmt: skip


NOT_TERMS = ("driver", "make", "shard", "fails")
"""What a setup holds that is told elsewhere or changes no verdict."""


def terms(setups: Sequence[Setup]) -> dict[str, Any]:
    """How it is driven: what is the same for all drivers once, the rest by driver."""
    names = [field.name for field in fields(Setup) if field.name not in NOT_TERMS]
    rows = [{name: _told(getattr(setup, name)) for name in names} for setup in setups]
    return {name: row[0] if len(set(row)) == 1 else row for name in names for row in [[each[name] for each in rows]]}


def _told(value: Any) -> str:
    """A plain value as it is, any other by its name and a hash of all it holds."""
    if value is None or isinstance(value, str | int | float):
        return f"{value}"
    digest = hashlib.blake2b(repr(value).encode(), digest_size=8).hexdigest()
    return f"{getattr(value, 'name', type(value).__name__)} {digest}"


def cases(suite: Suite) -> str:
    """How many cases, and a hash of their names, files and values; a distribution stands for its own."""
    digest = hashlib.blake2b(digest_size=16)
    if isinstance(suite.entries, Cases):
        told = (f"{part.name}\0{part.path.resolve()}\0{part.count}" for part in suite.entries.parts)
        paths = [part.file for part in suite.entries.parts]
    else:
        told = (f"{case.name}\0{Path(case.told).resolve()}\0{sorted(case.params.items())}" for case in suite.entries)
        paths = []
    for text in told:
        digest.update(f"{text}\n".encode())
    for path in paths:
        for one in files(path) if path.is_dir() else (path,):  # a folder is a log
            digest.update(_content(one).encode())
    return f"{len(suite.entries)}: {digest.hexdigest()}"


def contents(files: Iterable[Path]) -> dict[str, str]:
    """A hash of each file's content by its path."""
    return {str(path.resolve()): _content(path) for path in files}


def _content(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path)) from error
