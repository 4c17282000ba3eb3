"""From what happens to trouble codes: each failure is counted with its freeze frame, and what heals passes again."""

from __future__ import annotations

import contextlib
from pathlib import Path

from aureole.core.errors import Trouble
from aureole.runtime.guard.findings import Action, Finding
from aureole.runtime.modes.mode import Mode
from aureole.runtime.nodes.messages import Found
from aureole.runtime.nodes.pulse import FIELDS
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.oversight.oversight import Oversight
from aureole.runtime.troubles.book import Book, Frame, Kept
from aureole.runtime.troubles.file import Keeper, load
from aureole.runtime.troubles.registry import BY_NAME, Fault, of_finding

ROWS = 5  # calls of a service in its freeze frame
HEALED = 10_000_000_000  # ns; what did not happen for so long passes its test
EVERY = 1_000_000_000  # ns between two writings of what has only grown
HEALING = tuple(BY_NAME[name].code for name in ("deadline", "budget", "percentile", "logical", "flood", "odd"))
OF_NODES = tuple(BY_NAME[name].code for name in ("ended", "failed", "stuck", "memory", "flood"))


class Diagnosis:
    """The supervisor's book of trouble codes, kept in a file if it is given one."""

    def __init__(self, system: System, oversight: Oversight, began: int, path: Path | None) -> None:
        self.system, self.oversight, self.began = system, oversight, began
        self.mode = Mode.FULL
        self.unreadable = ""
        """Why what was kept before could not be read; it lies beside, under another name."""
        self.book = Book(None if path is None else self._before(path))
        self.keeper = None if path is None else Keeper(path)
        self.seen: dict[tuple[str, str], int] = {}
        """By code and subject: ns of the last failure."""
        self.guards: dict[str, int] = {}
        """By guard: the findings that it has now."""
        self.written, self.dirty = began, True

    def fail(self, fault: Fault, domain: str, subject: str, text: str, now: int) -> None:
        """A test has failed."""
        key = fault.code, subject
        before = self.book.codes.get(key)
        again = before is not None and now - self.seen.get(key, -EVERY) < EVERY  # one frame a second is enough
        frame = before.last if before is not None and again else self.frame(domain, subject, text, now)
        found = self.book.fail(fault.code, subject, frame)
        self.seen[key], self.dirty = now, True
        if found is not None and (before is None or before.status != found.status):
            self.write(now)

    def well(self, domain: str) -> None:
        """A node does its work again."""
        for code in OF_NODES:
            self.book.succeed(code, domain)
        self.dirty = True

    def found(self, word: Found, domain: str, now: int) -> list[tuple[str, str]]:
        """What a guard has found, or no longer finds: names and texts of what is new."""
        before = self.guards.get(word.service, 0)
        self.guards[word.service] = word.bits
        told = []
        for finding in Finding:
            fault, bit = of_finding(finding), 1 << finding
            if fault is None or not (word.bits ^ before) & bit:
                continue
            if not word.bits & bit:
                self.book.succeed(fault.code, word.service)
                continue
            size = f" {word.value:.4g} > {word.limit:.4g}" if finding == word.strongest else ""
            action = Action(word.action).name.lower() if word.action in tuple(Action) else str(word.action)
            text = f"{fault.code} {fault.name}{size}: {action}"
            self.fail(fault, domain, word.service, text, now)
            told.append((fault.name, text))
        return told

    def look(self, now: int) -> Trouble | None:
        """Let heal what has healed, write what has changed; why that could not be done."""
        for key, moment in tuple(self.seen.items()):
            broken = any(chain.broken for chain in self.oversight.promises.chains if chain.chain.name == key[1])
            if key[0] in HEALING and now - moment >= HEALED and not (broken and key[0] == HEALING[2]):
                self.book.succeed(*key)
                del self.seen[key]
                self.dirty = True
        if self.dirty and now - self.written >= EVERY:
            self.write(now)
        return None if self.keeper is None else self.keeper.trouble

    def write(self, now: int) -> None:
        """Have all of it written."""
        self.written, self.dirty = now, False
        if self.keeper is not None:
            self.keeper.keep(self.book.kept())

    def close(self, now: int) -> Trouble | None:
        """Write what is left; why that could not be done."""
        if self.keeper is None:
            return None
        if self.dirty:
            self.write(now)
        self.keeper.close()
        return self.keeper.trouble

    def frame(self, domain: str, subject: str, text: str, now: int) -> Frame:
        """What it is like now."""
        promises, vital = self.oversight.promises, self.oversight.vitals.look()
        names = [service.name for service in self.system.of(domain)]
        service = subject if subject in promises.books else next(iter(names), "")
        rows = promises.last(service, ROWS) if service in promises.books else []
        margins = {
            chain.chain.name: {name: finite(value) for name, value in chain.margin._asdict().items() if name != "name"}
            for chain in promises.chains
            if service in chain.names or subject == chain.chain.name
        }
        return Frame(
            self.book.cycle, (now - self.began) * 1e-9, str(self.mode), vital.stamp, finite(vital.speed), text,
            tuple({name: getattr(row, name) for name in FIELDS} for row in rows), margins,
        )  # fmt: skip

    def _before(self, path: Path) -> Kept | None:
        try:
            return load(path)
        except Trouble as trouble:
            self.unreadable = str(trouble)
            with contextlib.suppress(OSError):
                path.replace(path.with_name(f"{path.name}.unreadable"))
            return None


def finite(value: float) -> float | None:
    """A number as JSON has it; None for what is none, or has no end."""
    return value if abs(value) < float("inf") else None
