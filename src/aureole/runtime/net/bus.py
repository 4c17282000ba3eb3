"""The bus between machines as one party sees it: a service with a certificate of its own, or the bridge of a chip."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.rights import may_read, may_write
from aureole.runtime.clock import Clock
from aureole.runtime.net.keys import Keys
from aureole.runtime.net.line import NetLine
from aureole.runtime.net.posts import Post
from aureole.runtime.net.reading import NetReader
from aureole.runtime.net.session import zenoh
from aureole.runtime.net.writing import Far, NetWriter

BATCH = 60_000  # bytes; with its head and the transport's, less than the 65,535 of one batch


class NetBus:
    """`core.bus.Bus` over one session."""

    def __init__(
        self, name: str, car: str, topics: Sequence[Topic], frames: Mapping[str, Frame], session: Any, clock: Clock
    ) -> None:  # fmt: skip
        """`session`: of `runtime.net.session.opened`, for the same party and topics; it stays its opener's."""
        self.name, self.car, self.topics, self.frames = name, car, topics, frames
        self.session, self.clock, self.zenoh = session, clock, zenoh()

    def publish(self, topic: str) -> NetWriter:
        """The writing end, for the one writer."""
        about = self._topic(may_write(self.name, topic, self.topics))
        keys, frame = Keys(self.car, topic), self.frames[topic]
        writer = NetWriter(about, frame, self.clock, _incarnation())
        writer.join({name: Post(self._publisher(keys.to(name), frame.size)) for name in about.readers})
        writer.ends += [self._hearing(keys.back(name), far) for name, far in writer.far.items()]
        writer.ends.append(self.session.liveliness().declare_token(keys.sign(writer.incarnation)).undeclare)
        return writer

    def subscribe(self, topic: str, *, every: bool = False) -> NetReader:
        """A reading end, for those who may read."""
        about = self._topic(may_read(self.name, topic, self.topics))
        keys, frame = Keys(self.car, topic), self.frames[topic]
        line = NetLine(frame, about.depth, self.clock, _incarnation())
        reader = NetReader(about, line, every=every or about.queued)
        back = Post(self._publisher(keys.back(self.name), 0), newest=True)
        line.answer = lambda account: back.give(None, account)
        kept = [
            self.session.declare_subscriber(keys.to(self.name), self._at_once(lambda sample: _word(line, sample))),
            self.session.liveliness().declare_subscriber(
                keys.alive, self._at_once(lambda sample: self._live(line, sample)), history=True
            ),
            back.publisher.declare_matching_listener(self._at_once(lambda _: line.tell())),
        ]
        reader.ends += [*(each.undeclare for each in kept), back.close]
        return reader

    def _topic(self, name: str) -> Topic:
        return next(topic for topic in self.topics if topic.name == name)

    def _publisher(self, key: str, size: int) -> Any:
        """Small words go ahead of large ones."""
        priority = self.zenoh.Priority.REAL_TIME if size <= BATCH else self.zenoh.Priority.DATA
        return self.session.declare_publisher(
            key, congestion_control=self.zenoh.CongestionControl.BLOCK, priority=priority, express=True,
            allowed_destination=self.zenoh.Locality.REMOTE,
        )  # fmt: skip

    def _hearing(self, key: str, far: Far) -> Any:
        """Hear a reader's accounts, and that it can be reached; what ends that."""
        hear = self._at_once(lambda sample: far.hear(bytes(sample.payload)))
        accounts = self.session.declare_subscriber(key, hear, allowed_origin=self.zenoh.Locality.REMOTE)
        meeting = far.post.publisher.declare_matching_listener(
            self._at_once(lambda status: far.meet(there=status.matching))
        )
        return lambda: (accounts.undeclare(), meeting.undeclare())

    def _at_once(self, heard: Any) -> Any:
        """Called in the network's own thread: no other has to be woken first."""
        return self.zenoh.handlers.Callback(heard, indirect=False)

    def _live(self, line: NetLine, sample: Any) -> None:
        sign = str(sample.key_expr).rpartition("/")[2]
        if sign.isdecimal() and len(sign) < 20:
            line.live(int(sign), alive=sample.kind == self.zenoh.SampleKind.PUT)


def _word(line: NetLine, sample: Any) -> None:
    head = sample.attachment
    line.hear(None if head is None else bytes(head), sample.payload)


def _incarnation() -> int:
    """Sixty-three bits that no other end has, and never 0."""
    return secrets.randbits(63) | 1
