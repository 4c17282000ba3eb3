"""One drive as `aureole drive` does it, and what it says of it: a packed case is compared with what it was."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

from aureole.cli import given, say
from aureole.cli.drivers import filed
from aureole.cli.packing.held import Held
from aureole.cli.packing.keep import who
from aureole.cli.packing.source import Source, sight_of
from aureole.cli.work.driving import Files, drive_one
from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict
from aureole.exam.examine import Setup
from aureole.exam.suites.packed import NAME, Packed
from aureole.exam.verdicts import case_to_json, finite
from aureole.kernels import cache
from aureole.runtime.machine import fingerprint
from aureole.runtime.replay import read
from aureole.world.scenarios.export.cast import read_cast

USUAL = {"passed": 0, "unavoidable": 0, "infrastructure": 4}
"""Exit codes by status; 1 for the others."""


@dataclass(frozen=True, slots=True)
class Driven:
    """What came of it."""

    verdict: Verdict
    written: dict[str, Path]
    seconds: float
    held: Held | None
    """None if it was not to be the same as a packed one."""
    changed: tuple[str, ...]
    """Options that make it another drive than the packed one."""

    @property
    def exit_code(self) -> int:
        """0 passed, 1 failed, 4 it broke; of a packed case driven again: 0 it was the same, 1 it was not."""
        usual = USUAL.get(self.verdict.status, 1)
        return usual if self.held is None else self.held.exit_code(usual)

    def json(self) -> str:
        """For machines: the verdict, and beside it what a packed case was compared with."""
        words = case_to_json(self.verdict)
        if self.held is not None:
            words["again"] = self.held.as_dict()
        if self.changed:
            words["changed"] = list(self.changed)
        return json.dumps(finite(words), ensure_ascii=False, indent=1)

    def text(self, lang: str) -> str:
        """For people."""
        lines = [say.one(self.verdict, lang), f"  {self.seconds:.1f} s"]
        lines += [f"  {say.word(kind, lang)}: {path}" for kind, path in self.written.items()]
        if self.held is not None:
            lines.append(self.held.text(lang))
        if self.changed:
            lines.append(f"{say.word('other_drive', lang)} {' '.join(self.changed)}")
        return "\n".join(lines)


def drive_source(source: Source, files: Files, *, lang: str) -> Driven:
    """Drive, and compare if it is to be the same drive as a packed one.

    Raises:
        BadInput: an option or the driver is wrong, or the packed case would be written over.
    """
    started = time.perf_counter()
    setup, packed = source.setup(), source.packed
    if packed is not None:
        files = travelled(files, source, setup)
    verdict, written = drive_one(source.case, setup, source.how["seed"], files, lang=lang)
    held = None
    if packed is not None and source.again:
        held = compared(packed, verdict, setup)
    return Driven(verdict, written, time.perf_counter() - started, held, source.changed)


def compared(packed: Packed, after: Verdict, setup: Setup) -> Held:
    """The packed drive beside the one of now."""
    told = packed.told
    return Held(
        packed.verdict, after, told.machine == fingerprint(), who(setup) == told.driver,
        setup.sight == sight_of(packed), told.sources == cache.fingerprint(),
    )  # fmt: skip


def travelled(files: Files, source: Source, setup: Setup) -> Files:
    """Where a packed case is written, under which paths it is told, and what drives it again."""
    packed = source.packed
    assert packed is not None  # noqa: S101  # who calls has one
    folder = files.out or Path("aureole-out") / f"{source.case.name}-{filed(setup.driver)}-again"
    if (folder / NAME).resolve() == packed.path.resolve():
        raise BadInput(
            "would be written over what it is made from", place=str(packed.path), remedy="choose another --out"
        )
    record = read(packed.record).drive
    if record.get("digest") != packed.told.digest:
        raise BadInput("its record is of another drive than its case.json", place=str(packed.path))
    here = read_cast(record.get("cast", ""), str(packed.path)).map if source.again else str(packed.path)
    return replace(files, out=folder, map=here, again=given.typed())
