"""The judges of a drive as a service; what they found leaves their process when the drive is over."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from aureole.core.brief import Brief
from aureole.core.errors import Trouble
from aureole.core.verdict import Verdict
from aureole.exam.drive import Jury, broken
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Drive, Setup
from aureole.exam.tracks import Replay
from aureole.exam.verdicts import case_to_json, finite
from aureole.runtime.record import Recorder
from aureole.runtime.services.roles import Frames, WatchService

UNFINISHED = "unfinished"  # in a record's words: why its drive did not come to a verdict


class Found(NamedTuple):
    """What the judges say, and what they saw."""

    verdict: Verdict
    replay: Replay | None


class JudgeService(WatchService):
    """Judges, digest and history of one drive; and its record, if the car has no recorder."""

    def __init__(
        self, drive: Drive, setup: Setup, world: AnyWorld, frames: Frames,
        record: tuple[Path, Mapping[str, str]] | None,
    ) -> None:  # fmt: skip
        """`record`: where it is written, and what is known of the drive beforehand; None: a recorder does it."""
        self.recorder = None if record is None else Recorder(*record)
        self.jury = Jury([drive], setup, world, extra=[self.recorder] if self.recorder else [], history=True)
        self.drive, self.setup = drive, setup
        brief: Brief = world.brief
        super().__init__(self.jury.watchers, [self.jury.bench], frames, brief)

    def result(self) -> bytes:
        """Verdict and replay, for the process that started the drive."""
        verdict = self.jury.verdicts()[0]
        if self.recorder is not None:
            self.recorder.close(words_of(verdict))
        return pickle.dumps(Found(verdict, None if self.jury.kept is None else self.jury.kept.replay(0)))

    def leave(self) -> None:
        """Ended before there was a verdict: what was seen so far is kept, and why it is no more than that."""
        if self.recorder is not None and self.recorder.open and self.recorder.seen:
            why = Trouble("the node of the judges ended before they came to their verdict")
            self.recorder.close(words_of(broken(self.drive, self.setup, why), str(why)))


def words_of(verdict: Verdict, why: str = "") -> dict[str, str]:
    """What a record says of its verdict; `why`: the drive did not come to one, and the verdict is on the system."""
    found = {"digest": verdict.digest, "verdict": json.dumps(finite(case_to_json(verdict)))}
    return {**found, UNFINISHED: why} if why else found


def found_in(result: bytes) -> Found:
    """What a `JudgeService` of ours has sent."""
    found: Found = pickle.loads(result)  # noqa: S301  # from a process that this one forked, over its own memory
    return found
