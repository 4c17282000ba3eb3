"""The trouble codes of a car: each with its status, a counter, and freeze frames of the first and the last failure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from aureole.runtime.troubles.registry import FAULTS
from aureole.runtime.troubles.status import CLEARED, Status, failed, next_cycle, passed

MOST = 256  # codes that are kept; those of a car are bounded by its services, topics and chains, others are not
FORMAT = 1


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What it was like when a fault was seen (ISO 14229-1: a snapshot record)."""

    cycle: int
    """Operation cycle: how often the system had been booted."""
    moment: float
    """s since the cycle began."""
    mode: str
    stamp: int
    """ns; of the newest observation there was, in the time of the mission; 0: there was none."""
    speed: float | None
    """m/s; None: not known."""
    text: str
    rows: tuple[dict[str, int], ...] = ()
    """The last calls of the service, as `nodes.pulse.Row` names them."""
    margins: dict[str, dict[str, float | None]] = {}
    """By chain through the service: runs, missed, at_percentile, worst, deadline (s)."""


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One trouble code of one subject."""

    code: str
    subject: str
    """The service, node, topic or chain."""
    status: int
    """`Status`."""
    times: int
    """Failures since it was cleared."""
    first: Frame
    last: Frame

    @property
    def confirmed(self) -> bool:
        """It failed as often as it takes."""
        return bool(self.status & Status.CONFIRMED)


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, as it is written."""

    format: int
    cycle: int
    codes: tuple[Code, ...]


class Book:
    """The codes of one car, in one operation cycle."""

    def __init__(self, before: Kept | None = None) -> None:
        """A new cycle begins."""
        self.cycle = 1 if before is None else before.cycle + 1
        self.codes: dict[tuple[str, str], Code] = {}
        self.turned_away = 0
        """Codes that were not kept, for there were too many."""
        for one in () if before is None else before.codes:
            status = next_cycle(Status(one.status))
            self.codes[one.code, one.subject] = msgspec.structs.replace(one, status=int(status))

    def fail(self, code: str, subject: str, frame: Frame) -> Code | None:
        """A test has failed; None: there is no room for another code."""
        key = code, subject
        one = self.codes.get(key)
        if one is None and len(self.codes) >= MOST:
            self.turned_away += 1
            return None
        fault = FAULTS[code]
        times = 1 if one is None else one.times + 1
        status = failed(CLEARED if one is None else Status(one.status), times, fault.confirm, warn=fault.warn)
        found = Code(code, subject, int(status), times, frame if one is None else one.first, frame)
        self.codes[key] = found
        return found

    def succeed(self, code: str, subject: str) -> None:
        """A test was made and has not failed; of a code that never failed nothing is kept."""
        one = self.codes.get((code, subject))
        if one is not None:
            self.codes[code, subject] = msgspec.structs.replace(one, status=int(passed(Status(one.status))))

    def clear(self, code: str = "", subject: str = "") -> int:
        """Forget codes, on somebody's command: one, all of its subjects, or all; how many they were."""
        gone = [key for key in self.codes if code in ("", key[0]) and subject in ("", key[1])]
        for key in gone:
            del self.codes[key]
        return len(gone)

    def kept(self) -> Kept:
        """All of it, to be written."""
        return Kept(FORMAT, self.cycle, tuple(self.codes.values()))

    def by_code(self) -> Mapping[str, list[Code]]:
        """The codes there are, with all their subjects."""
        found: dict[str, list[Code]] = {}
        for one in self.codes.values():
            found.setdefault(one.code, []).append(one)
        return found
