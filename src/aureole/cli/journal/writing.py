"""The journal of a booted car: a line of JSON for whatever happens, bounded, whole by the line whatever ends us."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import msgspec

from aureole.cli.booted.place import JOURNAL
from aureole.cli.journal.words import line as worded
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.supervisor import Notice

LARGEST = 4 << 20  # bytes of one file
FILES = 4  # the one that is written, and the ones before it
LONGEST = 2000  # letters of a text
BOOT = Path("/proc/sys/kernel/random/boot_id")


class More(msgspec.Struct, omit_defaults=True, frozen=True):
    """What machines may want to know beside the words."""

    pid: int = 0
    """Of the process that writes."""
    domains: dict[str, str] = {}
    """By service: where it runs."""
    chain: str = ""
    runs: int = 0
    """That were late."""
    took: float = 0.0  # s; the worst of them
    deadline: float = 0.0  # s
    causes: list[tuple[str, str, int]] = []
    """Service, cause, runs."""


NOTHING = More()


class Line(msgspec.Struct, omit_defaults=True):
    """Something that happened."""

    time: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    """As the wall clock had it."""
    mono: int
    """ns of the monotonic clock; with `boot` it tells the order when somebody has set the wall clock."""
    boot: str
    """Which start of this machine (random(4), boot_id)."""
    run: str
    """Which run of `aureole up` or `drive --runtime`."""
    domain: str
    what: str
    en: str
    zh: str
    code: str = ""
    """Trouble code, if there is one."""
    data: More = NOTHING


ENCODER, DECODER = msgspec.json.Encoder(), msgspec.json.Decoder(Line)


def boot_id() -> str:
    """Which start of this machine it is; empty where the system does not tell."""
    try:
        return BOOT.read_text().strip()
    except OSError:
        return ""


def moment(mono: int) -> dt.datetime:
    """The wall clock's time of a moment of the monotonic one, ns."""
    seconds = (time.time_ns() - time.monotonic_ns() + mono) * 1e-9
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


class Journal:
    """The end that is written to. A full disk loses lines, which are counted and told; it stops nobody."""

    def __init__(self, folder: Path, hear: Callable[[Line], Any] = lambda _: None) -> None:
        """`hear` is told of each line, whether it could be kept or not."""
        self.path, self.hear = folder / JOURNAL, hear
        self.boot = boot_id()
        self.run = f"{self.boot[:8]}-{time.monotonic_ns()}-{os.getpid()}"
        self.lost, self.why = 0, ""
        self.torn = self._torn()
        self.file = -1
        self.size = 0

    def write(
        self, what: str, text: str | tuple[str, str] = "", *, domain: str = "", mono: int | None = None, code: str = "",
        data: More = NOTHING,
    ) -> None:  # fmt: skip
        """A line about now, or about a moment of the monotonic clock; `text` in one for both languages, or in each."""
        en, zh = (each[:LONGEST] for each in worded(what, text))
        at = time.monotonic_ns() if mono is None else mono
        said = Line(moment(at), at, self.boot, self.run, domain, what, en, zh, code, data)
        if self.lost and what != "lines_lost" and self._append(self._lost()):
            self.lost = 0
        if not self._append(said):
            self.lost += 1
        self.hear(said)

    def notice(self, notice: Notice) -> None:
        """What the supervisor has told."""
        self.write(notice.what, notice.text, domain=notice.domain, mono=notice.moment)

    @staticmethod
    def where(system: System) -> More:
        """For the first line of a run: who runs it, and which service is in which domain."""
        return More(os.getpid(), {each.name: each.domain for each in system.services})

    def close(self) -> None:
        """Write no more."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1

    def _lost(self) -> Line:
        en, zh = worded("lines_lost", f"{self.lost} ({self.why})")
        now = time.monotonic_ns()
        return Line(moment(now), now, self.boot, self.run, "", "lines_lost", en, zh)

    def _append(self, said: Line) -> bool:
        text = (b"\n" if self.torn else b"") + ENCODER.encode(said) + b"\n"
        try:
            if self.file < 0:
                self._open()
            if self.size + len(text) > LARGEST:
                self._turn()
            done = os.write(self.file, text)
        except OSError as error:
            self.why = error.strerror or str(error)
            return False
        self.size += done
        self.torn = done < len(text)
        if self.torn:
            self.why = "no space left"
        return not self.torn

    def _open(self) -> None:
        self.file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        self.size = os.fstat(self.file).st_size

    def _turn(self) -> None:
        """Begin a new file; the oldest goes."""
        self.close()
        for number in range(FILES - 1, 0, -1):
            before = self.path if number == 1 else turned(self.path, number - 1)
            if before.exists():
                before.replace(turned(self.path, number))
        self._open()

    def _torn(self) -> bool:
        """Whether the last line was not written whole: then the next one begins on a line of its own."""
        try:
            with self.path.open("rb") as file:
                file.seek(-1, os.SEEK_END)
                return file.read(1) != b"\n"
        except OSError:
            return False


def turned(path: Path, number: int) -> Path:
    """Where the file before lies, and the one before that."""
    return path.with_name(f"{path.stem}.{number}{path.suffix}")
