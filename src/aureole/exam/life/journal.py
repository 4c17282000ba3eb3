"""The journal of an exam: every verdict on the disk as soon as it is there, so that an interrupted exam goes on.

One JSON object a line. The first says which exam it is; each of the others holds what one shard gave. A line that was
cut off by the end of the process is no line. It is `OUT/exam.journal`, and gone once `verdicts.json` stands.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import msgspec

from aureole.core.errors import BadInput, Trouble
from aureole.core.verdict import Verdict
from aureole.exam.verdicts import case_from_json, case_to_json

NAME = "exam.journal"
FORMAT = 1  # of the lines


@dataclass(slots=True)
class Known:
    """What a journal holds."""

    head: dict[str, Any]
    verdicts: list[dict[int, Verdict]] = field(default_factory=list)
    """By driver in the order of the exam, by place."""
    seconds: list[float] = field(default_factory=list)
    """Wall-clock seconds spent so far, by driver."""
    size: int = 0
    """Bytes of the whole lines."""

    @property
    def count(self) -> int:
        """Verdicts in all."""
        return sum(map(len, self.verdicts))


def read(path: Path) -> Known | None:
    """What a journal holds; None if there is none, or none that got as far as its first line.

    Raises:
        BadInput: a line in the middle is broken; the file is something else.
    """
    try:
        with path.open("rb") as file:
            return _known(file, path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy="give another --out") from error


def _known(file: BinaryIO, path: Path) -> Known | None:
    known: Known | None = None
    for number, line in enumerate(file, 1):
        if not line.endswith(b"\n"):
            break  # cut off
        try:
            entry = msgspec.json.decode(line, type=dict[str, Any])
            if known is None:
                drivers = len(entry["drivers"])
                known = Known(entry, [{} for _ in range(drivers)], [0.0] * drivers)
            else:
                cases = (case_from_json(case) for case in entry["cases"])
                known.verdicts[entry["driver"]].update(zip(entry["places"], cases, strict=True))
                known.seconds[entry["driver"]] += entry["seconds"]
        except (msgspec.DecodeError, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(
                f"line {number} is broken: {error}", place=str(path), remedy="delete the file to begin anew"
            ) from error
        known.size += len(line)
    return known


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What is not the same in two exams, in words."""
    found: list[str] = []
    for key in dict.fromkeys((*before, *now)):
        old, new = before.get(key), now.get(key)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            found.extend(f"{key} {name}" for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name))
        else:
            found.append(f"{key} ({old} then, {new} now)" if len(f"{old}{new}") < 200 else key)
    return found


class Journal:
    """A journal being written; `with` closes it."""

    def __init__(self, path: Path, head: Mapping[str, Any], known: Known | None = None) -> None:
        """Begin one, or go on with one that is known.

        Raises:
            BadInput: another exam is writing it.
            Trouble: it cannot be written.
        """
        self.path = path
        self.size = 0 if known is None else known.size
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file: BinaryIO = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0)
            lock(self.file, path)
            self.file.truncate(self.size)
            self.file.seek(self.size)
        except OSError as error:
            raise self._full(error) from error
        if known is None:
            self._line(dict(head))

    def write(self, driver: int, verdicts: Mapping[int, Verdict], seconds: float) -> None:
        """Keep these verdicts; they are on the disk when this returns.

        Args:
            driver: which of the exam's.
            verdicts: by place.
            seconds: wall-clock time that passed since this driver's last line.

        Raises:
            Trouble: the disk is full; what was written before stays whole.
        """
        cases = [case_to_json(verdict) for verdict in verdicts.values()]  # null is written for what is no number
        self._line({"driver": driver, "places": list(verdicts), "seconds": seconds, "cases": cases})

    def end(self) -> None:
        """The exam is over: the journal is not needed any more."""
        self.file.close()
        self.path.unlink(missing_ok=True)

    def _line(self, entry: dict[str, Any]) -> None:
        data = msgspec.json.encode(entry) + b"\n"
        try:
            left = memoryview(data)
            while left:
                left = left[self.file.write(left) :]
            os.fsync(self.file.fileno())
        except OSError as error:
            self._cut_back()
            raise self._full(error) from error
        self.size += len(data)

    def _cut_back(self) -> None:
        """Take back the half of a line that still found room."""
        try:
            self.file.truncate(self.size)
            self.file.seek(self.size)
        except OSError:
            pass  # a cut last line is read as none

    def _full(self, error: OSError) -> Trouble:
        return Trouble(
            f"the journal cannot be written: {error.strerror or error}", place=str(self.path),
            remedy="free disk space or mend the folder; the same command with --resume then goes on from there",
        )  # fmt: skip

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()


def lock(file: BinaryIO, path: Path) -> None:
    """Hold a file as long as it is open in this process; nothing where the system has no such locks.

    Raises:
        BadInput: another process holds it.
    """
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN):
            file.close()
            what, remedy = "another exam is going on in this folder", "wait for it, or give another --out"
            raise BadInput(what, place=str(path), remedy=remedy) from None
