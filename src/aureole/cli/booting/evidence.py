"""The record of a drive, put together from what the recorder kept of it and from what the judges found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from aureole.cli.booting.ports import JUDGE
from aureole.cli.booting.system import BUS, RECORDER
from aureole.core.brief import Brief
from aureole.core.errors import Trouble
from aureole.core.verdict import Verdict
from aureole.exam.verdicts import case_to_json, finite
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

WORDS = Frames._fields


def evidence(
    system: System, brief: Brief, record: tuple[Path, Mapping[str, str]], verdict: Verdict,
    told: tuple[Sequence[Notice], int],
) -> int:  # fmt: skip
    """Write the record of a drive that is over, and the last part of its recording; gives how many moments are missing.

    Args:
        system: that drove; if it had no recorder the judges have written the record.
        brief: of the drive.
        record: its path, and what was known of the drive beforehand.
        verdict: what the judges found.
        told: what happened to nodes, and how many bytes the recording may take.

    Raises:
        Trouble: the recorder kept nothing, or the record cannot be written.
    """
    if not any(service.entry == RECORDER for service in system.services):
        return 0
    tape, judge = Tape(record[0].parent / BUS), (JUDGE, inputs_of(JUDGE, system.topics))
    missing = assembled(tape, judge, by_word(system.frames), brief, record, verdict)
    logged(tape, told[0], verdict, told[1])
    return missing


def by_word(frames: Mapping[str, Frame]) -> Frames:
    """How each word of a drive lies in memory."""
    return Frames(*(next(each for each in frames.values() if each.kind.__name__.lower() == word) for word in WORDS))


def cleared(folder: Path) -> None:
    """Remove what a recorder left in an earlier drive.

    Raises:
        Trouble: it cannot be removed.
    """
    if not folder.is_dir():
        return
    for part in parts_in(folder):
        try:
            part.unlink()
        except OSError as error:
            what = f"cannot be removed: {error.strerror}"
            raise Trouble(what, place=str(part), remedy="choose another --out") from error


def assembled(
    tape: Tape, judge: tuple[str, tuple[str, ...]], frames: Frames, brief: Brief,
    record: tuple[Path, Mapping[str, str]], verdict: Verdict,
) -> int:  # fmt: skip
    """Write the record: what the judges saw, as the bus carried it; gives how many moments are missing.

    Args:
        tape: what the recorder kept.
        judge: the judges' service, and what it reads, in the order of names.
        frames: how words lie in memory.
        brief: of the drive.
        record: where the record is written, and what is known of the drive beforehand.
        verdict: what the judges found.
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
            what = f"the recorder kept no moment of a drive that ended as {verdict.status}"
            raise Trouble(what, place=str(tape.folder), remedy="drive again on a machine that is less busy")
        found = {"digest": verdict.digest, "verdict": json.dumps(finite(case_to_json(verdict)))}
        recorder.close({**found, **({"missing": str(missing)} if missing else {})})
    return missing


def logged(tape: Tape, notices: Sequence[Notice], verdict: Verdict, limit: int) -> None:
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
    for event in verdict.events:
        text = f"{event.name} {event.text}".rstrip()
        found.append(told(first + round(event.time * 1e9), text, "judge", ERROR if event.fails else WARNING))
    journal = Journal(Ring(tape.folder, limit), KINDS, tape.about)
    journal.add(sorted(found, key=lambda entry: entry.heard), last)
    journal.close(last, {"verdict": verdict.status, "digest": verdict.digest, "lost": tape.found.get("lost", {})})
