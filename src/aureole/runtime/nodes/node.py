"""A node: the process of one rights domain. It holds what the supervisor hands it, and calls its services."""

from __future__ import annotations

import contextlib
import os
import select
import socket
from functools import partial
from typing import Any

from aureole.core.errors import Trouble
from aureole.kernels.keeping import keep_no_more
from aureole.runtime.clock import Clock
from aureole.runtime.facilities.claims import Claims
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.joined import Ends
from aureole.runtime.nodes.lifeline import hold
from aureole.runtime.nodes.pulse import NOTHING, Meter, Row
from aureole.runtime.nodes.rest import ELSE, SAID, TAKEN, TIME, TORN, Rest
from aureole.runtime.nodes.shares import share_of, usable
from aureole.runtime.nodes.system import System
from aureole.runtime.nodes.timer import Timer
from aureole.runtime.services.executor import Executor, ServiceFailed
from aureole.runtime.services.hosted import Hosted

EDGE = select.EPOLLIN | select.EPOLLET if hasattr(select, "EPOLLET") else 0
ONCE = select.EPOLLIN | select.EPOLLONESHOT if hasattr(select, "EPOLLONESHOT") else 0
FAILED, ORPHAN = 70, 71  # exit codes: a service raised; the supervisor has gone


class Measured:
    """Tells the supervisor what each call cost, and keeps what its service remembers for whoever comes after it."""

    def __init__(self, ends: Ends, clock: Clock) -> None:
        self.ends, self.clock, self.meter = ends, clock, Meter()
        self.before = self.meter.read()

    def rest(self) -> None:
        """What comes from now on belongs to the next call: waiting for the processor to begin with it does too."""
        self.before = self.meter.read()

    def watch(self, hosted: Hosted, started: int) -> None:
        """A call has ended."""
        name = hosted.about.name
        if self.ends.rings is not None:
            now = self.meter.read()
            spent = [after - before for after, before in zip(now, self.before, strict=True)]
            self.ends.rings.add(
                name, Row._make([hosted.at, hosted.woken_at, started, self.clock.now(), *spent, NOTHING])
            )
            for topic, writer in hosted.outputs.items():
                self.ends.rings.tell_sent(name, topic, writer.number, sum(writer.refused.values()))
            self.before = now
        if name in self.ends.kept:
            self.ends.kept[name].save(hosted.memory)
            hosted.kept = self.ends.kept[name].number

    def close(self) -> None:
        """Measure no more."""
        self.meter.close()


class Node:
    """One domain's process, from its birth to its end."""

    def __init__(
        self, system: System, domain: str, control: socket.socket, clock: Clock, claims: Claims | None = None
    ) -> None:
        """`claims`: those that were prepared for it."""
        self.system, self.domain, self.control, self.clock = system, domain, control, clock
        self.ends = Ends(system, domain, clock)
        self.claims = claims or Claims(share_of(system, domain, usable(), os.getppid()), system.without)
        self.told: set[str] = set()
        self.going = True
        self.hosted: list[Hosted] = []

    def run(self) -> int:
        """Claim its share, join, then serve until the supervisor says stop, or has gone; the exit code."""
        measured = Measured(self.ends, self.clock)
        self.claims.take()
        try:
            while (start := self.join()) is None:
                pass
            return ORPHAN if start < 0 else self.serve(start, measured)
        except ServiceFailed as failed:
            messages.say(self.control, messages.Failed(failed.service, str(failed), failed.moment))
            return FAILED

    def join(self) -> int | None:
        """One word before the start; the moment to begin at, below zero if there is nobody to wait for."""
        word, descriptors = messages.hear(self.control)
        match word:
            case messages.Go(moment):
                return moment
            case None | messages.Stop():
                return -1
            case _:
                self.take(word, descriptors)
                return None

    def take(self, word: messages.Word, descriptors: list[int]) -> None:
        """Take what the supervisor hands out."""
        match word:
            case messages.Write(topic):
                self.ends.write(word, *descriptors)
                messages.say(self.control, messages.Sealed(topic))
            case messages.Read():
                self.ends.read(word, *descriptors)
            case messages.Attach():
                self.ends.attach(word, *descriptors)
            case messages.Keep():
                self.ends.keep(word, *descriptors)
            case messages.Hand(service):
                (self.ends.handed[service],) = descriptors
            case messages.Board():
                self.ends.board(*descriptors)
                self.hosted = self.made(self.clock.now())  # it comes last of what is the node's alone
                messages.say(self.control, messages.Ready())
            case messages.Life():
                hold(*descriptors)
                messages.say(self.control, messages.Held())
            case _:
                raise Trouble(f"node {self.domain}: the supervisor says {type(word).__name__} to a node")

    def made(self, now: int) -> list[Hosted]:
        """The services, made behind the node's walls before anybody begins."""
        keep_no_more()  # the cache is shared by all domains: none of them writes what others run
        try:
            hosted = self.ends.hosted(self.next)
        except Trouble as error:  # what a service needs from outside is not there
            raise ServiceFailed(self.ends.services[0].name, error, now) from error
        self.next("", "bounds")
        self.claims.begin()
        if self.claims.refused:
            messages.say(self.control, messages.Degraded(self.domain, tuple(self.claims.refused)))
        return hosted

    def next(self, service: str, step: str) -> None:
        """Say what comes next, so that it can be told where a node hangs that never comes to serve."""
        messages.say(self.control, messages.Making(service, step))

    def serve(self, start: int, measured: Measured) -> int:
        """Call services as words and time wake them."""
        hosted = self.hosted
        for each in hosted:
            each.due = start
            each.tell = partial(self.speak, each.about.name)
        executor = Executor(hosted, self.clock, logical=self.system.logical, watch=measured.watch)
        timer = Timer()
        rest = Rest(timer, self.control)
        try:
            self.listen(rest.poll, hosted)
            measured.rest()  # making the services is nobody's call
            called = executor.run_ready() > 0
            while self.going:
                self.tell(hosted)
                due = executor.due()
                if due is not None:
                    timer.wake(due)
                self.mind_the_slow(rest.poll)
                for reader in self.ends.readers.values():
                    reader.tidy()
                self.claims.rest(idle=not called)
                rest.mind(executor.alone())
                measured.rest()
                called = self.wait(rest, timer, executor, short=called) or executor.run_ready() > 0
            self.finish(hosted)
            return 0
        finally:
            for each in hosted:
                getattr(each.service, "leave", int)()  # who holds something outside lets go of it
            measured.close()
            timer.close()
            rest.close()

    def wait(self, rest: Rest, timer: Timer, executor: Executor, *, short: bool) -> bool:
        """Sleep until something comes, or hear only what has come: after a call more words may wait than woke us.

        A note that comes alone is served at once; whether it was.
        """
        came, number, stamp, sent, slot = rest.sleep(short=short)
        if came == TAKEN and executor.prompt(number, stamp, sent, slot):
            return True
        if came & TAKEN and came != TAKEN:
            executor.hosted[0].wake(number, stamp, sent, slot)
        if came & TORN:
            rest.refuse()
        if came & TIME:
            timer.heard()
        if came & SAID:
            self.obey(rest.poll, self.hosted)
        if came & ELSE and not self.system.logical:
            for writer in self.ends.writers.values():
                if writer.behind:
                    writer.heed()
        return False

    def mind_the_slow(self, poll: select.epoll) -> None:
        """Be woken once when a reader that had no room for the newest word has given one back."""
        for writer in self.ends.writers.values() if not self.system.logical else ():
            for sock in [writer.socks[reader] for reader in writer.behind & writer.socks.keys()]:
                try:
                    poll.register(sock, ONCE)
                except FileExistsError:
                    poll.modify(sock, ONCE)

    def obey(self, poll: select.epoll, hosted: list[Hosted]) -> None:
        """What the supervisor says while services run."""
        word, descriptors = messages.hear(self.control)
        match word:
            case None:
                raise SystemExit(ORPHAN)
            case messages.Stop():
                self.going = False
            case _:
                self.take(word, descriptors)
                self.listen(poll, hosted)

    def listen(self, poll: select.epoll, hosted: list[Hosted]) -> None:
        """Be woken by every line that can make somebody ready: each new word once, not as long as it waits."""
        lines = [each.trigger.reader for each in hosted if each.trigger is not None]
        if self.system.logical or self.domain in self.system.witnesses:
            lines = list(self.ends.readers.values())
        found: list[Any] = [line for line in lines if line.fileno() >= 0]
        if self.system.logical:
            found += [sock for writer in self.ends.writers.values() for sock in writer.socks.values()]
        for each in found:
            with contextlib.suppress(FileExistsError):
                poll.register(each, EDGE)

    def speak(self, service: str, told: tuple[Any, ...]) -> None:
        """Pass on what a guard tells; a supervisor that does not listen is not waited for."""
        messages.say(self.control, messages.Found(service, *told), (), socket.MSG_DONTWAIT)

    def finish(self, hosted: list[Hosted]) -> None:
        """Those who take every word take what was sent until now, and close what they hold."""
        for each in hosted:
            if each.takes:
                each.call(each.at if self.system.logical else self.clock.now())
                each.service.close()  # type: ignore[attr-defined]
        self.tell(hosted)

    def tell(self, hosted: list[Hosted]) -> None:
        """Pass on what services say, and what came out of one that has done what it was there for."""
        for each in hosted:
            said = getattr(each.service, "notices", ())
            while said:
                messages.say(self.control, messages.Told(each.about.name, *said.pop(0)))
            if each.about.name not in self.told and getattr(each.service, "over", False):
                self.told.add(each.about.name)
                made = os.memfd_create(each.about.name, os.MFD_CLOEXEC)
                try:
                    with os.fdopen(os.dup(made), "wb") as file:
                        file.write(each.service.result())  # type: ignore[attr-defined]
                    messages.say(self.control, messages.Over(each.about.name), [made])
                finally:
                    os.close(made)
