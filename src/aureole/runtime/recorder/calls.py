"""The calls of a service as they were, put together again from the words that a recorder kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from aureole.core.command import Command
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.runtime.bus.frames import Frame
from aureole.runtime.layout import Layout
from aureole.runtime.recorder.part import Entry
from aureole.runtime.services.heard import PREFIX, Heard
from aureole.runtime.services.service import Call

WORDS: Mapping[str, type] = {word.__name__: word for word in (Scene, Observation, Plan, Command, Heard)}
COUNT = 0xFFFFFFFF  # a record counts words in 32 bits
RECENT = 4096  # moments whose words are counted: those about one moment come one after the other
LATE = 20_000  # words after which one that a call looked at is not to be expected any more: far more than wait at once


def frame_in(layout: Layout) -> Frame:
    """The frame of recorded words.

    Raises:
        ValueError: this version has no such word, or another one of that name.
    """
    if layout.word not in WORDS:
        raise ValueError(f"a word '{layout.word[:80]}' that this version does not know")
    return Frame(WORDS[layout.word], layout)


def unpacked(frame: Frame, data: bytes) -> Any:
    """A word from its message; its arrays cannot be written."""
    arrays, place = [], 0
    for each in frame.layout.fields:
        array = np.frombuffer(data, each.dtype, each.size // np.dtype(each.dtype).itemsize, place)
        arrays.append(array.reshape(each.shape))
        place += each.size
    return frame.word(tuple(arrays))


class Turns:
    """Tells words of one topic about the same moment apart: which of them each is, from 0 on.

    A guard that waited in vain speaks again when the wish has come, and whoever begins anew may say again what it said.
    """

    def __init__(self) -> None:
        self.counts: dict[tuple[str, int], int] = {}

    def of(self, topic: str, stamp: int) -> int:
        """The turn of a word that comes now."""
        key = topic, stamp
        turn = self.counts.get(key, 0)
        self.counts[key] = turn + 1
        if len(self.counts) > RECENT:
            del self.counts[next(iter(self.counts))]
        return turn


class Given(NamedTuple):
    """One call."""

    heard: Heard
    held: Mapping[str, Entry]
    """The word of each topic it looked at."""
    turns: Mapping[str, int]
    """Which of the words about its moment each is."""
    missing: tuple[str, ...]
    """Topics whose word was not recorded."""
    fresh: frozenset[str]
    """Topics whose word it looked at for the first time."""

    @property
    def stamp(self) -> int:
        """The moment it was about, ns."""
        return int(self.heard.stamp[0])

    @property
    def began(self) -> bool:
        """The service began, or began anew, with this call."""
        return int(self.heard.begun[0]) == 0


class Wanted(NamedTuple):
    """A word that a call looked at."""

    number: int
    stamp: int
    fresh: bool


Kept = tuple[Entry, int]
"""A word and its turn."""


@dataclass(slots=True)
class Gathering:
    """Gathers the calls of one service while words go by."""

    service: str
    inputs: Sequence[str]
    frame: Frame
    """Of its calls."""
    books: dict[str, dict[tuple[int, int], list[Kept]]] = field(default_factory=dict)
    """Words that no call has looked at yet, by topic, number and moment; a writer that began anew counts anew."""
    held: dict[str, Kept] = field(default_factory=dict)
    queue: deque[tuple[int, Heard]] = field(default_factory=deque)
    """Calls that wait for their words, and how many words had gone by when they came."""
    passed: int = 0
    turns: Turns = field(default_factory=Turns)

    def add(self, entry: Entry) -> Iterator[Given]:
        """One word; the calls that are whole with it."""
        self.passed += 1
        if entry.topic == PREFIX + self.service:
            self.queue.append((self.passed, unpacked(self.frame, entry.data)))
        elif entry.topic in self.inputs:
            book = self.books.setdefault(entry.topic, {})
            turn = self.turns.of(entry.topic, entry.stamp)
            book.setdefault((entry.number, entry.stamp), []).append((entry, turn))
        else:
            return
        yield from self._whole(final=False)

    def rest(self) -> Iterator[Given]:
        """No more words: the calls that are left."""
        yield from self._whole(final=True)

    def _whole(self, *, final: bool) -> Iterator[Given]:
        while self.queue:
            came, heard = self.queue[0]
            wanted = self._wanted(heard)
            waited = final or self.passed - came > LATE
            if not waited and not all(self._there(topic, word) for topic, word in wanted.items()):
                return
            self.queue.popleft()
            missing = tuple(topic for topic, word in wanted.items() if not self._take(topic, word))
            held = {topic: self.held[topic] for topic in wanted if topic not in missing}
            words, turns = {name: one[0] for name, one in held.items()}, {name: one[1] for name, one in held.items()}
            fresh = frozenset(topic for topic, word in wanted.items() if word.fresh)
            yield Given(heard, words, turns, missing, fresh)

    def _wanted(self, heard: Heard) -> dict[str, Wanted]:
        rows = zip(
            self.inputs, heard.numbers[0].tolist(), heard.stamps[0].tolist(), heard.fresh[0].tolist(), strict=True
        )
        return {topic: Wanted(number & COUNT, stamp, new) for topic, number, stamp, new in rows if number >= 0}

    def _holds(self, topic: str, word: Wanted) -> bool:
        held = self.held.get(topic)
        return held is not None and (held[0].number, held[0].stamp) == word[:2]

    def _there(self, topic: str, word: Wanted) -> bool:
        return word[:2] in self.books.get(topic, {}) or self._holds(topic, word)

    def _take(self, topic: str, word: Wanted) -> bool:
        """Look at a word, and forget those that came before it.

        Who began anew looks for the first time at what the one before had looked at.
        """
        book = self.books.get(topic, {})
        if self._holds(topic, word) and not (word.fresh and word[:2] in book):
            return True
        if word[:2] not in book:
            self.held.pop(topic, None)
            return False
        while (first := next(iter(book))) != word[:2]:
            del book[first]
        self.held[topic] = book[first].pop(0)
        if not book[first]:
            del book[first]
        return True


def gathered(entries: Iterable[Entry], gathering: Gathering) -> Iterator[Given]:
    """Every call of a service in what was recorded."""
    for entry in entries:
        yield from gathering.add(entry)
    yield from gathering.rest()


class Calls:
    """Makes calls of what was given; a word is the same object as long as it is the same."""

    def __init__(self, layouts: Mapping[str, Layout]) -> None:
        """`layouts`: by topic; looked at when a topic's first word comes."""
        self.layouts = layouts
        self.frames: dict[str, Frame] = {}
        self.words: dict[str, tuple[Entry, Any]] = {}

    def call(self, given: Given) -> Call:
        """The call again, with nowhere to write to.

        Raises:
            ValueError: its words are none of this version's.
        """
        fresh = []
        for topic, entry in given.held.items():
            if topic not in self.words or self.words[topic][0] is not entry:
                frame = self.frames.get(topic) or self.frames.setdefault(topic, frame_in(self.layouts[topic]))
                self.words[topic] = entry, unpacked(frame, entry.data)
                fresh.append(topic)
        return Call(
            int(given.heard.now[0]), given.stamp, {topic: self.words[topic][1] for topic in given.held},
            {topic: entry.stamp for topic, entry in given.held.items()}, frozenset(fresh), {},
        )  # fmt: skip
