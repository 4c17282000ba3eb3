"""A drive or an exam done again, and what differs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aureole.cli import given, say
from aureole.cli.drivers import as_before
from aureole.cli.packing.source import Source, how_of, sight_of, trusted
from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict
from aureole.exam.given import asked
from aureole.exam.senses import as_before as saw_as_before
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.suites.held import beside, case_at
from aureole.exam.suites.packed import Packed, unpacked
from aureole.exam.verdicts import case_from_json
from aureole.exam.verdicts import read as read_exam
from aureole.runtime.machine import fingerprint
from aureole.runtime.replay import read
from aureole.world.scenarios.embedded import library

if TYPE_CHECKING:
    from aureole.exam.examine import Setup


@dataclass(frozen=True, slots=True)
class Again:
    """Old and new verdicts side by side."""

    before: list[Verdict]
    after: list[Verdict]
    like: bool
    """This machine is like the one of the record, so digests must be equal."""

    @property
    def differing(self) -> list[int]:
        """Places where what must be equal is not."""
        return [
            k
            for k, (old, new) in enumerate(zip(self.before, self.after, strict=True))
            if (old.status != new.status) or (self.like and old.digest != new.digest)
        ]

    @property
    def holds(self) -> bool:
        """Everything that must be equal is."""
        return not self.differing

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        rows = [
            {"case": old.case, "driver": old.driver, "seed": old.seed, "before": old.digest, "after": new.digest,
             "status_before": old.status, "status_after": new.status}
            for old, new in zip(self.before, self.after, strict=True)
        ]  # fmt: skip
        return {"holds": self.holds, "like_machine": self.like, "compared": "digests" if self.like else "verdicts",
                "cases": rows}  # fmt: skip

    def text(self, lang: str) -> str:
        """For people: one line, and one for each difference."""
        same = len(self.before) - len(self.differing)
        what = say.word("same", lang) if self.like else say.word("same_verdict", lang)
        lines = [f"{same}/{len(self.before)} {what}"]
        if not self.like:
            lines.append(f"  {say.word('other_machine', lang)}")
        for k in self.differing:
            old, new = self.before[k], self.after[k]
            lines.append(
                f"  {old.case} {old.driver} seed {old.seed}: {old.status} {old.digest} → {new.status} {new.digest}"
            )
        return "\n".join(lines)


def again(path: Path, *, jobs: int, shard: int) -> Again:
    """Drive what `path` holds once more."""
    path = inside(path, ("verdicts.json", "drive.mcap", "case.zip"))
    if path.suffix == ".json":
        return _exam(path, jobs=jobs, shard=shard)
    return _packed(path) if path.suffix.lower() == ".zip" else _record(path)


def inside(path: Path, names: tuple[str, ...]) -> Path:
    """The first of these files in a folder, or the file itself; BadInput if there is none."""
    if path.is_dir():
        found = [path / name for name in names if (path / name).exists()]
        if not found:
            raise BadInput(f"no {' and no '.join(names)} in this folder", place=str(path))
        path = found[0]
    if not path.is_file():
        raise BadInput(
            "there is no such file", place=str(path), remedy=f"give one of {', '.join(names)}, or its folder"
        )
    return path


def _record(path: Path) -> Again:
    about = read(path).drive
    with beside(path) as packed:
        return _words(path, about) if packed is None else _drive(packed)


def _packed(path: Path) -> Again:
    with unpacked(path) as packed:
        return _drive(packed)


def _drive(packed: Packed) -> Again:
    """Drive a packed case again."""
    trusted(packed)
    setup = Source(packed.case, how_of(packed), packed).setup()
    as_before(setup.make, packed.told.driver.hash, str(packed.path))
    saw_as_before(setup, sight_of(packed), str(packed.path))
    from aureole.exam.examine import Drive, examine

    after = examine([Drive(packed.case, packed.told.seed)], setup)
    return Again([packed.verdict], after, packed.told.machine == fingerprint())


def _words(path: Path, about: dict[str, str]) -> Again:
    """Drive what a record tells of, where it lay."""
    if why := about.get("unfinished"):
        raise BadInput(f"the drive of this record came to no verdict: {why}", place=str(path))
    try:
        before, digest = case_from_json(json.loads(about["verdict"])), about["digest"]
        case = located(about["case"], about["path"], json.loads(about["params"]))
        setup = given.setup(
            about["driver"], about["car"] or None, step=float(about["dt"]), timeout=float(about["timeout"]),
            order=about["order"], ego=about["ego"] or None, **asked(about),
        )  # fmt: skip
        machine = json.loads(about["machine"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadInput(f"the record does not say how it was driven: {error}", place=str(path)) from error
    as_before(setup.make, about.get("weights", ""), str(path))
    saw_as_before(setup, about.get("sight", ""), str(path))
    from aureole.exam.examine import Drive, examine  # with the compiler, which a broken record need not wait for

    after = examine([Drive(case, before.seed)], setup)
    if digest != after[0].digest:  # a record says its digest twice, and both must be the drive's
        before = replace(before, digest=digest)
    return Again([before], after, machine == fingerprint())


def _exam(path: Path, *, jobs: int, shard: int) -> Again:
    found = read_exam(path)
    how = found.machine.get("setup", {})
    from aureole.exam.examine import Drive, examine
    from aureole.fleet.pool import Pool

    setups: dict[str, Setup] = {}
    after: dict[int, Verdict] = {}
    with Pool(jobs) as pool:
        for driver in dict.fromkeys(verdict.driver for verdict in found.cases):
            frame = how.get("frames", {}).get(driver, {"car": how.get("car")})
            made = given.setup(
                driver, frame.get("car") or None, step=float(frame.get("dt", found.dt)),
                timeout=float(how.get("timeout", 600.0)), order=how.get("order", ""), ego=how.get("ego") or None,
                **asked(how),
            )  # fmt: skip
            setups[driver] = replace(made, shard=min(shard, made.shard), fails=tuple(how.get("fails", ())))
            as_before(setups[driver].make, frame.get("weights", ""), str(path))
            saw_as_before(setups[driver], how.get("sight", ""), str(path))
            places = [k for k, verdict in enumerate(found.cases) if verdict.driver == driver]
            drives = [Drive(_case(found.cases[k], path), found.cases[k].seed) for k in places]
            after.update(zip(places, examine(drives, setups[driver], executor=pool), strict=True))
    machine = {key: value for key, value in found.machine.items() if key != "setup"}
    return Again(list(found.cases), [after[k] for k in range(len(found.cases))], machine == fingerprint())


def _case(verdict: Verdict, path: Path) -> SuiteCase:
    where = verdict.extra.get("path", "")
    if not where:
        raise BadInput(f"{verdict.case}: the exam does not say which file it drove", place=str(path))
    return located(verdict.case, where, verdict.params)


def located(name: str, where: str, params: dict[str, str]) -> SuiteCase:
    """The case where it lay, or the embedded one of that name if it lay in another installation."""
    if not Path(where).exists() and name in library.names():
        return SuiteCase(name, library.find(name).path, dict(params))
    return case_at(name, where, params)
