"""What the recorder writes, chunk by chunk; what a full disk refuses is written elsewhere, or counted and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from aureole.runtime.recorder.part import Entry, Kind, Part
from aureole.runtime.recorder.ring import Ring

CHUNK = 1 << 20  # bytes that wait at most
FRESH = 250_000_000  # ns that a word waits at most: what a killed recorder takes with it
AGAIN = 1_000_000_000  # ns until a disk that was full is tried again
TRIES = 4  # parts that give way for one chunk


class Journal:
    """Parts of a ring, one after the other."""

    def __init__(self, ring: Ring, kinds: Mapping[str, Kind], about: Mapping[str, str]) -> None:
        self.ring, self.kinds, self.about = ring, kinds, about
        self.current: Part | None = None
        self.last = ring.folder
        """The part that was written last."""
        self.waiting: list[Entry] = []
        self.size, self.flushed = 0, 0
        self.words: Counter[str] = Counter()
        """By topic, on the disk."""
        self.refused: Counter[str] = Counter()
        """By topic; the disk had no room."""
        self.full = ""
        """Why nothing can be written; empty: it can."""
        self.tried = 0
        self.news: list[str] = []
        """To be told: a key (no_room, room_again, gives_way), and what belongs to it."""
        self.said: set[str] = set()

    def add(self, entries: Iterable[Entry], now: int) -> None:
        """Keep words, and write them when they are many or have waited."""
        for entry in entries:
            self.waiting.append(entry)
            self.size += len(entry.data)
            if self.size >= CHUNK:
                self.flush(now)
        if now - self.flushed >= FRESH:
            self.flush(now)

    def flush(self, now: int) -> None:
        """Write what waits."""
        self.flushed = now
        chunk, self.waiting, self.size = self.waiting, [], 0
        if not chunk:
            return
        if self.full and now - self.tried < AGAIN:
            self._refuse(chunk)
            return
        why = self._write(chunk)
        if why:
            self.tried = now
            self._refuse(chunk)
        if why != self.full:
            self.full = why
            lost = sum(self.refused.values())
            self.news.append(f"no_room: {why}" if why else f"room_again: {lost}")

    def mark(self, now: int) -> None:
        """A fault lies in what was added last: its part, and the one before, stay longest."""
        self.flush(now)
        if self.last in self.ring.sizes:
            self.last = self.ring.mark(self.last)
            if self.current is not None:
                self.current.path = self.last

    def close(self, now: int, found: Mapping[str, object]) -> None:
        """Write the rest, and end the part."""
        self.flush(now)
        self._end(found)

    def _write(self, chunk: list[Entry]) -> str:
        """A chunk into this part, or a new one, or one for which older ones give way; why not, or nothing."""
        why = ""
        for attempt in range(TRIES + 2):
            if attempt > 1:
                if not self.ring.make_room(None):
                    break
                self._tell_once(f"gives_way: {why}")
            try:
                if self.current is None:
                    self.current = Part(self.ring.next(), self.kinds, self.about)
                self.current.write(chunk)
            except OSError as error:
                why = error.strerror or str(error)
                self._drop()
                continue
            self.words.update(entry.topic for entry in chunk)
            self.last = self.current.path
            self.ring.grown(self.current.path, self.current.disk.size)
            if self.current.disk.size >= self.ring.part:
                self._end({})
            self.ring.trim(None if self.current is None else self.current.path)
            return ""
        return why

    def _tell_once(self, text: str) -> None:
        if text not in self.said:
            self.said.add(text)
            self.news.append(text)

    def _drop(self) -> None:
        """The part that did not take a chunk keeps what it has; one that could not even be made is gone."""
        if self.current is not None:
            self.ring.grown(self.current.path, self.current.good)
            self.current = None
        else:
            self.ring.forget()

    def _end(self, found: Mapping[str, object]) -> None:
        if self.current is None:
            return
        told = {"words": self.words, "refused": self.refused, "removed_parts": self.ring.removed, **found}
        self.current.finish(told)
        self.ring.grown(self.current.path, self.current.disk.size)
        self.current = None

    def _refuse(self, chunk: list[Entry]) -> None:
        self.refused.update(entry.topic for entry in chunk)
