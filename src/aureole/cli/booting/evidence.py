"""The record of a drive, put together from what the recorder kept of it and from what the judges found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aureole.cli.booting.judge import words_of
from aureole.cli.booting.ports import JUDGE
from aureole.cli.booting.system import BUS, RECORDER
from aureole.core.brief import Brief
from aureole.core.errors import BadInput, Trouble
from aureole.core.verdict import Verdict
from aureole.runtime.bus.frames import Frame
from aureole.runtime.foxglove.view import ERROR, INFO, KINDS, WARNING, told
from aureole.runtime.nodes.system import System
from aureole.runtime.record import Recorder
from aureole.runtime.recorder.calls import Calls, Gathering, gathered
from aureole.runtime.recorder.journal import Journal
from aureole.runtime.recorder.ring import Ring, parts_in
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.services.heard import frame_of, inputs_of
from aureole.runtime.services.roles import Frames, WatchService
from aureole.runtime.supervise.supervisor import Notice

WORDS = ("scene", "observation", "plan", "command")


class Ended(NamedTuple):
    """How a drive ended."""

    verdict: Verdict
    """What the judges found; of a drive that did not come to its verdict, that the system is to blame."""
    why: str = ""
    """Why the judges found nothing."""


class Left(NamedTuple):
    """What is left of a drive."""

    missing: int = 0
    """Moments that the record lacks."""
    loss: str = ""
    """Why there is no record at all, or no last part of the recording."""


def evidence(
    system: System, brief: Brief, record: tuple[Path, Mapping[str, str]], ended: Ended,
    told: tuple[Sequence[Notice], int],
) -> Left:  # fmt: skip
    """Write the record of a drive that is over, and the last part of its recording, as far as that can be done.

    Args:
        system: that drove; if it had no recorder the judges have written the record.
        brief: of the drive.
        record: its path, and what was known of the drive beforehand.
        ended: its verdict, or why there is none.
        told: what happened to nodes, and how many bytes the recording may take.
    """
    if not any(service.entry == RECORDER for service in system.services):
        return Left()
    judge, missing = (JUDGE, inputs_of(JUDGE, system.topics)), 0
    try:
        tape = Tape(record[0].parent / BUS)
        missing = assembled(tape, judge, by_word(system.frames), brief, record, ended)
        logged(tape, told[0], ended, told[1])
    except (BadInput, Trouble) as error:
        return Left(missing, str(error))
    except OSError as error:
        return Left(missing, f"{error.filename or tape.folder}: {error.strerror or error}")
    return Left(missing)


def by_word(frames: Mapping[str, Frame]) -> Frames:
    """How each word of a drive lies in memory."""
    return Frames(*(next(each for each in frames.values() if each.kind.__name__.lower() == word) for word in WORDS))


def cleared(record: Path) -> None:
    """Remove what an earlier drive left: its record, and what its recorder kept; nothing is taken for the new one's.

    Raises:
        Trouble: it cannot be removed.
    """
    folder = record.parent / BUS
    for part in [record, *(parts_in(folder) if folder.is_dir() else [])]:
        try:
            part.unlink(missing_ok=True)
        except OSError as error:
            what = f"cannot be removed: {error.strerror}"
            raise Trouble(what, place=str(part), remedy="choose another --out") from error


def assembled(
    tape: Tape, judge: tuple[str, tuple[str, ...]], frames: Frames, brief: Brief,
    record: tuple[Path, Mapping[str, str]], ended: Ended,
) -> int:  # fmt: skip
    """Write the record: what the judges saw, as the bus carried it; gives how many moments are missing.

    Args:
        tape: what the recorder kept.
        judge: the judges' service, and what it reads, in the order of names.
        frames: how words lie in memory.
        brief: of the drive.
        record: where the record is written, and what is known of the drive beforehand.
        ended: what the judges found, or why they did not.

    Raises:
        Trouble: there is nothing to write, or it cannot be written.
    """
    name, inputs = judge
    missing = 0
    path, told = record
    real = {"clock": "real"} if tape.about.get("clock") == "real" else {}
    with Recorder(path, {**told, **real}) as recorder:
        watch = WatchService([recorder], [], frames, brief)
        memory, calls, told_of = watch.begin(), Calls(tape.layouts), 0
        for given in gathered(tape.entries(), Gathering(name, inputs, frame_of(len(inputs)))):
            begun = int(given.heard.begun[0])
            missing += max(begun - told_of, 0) + bool(given.missing)
            told_of = begun + 1
            if given.missing:
                continue
            memory = watch.serve(calls.call(given), memory)
        if recorder.seen == 0:
            what = f"the recorder kept no moment of a drive that ended as {ended.verdict.status}"
            raise Trouble(what, place=str(tape.folder), remedy="drive again on a machine that is less busy")
        recorder.close({**words_of(ended.verdict, ended.why), **({"missing": str(missing)} if missing else {})})
    return missing


def logged(tape: Tape, notices: Sequence[Notice], ended: Ended, limit: int) -> None:
    """Add a last part: what happened to nodes, and what the judges found, for whoever looks at the recording.

    Raises:
        Trouble: it cannot be written.
    """
    logical = tape.about.get("clock") == "logical"
    first, last = -1, 0
    for entry in tape.entries():
        first, last = entry.heard if first < 0 else first, max(last, entry.heard)
    levels = {"started": INFO, "ended": ERROR, "failed": ERROR, "stuck": ERROR, "lost": ERROR, "mode": ERROR}
    found = [
        told(
            last if logical else notice.moment,
            f"{notice.what}: {notice.text}",
            notice.domain,
            levels.get(notice.what, WARNING),
        )
        for notice in notices
    ]
    for event in ended.verdict.events:
        text = f"{event.name} {event.text}".rstrip()
        found.append(told(first + round(event.time * 1e9), text, "judge", ERROR if event.fails else WARNING))
    journal = Journal(Ring(tape.folder, limit), KINDS, tape.about)
    journal.add(sorted(found, key=lambda entry: entry.heard), last)
    about = {"verdict": ended.verdict.status, "digest": ended.verdict.digest}
    journal.close(last, {**about, "lost": tape.found.get("lost", {})})
