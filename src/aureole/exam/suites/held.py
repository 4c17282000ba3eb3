"""Packed cases in use: kept unpacked for an exam, found beside a record, asked for their map."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from aureole.core.errors import BadInput, Unsupported
from aureole.exam.suites import made
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.suites.keeping import HELD
from aureole.exam.suites.packed import NAME, RECORD, Packed, unpacked
from aureole.runtime.archive.write import sha256
from aureole.world.roads.reading.markup import content


@functools.cache
def held(path: Path) -> Packed:
    """A case that stays unpacked until this process ends."""
    return HELD.enter_context(unpacked(path))


def case_at(name: str, where: str, params: Mapping[str, str]) -> SuiteCase:
    """The case of a scenario, of an archive, or of a situation, with these parameter values."""
    seeded = made.asked(name)
    if seeded is not None and not Path(where).exists():  # the cache has been emptied, or it is another machine's
        return SuiteCase(name, made.ready(*seeded), dict(params))
    if not where.lower().endswith(".zip"):
        return SuiteCase(name, Path(where), dict(params))
    return replace(held(Path(where)).case, name=name, params=dict(params))


def plain(path: Path) -> SuiteCase:
    """The case of an archive, for an exam that drives all its cases in one way.

    Raises:
        Unsupported: it was driven with a car, an order or an entity of its own.
    """
    packed = held(path)
    own = [f"--{name}" for name in ("car", "order", "ego") if getattr(packed.told, name)]
    if own:
        what = f"was driven with {', '.join(own)} of its own, and an exam drives every case in one way"
        raise Unsupported(what, place=str(path), remedy="drive it alone: aureole drive")
    return packed.case


@contextlib.contextmanager
def beside(record: Path) -> Iterator[Packed | None]:
    """The case that lies beside a record as `case.zip`, if it is the case of this very record."""
    path = record.with_name(NAME)
    with contextlib.ExitStack() as stack:
        found = None
        if path.is_file():
            with contextlib.suppress(BadInput):
                found = stack.enter_context(unpacked(path))
        yield found if found is not None and sha256(record) == found.told.files[RECORD] else None


def map_in(packed: Packed, digest: str) -> Path | None:
    """The file of a packed case whose bytes (unpacked, if it is packed once more) have this SHA-256."""
    home = packed.record.parent
    for name in packed.told.files:
        if name.lower().endswith((".xodr", ".gz")) and sha256(content(home / name, name)) == digest:
            return home / name
    return None
