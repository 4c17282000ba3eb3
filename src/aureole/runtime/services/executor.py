"""Calls the services of one node: by logical time, in lockstep, or by the machine's, where what is there counts.

By logical time a service that a word wakes sees all words that are due at the word's moment; one that time wakes sees
all that were due before. So what comes out depends on what went in, and not on who was faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aureole.core.errors import Trouble
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.clock import Clock
from aureole.runtime.services.hosted import PATIENCE, Hosted


class ServiceFailed(Trouble):
    """A service raised."""

    def __init__(self, service: str, error: BaseException, moment: int) -> None:
        self.service, self.error, self.moment = service, error, moment
        super().__init__(f"{type(error).__name__}: {error}", place=f"service {service} at {moment * 1e-9:.3f} s")


class Executor:
    """The services of one node, called one after the other."""

    def __init__(
        self, hosted: Sequence[Hosted], clock: Clock, *, logical: bool,
        watch: Callable[[Hosted, int], None] = lambda _hosted, _started: None,
    ) -> None:  # fmt: skip
        """`watch` hears of each call: the service, and when it began (ns)."""
        self.hosted, self.clock, self.logical, self.watch = hosted, clock, logical, watch

    def run_ready(self) -> int:
        """Call whoever can be called until nobody can; how many calls it were.

        Raises:
            ServiceFailed: one of them raised.
        """
        total, calls = 0, 1
        while calls:
            calls = 0
            for hosted in self.hosted:
                calls += self._call(hosted)
            total += calls
            if not self.logical:
                break
        return total

    def due(self) -> int | None:
        """When time wakes somebody next, ns; None: only words do."""
        moments = [hosted.due for hosted in self.hosted if hosted.trigger is None]
        moments += [hosted.called + hosted.patience for hosted in self.hosted if hosted.patience and hosted.called]
        moments += [hosted.woken_at + PATIENCE for hosted in self.hosted if hosted.pending]
        return None if self.logical or not moments else min(moments)

    def alone(self) -> TopicReader | None:
        """By real time: the reader of the one service there is, if words wake it and none waits."""
        first = self.hosted[0] if len(self.hosted) == 1 and not self.logical else None
        trigger = None if first is None else first.trigger
        busy = first is None or trigger is None or first.takes or first.pending or trigger.ahead is not None
        return None if busy or trigger is None else trigger.reader

    def prompt(self, number: int, stamp: int, sent: int, slot: int) -> bool:
        """Call the service that is `alone`, whose note has just come; False if its word is not for it.

        The same as `Hosted.wake` and `run_ready`, with less on the way: after a sleep everything that is touched costs.

        Raises:
            ServiceFailed: it raised.
        """
        hosted = self.hosted[0]
        hosted.wake(number, stamp, sent, slot)
        if not hosted.pending or hosted.others:
            return False
        started = self.clock.now()
        try:
            hosted.call(started)
        except Exception as error:
            raise ServiceFailed(hosted.about.name, error, hosted.at) from error
        hosted.schedule(started)
        hosted.tidy()
        self.watch(hosted, started)
        return True

    def _call(self, hosted: Hosted) -> bool:
        now = None if self.logical else self.clock.now()
        if not hosted.woken(now):
            return False
        if now is None:
            if not hosted.complete():
                return False
        elif not hosted.catch_up(now):
            return False
        started = self.clock.now()
        try:
            hosted.call(hosted.at if self.logical else started)
        except Exception as error:
            raise ServiceFailed(hosted.about.name, error, hosted.at) from error
        hosted.schedule(now)
        hosted.tidy()
        self.watch(hosted, started)
        return True
