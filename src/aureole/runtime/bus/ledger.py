"""Who still looks at which slot: the writer's book, so that it never waits and never writes under a reader's eyes."""

from __future__ import annotations

from aureole.core.topic import Topic


class Ledger:
    """Slots of one topic.

    Every reader may have `depth` words: those that wait for it and the one it looks at. One slot is being written, one
    holds the newest word; so with two slots more than all readers may have there always is a free one, whatever
    readers do, and a reader who does not give back only loses words itself.
    """

    def __init__(self, slots: int, depth: int) -> None:
        self.depth = depth
        self.holders = [0] * slots
        self.free = list(range(slots - 1, -1, -1))
        """The one given back last is taken first: its memory is near still."""
        self.out: dict[str, list[int]] = {}

    def join(self, reader: str) -> None:
        """A reader begins anew: what it had before it no longer has."""
        self.leave(reader)
        self.out[reader] = []

    def leave(self, reader: str) -> None:
        """A reader has gone, with all it had."""
        for slot in self.out.pop(reader, []):
            self.drop(slot)

    def take(self) -> int:
        """A slot that nobody looks at, held by the writer."""
        slot = self.free.pop()
        self.holders[slot] = 1
        return slot

    def drop(self, slot: int) -> None:
        """One holder less."""
        self.holders[slot] -= 1
        if self.holders[slot] == 0:
            self.free.append(slot)

    def lend(self, slot: int, reader: str) -> bool:
        """Give a slot to a reader; False if it has as many as it may have."""
        held = self.out[reader]
        if len(held) >= self.depth:
            return False
        held.append(slot)
        self.holders[slot] += 1
        return True

    def back(self, slot: int, reader: str) -> bool:
        """A reader gives a slot back; False if it had none such: whoever says so does not keep to the rules."""
        held = self.out.get(reader, [])
        if slot not in held:
            return False
        held.remove(slot)
        self.drop(slot)
        return True


def slots_for(topic: Topic) -> int:
    """How many slots a topic needs."""
    return len(topic.readers) * topic.depth + 2
