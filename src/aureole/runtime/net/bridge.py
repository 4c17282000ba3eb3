"""The bridge: a node that hands words on between the memory of its machine and other machines, and changes none.

Words keep their number, so whoever reads them at the far end counts what was lost anywhere on the way. It sleeps in the
kernel until a word or an account comes, or its period is over.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from aureole.core.errors import Trouble
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.clock import Clock
from aureole.runtime.facilities.claims import Claims
from aureole.runtime.net.bus import NetBus
from aureole.runtime.net.links import BRIDGE, PERIOD
from aureole.runtime.net.reading import NetReader
from aureole.runtime.net.writing import NetWriter
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.node import EDGE, Measured, Node
from aureole.runtime.nodes.shares import share_of, usable
from aureole.runtime.nodes.system import System
from aureole.runtime.services.executor import ServiceFailed

GRACE = 5_000_000_000  # ns; machines that boot together need not find each other at once


class Round:
    """One time that the bridge looked, as its meter sees it: a call of its service."""

    def __init__(self, system: System, outputs: dict[str, SharedWriter]) -> None:
        self.about = next(each for each in system.services if each.name == BRIDGE)
        self.outputs, self.memory = outputs, None
        self.at = self.woken_at = 0


class Bridge(Node):
    """The process of the domain `bridge`."""

    def __init__(
        self, system: System, control: socket.socket, clock: Clock, far: Callable[[], NetBus]
    ) -> None:  # fmt: skip
        """`far` opens the bus to the other machines; it is called here, after every fork."""
        super().__init__(system, BRIDGE, control, clock)
        share = replace(share_of(system, BRIDGE, usable(), os.getppid()), networked=True)
        self.claims = Claims(share, system.without | {"landlock"})  # its certificates lie wherever they were given
        self.far = far
        self.out: list[tuple[SharedReader, NetWriter]] = []
        self.into: list[tuple[NetReader, SharedWriter]] = []
        self.said: set[str] = set()
        self.met_by = clock.now() + GRACE

    def serve(self, start: int, measured: Measured) -> int:
        """Hand words on until the supervisor says stop."""
        self.claims.begin()
        if self.claims.refused:
            messages.say(self.control, messages.Degraded(BRIDGE, tuple(self.claims.refused)))
        try:
            bus = self.far()
        except Trouble as trouble:
            raise ServiceFailed(BRIDGE, trouble, start) from trouble
        with contextlib.closing(bus.session), select.epoll() as poll, self._joined(bus):
            poll.register(self.control, select.EPOLLIN)
            for end in self._far_ends():
                poll.register(end, select.EPOLLIN)
            self.listen(poll, [])
            self._run(poll, measured)
        return 0

    def listen(self, poll: select.epoll, hosted: list[Any]) -> None:
        """Be woken by every line of this machine too, those that came just now included."""
        for reader, _ in self.out:
            if reader.fileno() >= 0:
                with contextlib.suppress(FileExistsError):
                    poll.register(reader, EDGE)

    def hand_on(self) -> None:
        """Every word that waits, on either side."""
        for near, far in self.out:
            while (held := near.hold()) is not None:
                far.relay(held.message)
                held.release()
            far.heed()
        for far_reader, writer in self.into:
            while (held := far_reader.hold()) is not None:
                writer.number = held.message.number
                writer.put(held.message.word, held.message.stamp)
                held.release()
            if writer.behind:
                writer.heed()

    def _run(self, poll: select.epoll, measured: Measured) -> None:
        this = Round(self.system, self.ends.writers)
        try:
            while self.going:
                this.at = this.woken_at = started = self.clock.now()
                self.hand_on()
                self._tell()
                measured.watch(this, started)  # type: ignore[arg-type]
                self.mind_the_slow(poll)
                measured.rest()
                for descriptor, _ in poll.poll(PERIOD):
                    if descriptor == self.control.fileno():
                        self.obey(poll, [])
        finally:
            measured.close()

    @contextlib.contextmanager
    def _joined(self, bus: NetBus) -> Iterator[None]:
        """The far ends of every topic that this bridge reads or writes here."""
        self.out = [(reader, bus.publish(topic)) for (topic, _), reader in self.ends.readers.items()]
        self.into = [(bus.subscribe(topic, every=True), writer) for topic, writer in self.ends.writers.items()]
        try:
            yield
        finally:
            for end in self._far_ends():
                end.close()

    def _far_ends(self) -> list[NetReader | NetWriter]:
        return [*(far for _, far in self.out), *(far for far, _ in self.into)]

    def _tell(self) -> None:
        """Say once what cannot be reached, and what came and was refused; again when it has been well meanwhile."""
        missed = [far for far, _ in self.into if far.ended and (far.far.writer or self.clock.now() > self.met_by)]
        found = {f"{far.topic.name}: its writer's chip is not reached" for far in missed}
        found |= {f"{far.topic.name}: refused {', '.join(sorted(far.odd))}" for far, _ in self.into if far.odd}
        if new := found - self.said:
            messages.say(self.control, messages.Degraded(BRIDGE, tuple(sorted(new))))
        self.said = found
