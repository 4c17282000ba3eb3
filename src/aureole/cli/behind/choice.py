"""Which port a person has chosen, and what has to be there for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from aureole.cli import given
from aureole.cli.behind.laps import Board
from aureole.cli.behind.port import Behind
from aureole.cli.behind.world import CanLaps, Laps
from aureole.cli.work.reading import ahead
from aureole.core.errors import BadInput
from aureole.exam.setup import Drive, Setup

PORTS = ("world", "can", "recorded")


class Choice(NamedTuple):
    """What was chosen."""

    port: str
    case: str
    channel: str = ""
    key: Path | None = None


class Chosen(NamedTuple):
    """What can be made of it."""

    name: str
    """Of the case, or the recording."""
    make: Callable[[Setup, Board], Behind]
    told: Callable[[str], list[str]] = lambda _: []
    """What people should know before it goes, by language."""


def behind_of(choice: Choice) -> Chosen:
    """Look for whatever a port needs.

    Raises:
        BadInput: there is no port of that name, or an option is of another one, or there is no such case.
        Missing: this machine has no such bus, or lacks a package.
    """
    if choice.port not in PORTS:
        raise BadInput(f"--port {choice.port}", remedy=f"there are {', '.join(PORTS)}")
    if choice.port != "can" and (choice.channel or choice.key is not None):
        raise BadInput("--channel and --key are of --port can", remedy="add --port can")
    if choice.port == "recorded":
        return recorded(choice.case)
    case = given.case_of(choice.case, [])
    ahead([case], None)
    drive = Drive(case, 0)
    if choice.port == "world":
        return Chosen(case.name, lambda setup, board: Laps(drive, setup, board))
    bus = CanLaps.joined(choice.channel, choice.key)
    return Chosen(case.name, lambda setup, board: CanLaps(drive, setup, board, bus), lambda lang: bus.told({}, lang))


def recorded(case: str) -> Chosen:
    """A recording.

    Raises:
        BadInput: none was named.
    """
    from aureole.cli.behind.recorded import RecordedLaps
    from aureole.cli.booting.recorded import WORDS

    if not case:
        remedy = "name a folder of comma2k19: --case FOLDER"
        raise BadInput("--port recorded without a recording", remedy=remedy)
    folder = Path(case)
    return Chosen(
        folder.name, lambda setup, board: RecordedLaps(folder, setup, board),
        lambda lang: [f"  {WORDS['open'][lang == 'zh']}"],
    )  # fmt: skip
