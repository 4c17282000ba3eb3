"""The reading end of a topic, whatever the line: the next word, or the newest, in place."""

from __future__ import annotations

from collections import deque
from typing import Any

from aureole.core.bus import Message
from aureole.core.notes import Array
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.lines import Line, Note, new
from aureole.runtime.bus.slots import Slots
from aureole.runtime.bus.waiting import BROKEN, TAKEN, TORN, Ear, ear
from aureole.runtime.clock import Monotonic

Places = list[tuple[Array, ...]]
"""Arrays by slot."""


class Held:
    """A message that is looked at until `release`."""

    __slots__ = ("arrays", "line", "message", "reader", "slot", "word")

    def __init__(self, word: Any, reader: TopicReader, line: Line, slot: int, arrays: tuple[Array, ...]) -> None:
        self.word, self.reader, self.line, self.slot, self.arrays = word, reader, line, slot, arrays
        self.message: Message
        """It is there once a note has spoken of the word."""

    def release(self) -> None:
        """End the word and give its slot back; when there is time, `tidy` makes the word that will lie there next."""
        if self.slot >= 0:
            self.reader.frame.end(self.word)
            self.line.back(self.slot)
            if self.reader.line is self.line:
                self.reader.unmade[self.slot] = self.arrays
            self.slot = -1


class Taken:
    """The context of one word; a generator would do, at three times the cost."""

    __slots__ = ("held", "reader", "wait")

    def __init__(self, reader: TopicReader, wait: float) -> None:
        self.reader, self.wait = reader, wait
        self.held: Held | None = None

    def __enter__(self) -> Message | None:
        """The word, if one comes in time."""
        held = self.reader.hold() if self.wait <= 0.0 else self.reader.await_word(self.wait)
        self.held = held
        return None if held is None else held.message

    def __exit__(self, *_: object) -> None:
        """End it."""
        if self.held is not None:
            self.held.release()
            self.reader.tidy()


class TopicReader:
    """The reading end; without a line there is nothing to read yet."""

    def __init__(self, frame: Frame, *, every: bool) -> None:
        self.frame, self.every = frame, every
        """Every word in order; else the newest."""
        self.line: Line | None = None
        self.ear: Ear | None = None
        """Where its line is waited for in compiled code."""
        self.slots: Places = []
        self.made: dict[int, Held] = {}
        """Words that nobody looks at yet, by slot."""
        self.unmade: dict[int, tuple[Array, ...]] = {}
        """Arrays that no such word was made of since the last one was given back."""
        self.memory: Any = None
        self.lost, self.next = 0, -1  # number of the next word; below zero: any
        self.older: deque[tuple[Line, Places, int]] = deque()
        """Lines of writers that have gone, with what they had sent and the number of the next word; who wants but the
        newest has none."""

    def join(self, line: Line, slots: Places) -> None:
        """Read what comes on this line from now on, after all that had come on the one before, if every word counts."""
        if self.every and self.line is not None:
            self.older.append((self.line, self.slots, self.next))
        elif self.line is not None:
            self.line.close()
        self.line, self.slots, self.next, self.ear = line, slots, -1, ear(line)
        self.unmade = {slot: arrays for slot, arrays in enumerate(slots) if arrays}
        self.made.clear()
        self.tidy()

    @property
    def ended(self) -> bool:
        """Nothing comes any more."""
        return not self.older and (self.line is None or self.line.ended)

    def close(self) -> None:
        """Read no more; the writer sees it."""
        while self.older:
            self.older.popleft()[0].close()
        if self.line is not None:
            self.line.close()
            self.line = self.ear = None
        self.made.clear()

    def fileno(self) -> int:
        """To be waited for; -1 while there is nothing to wait for."""
        return -1 if self.line is None else self.line.fileno()

    def tidy(self) -> None:
        """Make the words that will be looked at next: before a wait there is time for it, after it there is none."""
        if self.line is not None:
            for slot, arrays in self.unmade.items():
                self.made[slot] = Held(self.frame.word(arrays), self, self.line, slot, arrays)
        self.unmade.clear()

    def take(self, wait: float = 0.0) -> Taken:
        """The next word, or the newest; its arrays end with the context."""
        return Taken(self, wait)

    def hold(self) -> Held | None:
        """The same, to be released by hand."""
        while self.older:
            found = self._left()
            if found is not None:
                return found
        line = self.line
        note = None if line is None else self._receive(line)
        if note is None or line is None:
            return None
        while not self.every and (newer := self._receive(line)) is not None:
            line.back(note.slot)
            note = newer
        return self.find(*note)

    def await_word(self, seconds: float) -> Held | None:
        """The same, once there is one; None if there is none in time.

        After a sleep whatever is looked up costs its way to memory: what the usual word needs is at hand before it.
        """
        ear = self.ear
        if ear is None or self.older or ear.line.ended:
            return self._await(seconds)
        hear, made, following, lost, make, kind = ear.hear, self.made, self.next, self.lost, new, Message
        place, ms = ear.asked(seconds, every=self.every)
        end = Monotonic.now() + ms * 1_000_000
        came, number, stamp, sent, slot = hear(place, ms)
        if came == TAKEN and number == following and (held := made.pop(slot, None)) is not None:
            self.next = number + 1
            held.message = make(kind, (held.word, stamp, sent, number, lost))
            return held
        if came & BROKEN:
            came, number, stamp, sent, slot = ear.again(end)
        if came & TORN:
            ear.line.ended = True
        return self.find(number, stamp, sent, slot) if came & TAKEN else self.hold()  # it sees if the writer has gone

    def _await(self, seconds: float) -> Held | None:
        """The same with a call for each step."""
        held = self.hold()
        if held is None and self.line is not None:
            self.line.wait(seconds)
            held = self.hold()
        return held

    def find(self, number: int, stamp: int, sent: int, slot: int) -> Held | None:
        """The word that the newest note of the present line speaks of; None if there is no such slot."""
        line, following = self.line, self.next
        if line is None or slot >= len(self.slots):
            return None
        if 0 <= following < number:
            self.lost += number - following
        self.next = number + 1
        arrays, held = self.slots[slot] or _made(self.slots, slot), self.made.pop(slot, None)
        if held is None or held.arrays is not arrays:
            held = Held(self.frame.word(arrays), self, line, slot, arrays)
        held.message = new(Message, (held.word, stamp, sent, number, self.lost))
        return held

    def _left(self) -> Held | None:
        """The next word that a writer which has gone had sent; without one its line is let go of."""
        line, slots, following = self.older.popleft()
        note = line.receive()
        if note is None:
            line.close()
            return None
        self.older.appendleft((line, slots, note.number + 1))
        if note.slot >= len(slots):
            return None
        self.lost += max(note.number - following, 0) if following >= 0 else 0
        number, stamp, sent, slot = note
        arrays = slots[slot] or _made(slots, slot)
        held = Held(self.frame.word(arrays), self, line, slot, arrays)
        held.message = new(Message, (held.word, stamp, sent, number, self.lost))
        return held

    def _receive(self, line: Line) -> Note | None:
        """The next note that speaks of a slot there is."""
        note = line.receive()
        return note if note is not None and note.slot < len(self.slots) else None


def _made(slots: Places, slot: int) -> tuple[Array, ...]:
    """The arrays of a slot that was not used yet."""
    return slots.of(slot) if isinstance(slots, Slots) else ()
