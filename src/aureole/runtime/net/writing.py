"""The writing end of a topic whose readers are on other machines: it gives as much as they have room for.

Every reader may have `depth` words, as on one machine; it says what it has looked at, and then gets more. What it was
not given is counted here, and what was given and did not come is counted there, by the numbers of the words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from aureole.core.bus import Message
from aureole.core.errors import BadInput
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Clock
from aureole.runtime.net import wire
from aureole.runtime.net.bell import Bell
from aureole.runtime.net.posts import Post

SILENCE = 200_000_000  # ns; a reader that never spoke, or has words and says nothing, is asked again


class Far:
    """One reader as its writer knows it; `hear` and `met` are called by the network's threads."""

    def __init__(self, post: Post, depth: int, bell: Bell) -> None:
        self.post, self.depth, self.bell = post, depth, bell
        self.reader = 0
        """Its incarnation; 0: it has never said anything."""
        self.out: deque[int] = deque()
        """Orders of the words it has."""
        self.order = self.last = 0  # of the last word, of the newest that is worth being sent again
        self.asked = 0  # ns
        self.account: wire.Account | None = None
        self.met, self.odd = True, 0
        self.there, self.heard = False, 0
        """It can be reached; ns of the clock when it said something last."""
        self.again = -1
        """Number of the word that was lost on the way and given once more; it is not given a third time."""

    def hear(self, data: bytes) -> None:
        """An account has come; the newest says all."""
        found = wire.account_of(data, self.depth)
        if found is None:
            self.odd += 1
            return
        self.account = found
        self.bell.ring()

    def meet(self, *, there: bool) -> None:
        """The reader can be reached, from now on or no more."""
        self.met, self.there = self.met or there, there
        self.bell.ring()


class NetWriter:
    """`core.bus.Writer` between machines."""

    def __init__(self, topic: Topic, frame: Frame, clock: Clock, incarnation: int) -> None:
        self.topic, self.frame, self.clock, self.incarnation = topic, frame, clock, incarnation
        self.memory = bytearray(frame.size)
        self.arrays = frame.views(self.memory, 0)
        self.word = frame.word(self.arrays)
        self.bell, self.layout = Bell(), wire.identity(frame.layout)
        self.far: dict[str, Far] = {}
        self.behind: set[str] = set()
        self.refused: dict[str, int] = {}
        """Words that readers were not given: they had as many as they may have, or were not there."""
        self.number, self.loaned = 0, False
        self.packed, self.head = b"", wire.Head(wire.WORD, 0, -1, 0, 0, incarnation, self.layout)
        self.ends: list[Callable[[], object]] = []
        """Called when it closes."""

    def join(self, posts: Mapping[str, Post]) -> None:
        """The ways to all readers, once."""
        for name, post in posts.items():
            self.far[name] = Far(post, self.topic.depth, self.bell)
            self.refused[name] = 0

    @property
    def odd(self) -> int:
        """What came from readers and was no account."""
        return sum(far.odd for far in self.far.values())

    @property
    def met(self) -> frozenset[str]:
        """Readers that have ever answered."""
        return frozenset(name for name, far in self.far.items() if far.reader)

    def fileno(self) -> int:
        """Readable when a reader has said something, for whoever calls `heed` then."""
        return self.bell.descriptor

    def loan(self) -> Any:
        """A word to be written in place."""
        if not self.loaned:
            self.collect()
            self.loaned = True
        return self.word

    def send(self, stamp: int) -> None:
        """Give the loaned word to all readers that have room.

        Raises:
            BadInput: nothing was loaned.
        """
        self.send_as(self.number, stamp, self.clock.now())

    def send_as(self, number: int, stamp: int, sent: int) -> None:
        """The same for a word that comes from elsewhere and has its number there."""
        if not self.loaned:
            raise BadInput(f"topic {self.topic.name}: nothing was loaned that could be sent")
        self.loaned, self.packed = False, bytes(self.memory)
        self.head = wire.Head(wire.WORD, 0, number, stamp, sent, self.incarnation, self.layout)
        self.number = number + 1
        for name, far in self.far.items():
            self._tell(name, far)
            self.refused[name] += name in self.behind

    def put(self, word: object, stamp: int) -> None:
        """Copy a whole word in and send it."""
        self.loan()
        self.frame.copy(word, self.arrays)
        self.send(stamp)

    def relay(self, message: Message) -> None:
        """Send on a word that another bus brought, with its number there."""
        self.loan()
        self.frame.copy(message.word, self.arrays)
        self.send_as(message.number, message.stamp, message.sent)

    def heed(self) -> None:
        """Hear what readers say, give the newest word to who lacks it, and ask those who are silent."""
        self.collect()
        now = self.clock.now()
        for name, far in self.far.items():
            if name in self.behind and self.packed:
                self._tell(name, far)
            if (far.out or not far.reader) and now - far.asked >= SILENCE:
                self._ask(far, now)

    def collect(self) -> None:
        """Hear what readers say, and ask who they are; who was behind gets the word that comes next."""
        self.bell.heard()
        for name, far in self.far.items():
            account, far.account = far.account, None
            if account is not None:
                far.heard = self.clock.now()
                self._settle(name, far, account)
            if far.met:
                self._ask(far, self.clock.now())

    def close(self) -> None:
        """The end: readers are told after the last word."""
        for far in self.far.values():
            self._say(far, self.head._replace(kind=wire.END, order=far.order))
        for end in self.ends:
            end()
        self.ends.clear()
        for far in self.far.values():
            far.post.close()
        self.bell.close()

    def _ask(self, far: Far, now: int) -> None:
        if not far.post.busy:
            far.met, far.asked = False, now
            self._say(far, self.head._replace(kind=wire.PROBE, order=far.order))

    def _settle(self, name: str, far: Far, account: wire.Account) -> None:
        """Believe an account that answers us; one that does not may be old: ask again."""
        far.asked = self.clock.now()
        if account.writer != self.incarnation:
            far.met = True
        elif account.reader != far.reader:
            far.reader = account.reader
            far.out.clear()
            if self.packed and not self.topic.queued:
                self._tell(name, far)
        else:
            far.out = deque(order for order in far.out if order > account.seen or order in account.held)
            if account.got < far.last <= account.seen and far.again != self.head.number:
                far.again = self.head.number
                self.behind.add(name)

    def _tell(self, name: str, far: Far) -> None:
        if not far.reader or len(far.out) >= self.topic.depth:
            self.behind.add(name)
            return
        self.behind.discard(name)
        far.order += 1
        far.last = far.order
        far.out.append(far.order)
        far.asked = self.clock.now()
        far.post.give(wire.pack_head(self.head._replace(order=far.order)), self.packed)

    def _say(self, far: Far, head: wire.Head) -> None:
        far.post.give(wire.pack_head(head), b"")
