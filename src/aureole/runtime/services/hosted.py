"""A service with its ends, and when it is to be called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aureole.core import resources
from aureole.core.bus import Message
from aureole.core.topic import Topic
from aureole.runtime.bus.reading import Held, TopicReader
from aureole.runtime.bus.writing import TopicWriter
from aureole.runtime.services.heard import PREFIX
from aureole.runtime.services.service import Call, Service

SECOND = 1_000_000_000  # ns
PATIENCE = SECOND  # ns; so long a witness waits for the words of the moment it was woken for


class Input:
    """One topic that a service reads; it looks at its last word until there is another."""

    def __init__(self, topic: Topic, reader: TopicReader) -> None:
        self.topic, self.reader = topic, reader
        self.period = round(SECOND / topic.rate) if topic.rate > 0.0 else 0
        self.held: Held | None = None
        self.ahead: Held | None = None
        """The next word, if it was asked for and not yet looked at."""
        self.shown: Held | None = None
        """The one that the service was given last."""
        self.fresh = False
        self.name = frozenset({topic.name})
        self.roomy = topic.depth > 2
        """There are words enough for it that the one before need not be given back until the call is over."""
        self.before: list[Held] = []
        """Words that it looked at before this one, not given back yet."""

    def waits(self) -> bool:
        """Whether there is another word to look at."""
        self.ahead = self.ahead or self.reader.hold()
        return self.ahead is not None

    def next(self) -> Message | None:
        """Look at the next word (the newest, if the reader only wants that), if there is one."""
        found, self.ahead = self.ahead or self.reader.hold(), None
        return None if found is None else self.look(found)

    def look(self, found: Held) -> Message:
        """At a word that has been taken."""
        if self.held is not None:
            self.before.append(self.held)
            if not self.roomy or len(self.before) > 1:
                self.tidy()
        self.held, self.fresh = found, True
        return found.message

    def reach(self, moment: int) -> bool:
        """Look at the first word about `moment` or later; False while it has not come. Below zero: any or none."""
        while moment >= 0 and (self.held is None or self.held.message.stamp < moment):
            if self.next() is None:
                return False
        return True

    def waiting(self) -> Iterator[Message]:
        """Every word that waits."""
        while (message := self.next()) is not None:
            yield message

    def due(self, moment: int, *, before: bool) -> int:
        """The moment of the last word that must be there at a moment, or `before` it; below zero: none yet."""
        if self.period == 0:
            return -1
        return (moment - before) // self.period * self.period

    def tidy(self) -> None:
        """Give back the words before the one that is looked at."""
        for each in self.before:
            each.release()
        self.before.clear()


class Hosted:
    """One service in its node."""

    def __init__(
        self,
        about: resources.Service,
        service: Service[Any],
        inputs: Mapping[str, Input],
        outputs: Mapping[str, TopicWriter],
    ) -> None:
        self.about, self.service, self.inputs, self.outputs = about, service, inputs, outputs
        self.trigger = inputs[about.trigger] if about.trigger else None
        self.others = [each for name, each in inputs.items() if name != about.trigger]
        self.period = round(about.period * SECOND)
        self.due, self.at, self.pending = 0, 0, False
        self.woken_at = 0
        """ns; when the word that woke it was sent, or its period was due; where none came, `at`."""
        self.called = 0
        """ns; its last call, by real time."""
        self.patience: int = getattr(service, "patience", 0)
        """ns; by real time it is called after so long without a word too. 0: it waits."""
        self.takes: bool = getattr(service, "takes", False)
        """It fetches every word itself, by `Call.waiting`."""
        for each in inputs.values():
            each.reader.every = each.reader.every or self.takes
        self.book = outputs.get(PREFIX + about.name)
        """Where it is told what each call is given, if anybody wants to know."""
        self.told = [inputs[name] for name in sorted(inputs)]
        """In the order in which it is told."""
        self.calls = 0
        self.kept = 0
        """States of this service that whoever comes after it could begin with, from its first one on."""
        self.memory: Any = service.begin()
        self.all = frozenset(inputs)
        self.words: dict[str, Any] = {}
        self.stamps: dict[str, int] = {}
        self.given = Call(0, 0, self.words, self.stamps, self.all, outputs, self.waiting)
        """The same one each time: a service has it until it returns."""
        self.tell: Callable[[tuple[float, ...]], None] = lambda _: None
        """Where what the service tells its supervisor goes."""

    def woken(self, now: int | None) -> bool:
        """Whether there is something to do: at `now`, or by logical time (None). Then `at` is its moment."""
        if self.pending:
            return True
        if self.trigger is not None:
            while (message := self.trigger.next()) is not None:
                self.at, self.woken_at = message.stamp, message.sent
                if self.at >= self.due:
                    self.pending = True
                    return True
            if now is not None and self.patience and self.called and now >= self.called + self.patience:
                self.at += self.patience  # the moment that the word would have been about
                self.woken_at = self.at
                self.pending = True
            return self.pending
        if now is not None and now < self.due:
            return False
        if self.takes and now is None:
            self.pending = getattr(self.service, "more", False) or any(each.waits() for each in self.others)
            return self.pending
        self.at = self.woken_at = self.due
        self.pending = True
        return True

    def wake(self, number: int, stamp: int, sent: int, slot: int) -> None:
        """A word that wakes it has come: its note was taken while nobody waited for anything else."""
        trigger = self.trigger
        found = None if trigger is None else trigger.reader.find(number, stamp, sent, slot)
        if trigger is not None and found is not None:
            trigger.look(found)
            self.at, self.woken_at, self.pending = stamp, sent, stamp >= self.due

    def complete(self) -> bool:
        """By logical time: whether every word it must see is there, and all readers have room for what it writes."""
        before = self.trigger is None
        return (self.takes or all(each.reach(each.due(self.at, before=before)) for each in self.others)) and all(
            writer.room(0.0) for writer in self.outputs.values()
        )

    def catch_up(self, now: int) -> bool:
        """By real time: look at what there is now.

        Who takes every word looks at those of the moment it was woken for, or of the last one that was due before a
        command that comes out of turn; False while they have not come. After a second they never will: a drive has come
        to its end, or they were lost; then the newest there are must do.
        """
        for each in self.others if not self.takes else ():
            if not each.reader.every:
                each.next()
            elif self.trigger is None or each.period != self.trigger.period:
                while each.next() is not None:
                    pass
            elif not each.reach(each.due(self.at, before=False)) and now < self.woken_at + PATIENCE:
                return False
        return True

    def call(self, now: int) -> None:
        """Do it."""
        self.called = now
        if self.book is not None:
            self._tell(self.book, now)
        call = self.given
        call.now, call.stamp, call.tell = now, self.at, self.tell
        fresh = self.all
        for name, each in self.inputs.items():
            if each.shown is not each.held and each.held is not None:
                each.shown = each.held
                self.words[name], self.stamps[name] = each.held.message.word, each.held.message.stamp
            if not each.fresh:
                fresh = fresh - each.name
        call.fresh = fresh
        self.memory = self.service.serve(call, self.memory)
        self.calls += 1
        for each in self.inputs.values():
            each.fresh = False
        self.pending = False

    def tidy(self) -> None:
        """After a call there is time to give back what is not looked at any more."""
        for each in self.inputs.values():
            if each.before:
                each.tidy()

    def waiting(self, topic: str) -> Iterator[Message]:
        """Every word of a topic that waits."""
        return self.inputs[topic].waiting()

    def _tell(self, book: TopicWriter, now: int) -> None:
        """What the service is given in this call, told before it: nothing it says can lack the call it came of."""
        word = book.loan()
        word.stamp[0], word.now[0], word.begun[0], word.kept[0] = self.at, now, self.calls, self.kept
        numbers, stamps, fresh = word.numbers[0], word.stamps[0], word.fresh[0]
        for k, each in enumerate(self.told):
            message = None if each.held is None else each.held.message
            numbers[k], stamps[k] = (-1, -1) if message is None else (message.number, message.stamp)
            fresh[k] = each.fresh
        book.send(self.at)

    def schedule(self, now: int | None) -> None:
        """When it is due again; periods that have passed meanwhile are not made up for."""
        if self.period == 0:
            return
        self.due = (self.at // self.period + 1) * self.period
        if self.trigger is None and now is not None and self.due <= now:
            self.due = (now // self.period + 1) * self.period
