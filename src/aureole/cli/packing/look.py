"""A drive looked at again: its report rebuilt and its timeline told from the record alone."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from aureole.cli import given, say
from aureole.cli.drivers import filed
from aureole.cli.work.verifying import inside
from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict
from aureole.exam.given import shown
from aureole.exam.sentences.tell import said
from aureole.exam.suites.held import beside, map_in
from aureole.exam.suites.packed import CAR, NAME, RECORD, Packed, unpacked
from aureole.exam.timeline import Happening, timeline
from aureole.exam.verdicts import case_from_json, case_to_json, finite
from aureole.runtime.replay import Record, read
from aureole.vehicle import cars
from aureole.world.scenarios.export.cast import Cast, ground, read_cast
from aureole.world.scenarios.network import NOWHERE

SECOND = 1e-9  # s in a nanosecond


@dataclass(frozen=True, slots=True)
class Looked:
    """A drive as it was, and what was written about it."""

    verdict: Verdict
    happenings: list[Happening]
    written: dict[str, Path]
    lost: str
    """Why there is no ground in the picture; empty if there is."""

    def json(self) -> str:
        """For machines."""
        words = {
            "verdict": case_to_json(self.verdict),
            "timeline": [
                {"time": one.time, "kind": one.kind, "en": one.en, "zh": one.zh,
                 **({"event": msgspec.to_builtins(one.event)} if one.event else {})}
                for one in self.happenings
            ],
            "map": self.lost or "found",
            **{kind: str(path) for kind, path in self.written.items()},
        }  # fmt: skip
        return json.dumps(finite(words), ensure_ascii=False, indent=1)

    def text(self, lang: str) -> str:
        """For people."""
        verdict = self.verdict
        lines = [f"{verdict.case} · {verdict.driver} · seed {verdict.seed}"]
        lines += [line(one, lang) for one in self.happenings[:-1]]
        lines.append(f"  {self.happenings[-1].time:6.2f} s  {say.word('end', lang)}")
        lines.append(say.one(replace(verdict, events=()), lang))  # they stand in the timeline
        lines += [f"  {say.word(kind, lang)}: {path}" for kind, path in self.written.items()]
        return "\n".join([*lines, *([f"  {say.word('no_ground', lang)}: {self.lost}"] if self.lost else [])])


def line(one: Happening, lang: str) -> str:
    """One happening in words."""
    if one.event is None:
        return f"  {one.time:6.2f} s  {one.zh if lang == 'zh' else one.en}"
    kind = say.word("fails" if one.event.fails else "note", lang)
    clause = f" [{one.event.clause}]" if one.event.clause != "-" else ""
    return f"  {one.time:6.2f} s  {kind}: {one.event.name}{clause}  {said(one.event.text, lang)}".rstrip()


def look(path: Path, out: Path | None, trace: Path | None, *, lang: str) -> Looked:
    """Read a record, rebuild its report, tell what happened.

    Args:
        path: a record, a `case.zip`, or a folder with one of them.
        out: folder of the report; one below `aureole-out` if left out.
        trace: where to write every entity at every step.
        lang: the language of the report.

    Raises:
        BadInput: it is none, damaged, or what it holds is not what its digest says.
    """
    with opened(inside(path, (RECORD, NAME))) as (record, packed, place):
        told = record.drive
        try:
            verdict = case_from_json(json.loads(told["verdict"]))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise BadInput(f"the record does not say its verdict: {error}", place=place) from None
        cast = read_cast(told.get("cast", ""), place)
        map_, lost = mapped(cast, packed, place)
        folder = out or Path("aureole-out") / f"{verdict.case}-{filed(verdict.driver)}-replay"
        try:
            written = show(record, verdict, (cast, map_, packed), (folder, trace), lang=lang)
        except BadInput as error:
            error.place = error.place or place
            raise
    names = [member.name for member in cast.members]
    happenings = timeline(record.plan, verdict, names, float(record.scene.stamp[-1]) * SECOND)
    return Looked(verdict, happenings, written, lost)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Record, Packed | None, str]]:
    """A record, the case that came with it if there is one, and the name of the file."""
    if path.suffix.lower() == ".zip":
        with unpacked(path) as packed:
            yield read(packed.record), packed, str(path)
        return
    record = read(path)
    with beside(path) as found:
        yield record, found, str(path)


def mapped(cast: Cast, packed: Packed | None, place: str) -> tuple[Path | None, str]:
    """Where the map lies, or None and why it is not there."""
    if not cast.map:
        return NOWHERE, ""
    if packed is not None and (found := map_in(packed, cast.digest)) is not None:
        return found, ""
    try:
        ground(cast, place)
    except BadInput as error:
        return None, error.what
    return Path(cast.map), ""


def show(
    record: Record, verdict: Verdict, known: tuple[Cast, Path | None, Packed | None],
    files: tuple[Path, Path | None], *, lang: str,
) -> dict[str, Path]:  # fmt: skip
    """Rebuild the report, and write the trace; gives what was written by kind."""
    from aureole.exam.logged.cast import land
    from aureole.exam.relive import brief_of, relive  # with the compiler, which a broken record need not wait for
    from aureole.exam.report.write import About, write
    from aureole.runtime.trace import Trace

    cast, map_, packed = known
    folder, csv = files
    road = land(map_ or NOWHERE).road
    car = cars.read(Path(packed.car)) if packed is not None and packed.told.car == CAR else None
    brief = brief_of(record, cast, road, car)
    trace = Trace(brief.names)
    seen = relive(record, brief, [trace] if csv else [], judged=map_ is not None)
    if seen.digest != record.drive.get("digest") and faithful(record):
        raise BadInput(f"the record holds the drive {seen.digest} and says {record.drive.get('digest')}")
    about = About(
        suite=verdict.case, command=given.typed(), dt=brief.step, car=brief.mission.car.name, title=verdict.case,
        machine=cpu(record), senses=shown(record.drive),
    )  # fmt: skip
    report = folder / "report.html"
    roads = {} if map_ is None else {0: road}
    write(report, [verdict], {0: seen.replay}, roads, about=about, lang=lang)
    if csv:
        trace.write(csv)
    return {"report": report, **({"trace": csv} if csv else {})}


def cpu(record: Record) -> str:
    """The processor that drove it, as far as the record tells."""
    try:
        return str(json.loads(record.drive["machine"])["cpu"])
    except (KeyError, ValueError, TypeError):
        return ""


def faithful(record: Record) -> bool:
    """Whether the record can hold every plan: it keeps one for each new stamp, so a driver must answer its looks."""
    if "missing" in record.drive or "unfinished" in record.drive:
        return False  # its recorder was killed, or had no room; or there is no digest, for there was no verdict
    stamps = record.plan.stamp
    return bool((stamps[1:] > stamps[:-1]).all()) and set(stamps.tolist()) <= set(record.scene.stamp.tolist())
