"""A recorded drive behind a car's port, again and again; what its services would have done goes nowhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, NamedTuple

from aureole.cli.behind.laps import GAP, Board, later
from aureole.cli.behind.port import Ground, Roles
from aureole.cli.booting.ports import Alone
from aureole.cli.booting.recorded import brief_line, opened
from aureole.exam.setup import Setup
from aureole.runtime.services.roles import COMMAND, OBSERVATION, Frames
from aureole.runtime.services.service import Call
from aureole.vehicle.recorded.drive import Drive


class Told(NamedTuple):
    """Where a recording is; before the first call nowhere."""

    number: int
    base: int  # ns; the moment at which it began this time, in the car's stamps
    since: int  # ns; the same by the bus


class RetoldPort:
    """A recorded drive as a port that begins anew at its end."""

    def __init__(self, drive: Drive, frames: Frames, board: Board) -> None:
        """`drive` as it is before its first moment."""
        self.fresh, self.frames, self.board = drive, frames, board
        self.drive: Drive | None = None
        self.notices: list[tuple[str, str]] = []

    def begin(self) -> Told:
        """Nowhere yet."""
        return Told(0, 0, 0)

    def serve(self, call: Call, memory: Told) -> Told:
        """One look; who was started anew meanwhile goes on where the recording is by now."""
        told = memory
        if told.number == 0 or (self.drive is not None and self.drive.over):
            told = self.first(call, told)
        drive = self.drive = self.drive or self.fresh.again()
        now = call.stamp - told.since
        if COMMAND in call.fresh and call.words[COMMAND].stamp.item() >= told.base:
            command = self.frames.command.copied(call.words[COMMAND])
            own: Any = dataclasses.replace(command, stamp=command.stamp - told.base, until=command.until - told.base)
            drive.write(own, now)
        seen = drive.read(now)
        if seen is not None:
            call.out[OBSERVATION].put(later(seen, told.base), call.stamp)
        self.board.tell(told.number, now)
        return told

    def first(self, call: Call, told: Told) -> Told:
        """From its beginning; of the time before it is said how commands compared with the human's."""
        base = 0
        if self.drive is not None:
            self.notices.append(("compared", brief_line(self.drive.compared())))
            base = told.base + call.stamp - told.since + GAP
        self.drive = self.fresh.again()
        return Told(told.number + 1, base, call.stamp)


class RecordedLaps(Alone):
    """A recorded drive, again and again."""

    def __init__(self, folder: Path, setup: Setup, board: Board) -> None:
        """Read it.

        Raises:
            BadInput: it is no recorded drive, or the database of its bus is not there.
        """
        self.board = board
        self.drive, mission, frames = opened(folder, setup)
        self.ground = Ground(folder.name, mission, setup.step, frames)

    def roles(self) -> Roles:
        """The recording is the port."""
        return {"port": lambda: RetoldPort(self.drive, self.ground.frames, self.board)}
