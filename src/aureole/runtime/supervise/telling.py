"""What the supervisor says of whatever happens: once, and then how often; each time counts for its trouble code."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aureole.runtime.clock import Clock
from aureole.runtime.modes.afar import Afar, Reach, State
from aureole.runtime.modes.losses import BRIDGE
from aureole.runtime.modes.mode import Mode
from aureole.runtime.nodes.messages import Found
from aureole.runtime.supervise.diagnosis import Diagnosis
from aureole.runtime.supervise.promises.limited import Limited
from aureole.runtime.supervise.running import Notice
from aureole.runtime.troubles.registry import BY_NAME


class Telling:
    """Notices and trouble codes, from one mouth."""

    def __init__(self, notice: Callable[[Notice], None], clock: Clock, diagnosis: Diagnosis) -> None:
        self.notice, self.clock, self.diagnosis = notice, clock, diagnosis
        self.limited = Limited()
        if diagnosis.unreadable:
            self.tell("", "memory_unreadable", diagnosis.unreadable)

    def tell(self, domain: str, what: str, text: str) -> None:
        """Something happened to a node."""
        now = self.clock.now()
        if what in BY_NAME:
            self.diagnosis.fail(BY_NAME[what], domain, domain, text, now)
        self.notice(Notice(now, domain, what, text))

    def report(self, domain: str, what: str, subject: str, text: str) -> None:
        """Something happened that may happen again and again."""
        now = self.clock.now()
        if what in BY_NAME:
            self.diagnosis.fail(BY_NAME[what], domain, subject or domain, text, now)
        told = self.limited.take((domain, what, subject), text, now)
        if told is not None:
            self.notice(Notice(now, domain, what, told))

    def found(self, word: Found, domain: str) -> None:
        """What a guard finds, or no longer finds."""
        for name, text in self.diagnosis.found(word, domain, self.clock.now()):
            self.report(domain, "guard", name, text)

    def reached(self, reaches: Iterable[Reach], afar: Afar) -> None:
        """What other chips do for this one, or no longer do."""
        now = self.clock.now()
        for each in reaches:
            what = "link" if each.state is State.UP else "cut"
            told = self.limited.take((BRIDGE, what, f"{each.chip} {each.topic}"), each.text, now)
            if told is not None:
                self.notice(Notice(now, BRIDGE, what, told))
            if each.state is not State.UP:
                self.diagnosis.fail(BY_NAME["cut"], BRIDGE, each.chip, each.text, now)
            elif afar.well(each.chip):
                self.diagnosis.book.succeed(BY_NAME["cut"].code, each.chip)
                self.diagnosis.dirty = True

    def changed(self, domain: str, mode: Mode, text: str) -> None:
        """The mode is another one."""
        self.diagnosis.mode = mode
        if mode is Mode.MINIMAL_RISK:
            self.diagnosis.fail(BY_NAME["minimal_risk"], domain, domain, text, self.clock.now())
        self.tell(domain, "mode", text)

    def look(self) -> None:
        """What was only counted so far, for long enough; and whether trouble codes could be written."""
        now = self.clock.now()
        for (domain, what, *_), text in self.limited.left(now):
            self.notice(Notice(now, domain, what, text))
        trouble = self.diagnosis.look(now)
        if trouble is not None:
            self.report("", "memory_unwritable", "", str(trouble))

    def close(self) -> None:
        """Whatever is left to be said, or written."""
        now = self.clock.now()
        for (domain, what, *_), text in self.limited.left(now, all_of_it=True):
            self.notice(Notice(now, domain, what, text))
        trouble = self.diagnosis.close(now)
        if trouble is not None:
            self.notice(Notice(now, "", "memory_unwritable", str(trouble)))
