"""The bridge: a node that hands words on between the memory of its machine and other machines, and changes none.

Words keep their number, so whoever reads them at the far end counts what was lost anywhere on the way. It sleeps in the
kernel until a word or an account comes, or its period is over.
"""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from aureole.core.errors import Trouble
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.clock import Clock
from aureole.runtime.facilities.claims import Claims
from aureole.runtime.modes.afar import Reach, State, Way
from aureole.runtime.net.bus import NetBus
from aureole.runtime.net.links import BRIDGE, PERIOD
from aureole.runtime.net.reading import NetReader
from aureole.runtime.net.writing import Far, NetWriter
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.node import EDGE, Measured, Node
from aureole.runtime.nodes.system import System
from aureole.runtime.services.executor import ServiceFailed
from aureole.runtime.supervise.oversight.alive import SILENCE

GRACE = 5_000_000_000  # ns; who is joined and not heard for so long speaks of something else
EVERY = 1_000_000_000  # ns between two accounts of how many words came and went
LEASE = 2_000_000_000  # ns; who says nothing about its words for so long is not reached, as the transport has it
PERIODS = 10  # of a topic, after which its words have ceased; never sooner than `alive.SILENCE`


class Carried:
    """The words of one topic that came from another chip, as its meter counts them: not by their numbers there."""

    def __init__(self, writer: SharedWriter) -> None:
        self.writer, self.number = writer, 0

    @property
    def refused(self) -> dict[str, int]:
        """Words that readers on this chip were not given."""
        return self.writer.refused


class Round:
    """One time that the bridge looked, as its meter sees it: a call of its service."""

    def __init__(self, system: System, writers: Mapping[str, SharedWriter]) -> None:
        self.about = next(each for each in system.services if each.name == BRIDGE)
        self.outputs = {topic: Carried(writer) for topic, writer in writers.items()}
        self.memory, self.at, self.woken_at = None, 0, 0


class Bridge(Node):
    """The process of the domain `bridge`."""

    def __init__(
        self, system: System, control: socket.socket, clock: Clock, far: Callable[[], NetBus],
        claims: Claims | None = None,
    ) -> None:  # fmt: skip
        """`far` opens the bus to the other machines; it is called here, after every fork, behind the node's walls."""
        super().__init__(system, BRIDGE, control, clock, claims)
        self.far = far
        self.out: list[tuple[SharedReader, NetWriter]] = []
        self.into: list[tuple[NetReader, SharedWriter]] = []
        self.ways: dict[Way, Reach] = {}
        """As they were told last."""
        self.carried: dict[str, Carried] = {}
        self.odd: dict[str, int] = {}
        self.told_at = self.alone_at = clock.now()
        """When it was told last; when not all machines were joined."""
        self.peers: Callable[[], int] = int
        """How many machines are joined."""

    def serve(self, start: int, measured: Measured) -> int:
        """Hand words on until the supervisor says stop."""
        try:
            bus = self.far()
        except Trouble as trouble:
            raise ServiceFailed(BRIDGE, trouble, start) from trouble
        self.peers = lambda: len(bus.session.info.peers_zid())
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
                self.carried[far_reader.topic.name].number += 1
                writer.put(held.message.word, held.message.stamp)
                held.release()
            if writer.behind:
                writer.heed()

    def _run(self, poll: select.epoll, measured: Measured) -> None:
        this = Round(self.system, self.ends.writers)
        self.carried = this.outputs
        measured.rest()  # opening the bus is nobody's call
        try:
            while self.going:
                this.at = this.woken_at = started = self.clock.now()
                self.hand_on()
                self._tell(started)
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

    def _tell(self, now: int) -> None:
        """Say how the ways to other chips are whenever that changes, and now and then how many words took them."""
        waits = not self.ways or any(each.state in (State.WAITING, State.OTHER) for each in self.ways.values())
        if waits and self.peers() < len(self._chips()):
            self.alone_at = now
        found = {(each.topic, each.chip): each for each in self._reaches(now)}
        changed = [way for way, each in found.items() if way not in self.ways or self.ways[way].state != each.state]
        if changed or now - self.told_at >= EVERY:
            self.ways, self.told_at = found, now
            messages.say(self.control, messages.Reached(tuple(found.values())))
        for far, _ in self.into:
            name, odd = far.topic.name, far.odd.total()
            if odd and name not in self.odd:
                reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(far.odd.items()))
                messages.say(self.control, messages.Told(BRIDGE, "odd", f"{name}: {reasons}"))
            if odd:
                self.odd[name] = odd

    def _reaches(self, now: int) -> Iterator[Reach]:
        """Every way to another chip as it is now."""
        cut = set()
        for _, far in self.out:
            for chip, reader in far.far.items():
                state = going(reader, now)
                cut |= {chip} if state is State.CUT else set()
                yield self._since(Reach(far.topic.name, chip, False, state, now, reader.order, far.refused[chip]), now)
        for near, _ in self.into:
            topic, state = near.topic, coming(near, now)
            state = State.CUT if state is State.SILENT and topic.writer in cut else state
            words, lost = self.carried[topic.name].number, near.lost + near.odd.total()
            yield self._since(Reach(topic.name, topic.writer, True, state, now, words, lost), now)

    def _since(self, reach: Reach, now: int) -> Reach:
        """The same, with the moment since when it is so; who waits for long though machines are joined hears others."""
        if reach.state is State.WAITING and now - self.alone_at > GRACE:
            reach = msgspec.structs.replace(reach, state=State.OTHER)
        before = self.ways.get((reach.topic, reach.chip))
        same = before is not None and before.state == reach.state
        return msgspec.structs.replace(reach, since=before.since) if before is not None and same else reach

    def _chips(self) -> set[str]:
        return {far.topic.writer for far, _ in self.into} | {chip for _, far in self.out for chip in far.far}


def going(reader: Far, now: int) -> State:
    """How words go: whether their reader is reached, and says what it has of them.

    The second is asked because the transport sees no cut as long as it has something to send.
    """
    if not reader.reader:
        return State.WAITING
    return State.UP if reader.there and not (reader.out and now - reader.heard > LEASE) else State.CUT


def coming(reader: NetReader, now: int) -> State:
    """How words come: whether their writer is reached, and the last one came not too long ago."""
    line = reader.far
    if not line.arrived:
        return State.WAITING
    if not line.alive:
        return State.CUT
    period = 1e9 / reader.topic.rate if reader.topic.rate > 0.0 else float("inf")
    return State.SILENT if now - line.arrived > max(SILENCE, PERIODS * period) else State.UP
