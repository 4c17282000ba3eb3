"""The recorder as a service of its own process: it takes every word and keeps it, and changes nothing."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from aureole.core.errors import Trouble
from aureole.runtime.bus.frames import Frame
from aureole.runtime.foxglove.view import KINDS, WARNING, View, told
from aureole.runtime.layout import ENCODING, Packer
from aureole.runtime.recorder.faults import Faults
from aureole.runtime.recorder.journal import Journal
from aureole.runtime.recorder.part import Entry, Kind
from aureole.runtime.recorder.ring import LIMIT, Ring
from aureole.runtime.services.service import Call

MOST = 1000  # words of a topic in one call, so that a flood does not keep the others waiting


class Where(NamedTuple):
    """Where a recorder writes, how much, and what it says of the drive."""

    folder: Path
    about: Mapping[str, str]
    limit: int = LIMIT
    """Bytes on the disk."""


class Recorded(NamedTuple):
    """What a recorder remembers: how many words it was told to have lost, by topic."""

    lost: Mapping[str, int]


class RecorderService:
    """Takes every word of the topics it reads; what it could not take or keep is counted and told."""

    takes = True

    def __init__(self, where: Where, frames: Mapping[str, Frame], *, logical: bool) -> None:
        """`frames`: of the topics it reads."""
        self.where, self.logical = where, logical
        self.packers = {topic: Packer(frame.layout) for topic, frame in frames.items()}
        self.kinds = {
            topic: Kind(frame.layout.word, ENCODING, frame.layout.json(), ENCODING) for topic, frame in frames.items()
        }
        self.kinds |= KINDS
        self.view, self.faults = View(), Faults()
        self.journal: Journal | None = None
        self.lost: dict[str, int] = {}
        self.now = 0
        self.notices: list[tuple[str, str]] = []
        """For the supervisor, who takes them away: words_lost, or what `Journal.news` says, and a text."""

    def begin(self) -> Recorded:
        """Open the folder; a part is made with the first word.

        Raises:
            Trouble: the folder cannot be made.
        """
        folder = self.where.folder
        about = {**self.where.about, "clock": "logical" if self.logical else "real"}
        try:
            self.journal = Journal(Ring(folder, self.where.limit), self.kinds, about)
        except OSError as error:
            what = f"the recorder's folder cannot be made: {error.strerror or error}"
            raise Trouble(what, place=str(folder), remedy="choose another --out") from error
        return Recorded({})

    def serve(self, call: Call, memory: Recorded) -> Recorded:
        """Keep what waits, in the order in which it was sent; nothing is kept before what it came of.

        What comes last is fetched first: what it came of was sent before, and waits already.
        """
        journal = self._open()
        found: list[Entry] = []
        faulty = False
        for topic, packer in reversed(self.packers.items()):
            for message in itertools.islice(call.waiting(topic), MOST):
                heard = message.stamp if self.logical else message.sent
                found.append(Entry(topic, heard, message.stamp, message.number, packer.pack(message.word)))
                found += self.view.of(topic, message.word, heard, message.stamp)
                fault = self.faults.of(topic, message.number, message.word) or self._count(topic, message.lost)
                if fault:
                    found.append(told(heard, fault, topic, WARNING))
                    faulty = True
        found.sort(key=lambda entry: entry.heard)
        self.now = max(call.now, self.now, found[-1].heard if found else 0)
        journal.add(found, self.now)
        if faulty:
            journal.mark(self.now)
        self._pass_on(journal)
        return Recorded(dict(self.lost))

    def close(self) -> None:
        """Write the rest and end the file."""
        journal = self._open()
        journal.close(self.now, {"lost": self.lost})
        self._pass_on(journal)

    def _open(self) -> Journal:
        if self.journal is None:
            self.begin()
        assert self.journal is not None  # noqa: S101  # made above
        return self.journal

    def _pass_on(self, journal: Journal) -> None:
        """What the journal has to say."""
        for text in journal.news:
            what, _, rest = text.partition(": ")
            self.notices.append((what, rest))
        journal.news.clear()

    def _count(self, topic: str, lost: int) -> str:
        """A loss in words: of a topic the first, and when it has doubled."""
        before = self.lost.get(topic, 0)
        if lost <= before:
            return ""
        self.lost[topic] = lost
        if before and lost.bit_length() == before.bit_length():
            return ""
        self.notices.append(("words_lost", f"{topic} {lost}"))
        return f"{lost} words were lost before this one"
