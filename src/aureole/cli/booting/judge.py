"""The judges of a drive as a service; what they found leaves their process when the drive is over."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from aureole.core.brief import Brief
from aureole.core.verdict import Verdict
from aureole.exam.drive import Jury
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Drive, Setup
from aureole.exam.tracks import Replay
from aureole.exam.verdicts import case_to_json, finite
from aureole.runtime.record import Recorder
from aureole.runtime.services.roles import Frames, WatchService


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
        brief: Brief = world.brief
        super().__init__(self.jury.watchers, [self.jury.bench], frames, brief)

    def result(self) -> bytes:
        """Verdict and replay, for the process that started the drive."""
        verdict = self.jury.verdicts()[0]
        if self.recorder is not None:
            self.recorder.close({"digest": verdict.digest, "verdict": json.dumps(finite(case_to_json(verdict)))})
        return pickle.dumps(Found(verdict, None if self.jury.kept is None else self.jury.kept.replay(0)))


def found_in(result: bytes) -> Found:
    """What a `JudgeService` of ours has sent."""
    found: Found = pickle.loads(result)  # noqa: S301  # from a process that this one forked, over its own memory
    return found
