"""The role of the bus: words from the one who writes a topic to those who may read it."""

from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol


class Message(NamedTuple):
    """One word as a reader gets it."""

    word: Any
    """Its arrays cannot be written, and are the reader's only within the context of `Reader.take`."""
    stamp: int  # ns; the moment it is about
    sent: int  # ns; of the writer's clock
    number: int  # words of this topic before it
    lost: int  # words that this reader never got, because it was behind


class Writer(Protocol):
    """The writing end of a topic."""

    def loan(self) -> Any:
        """A word of the topic whose arrays are to be written in place; the same one until it is sent."""

    def put(self, word: Any, stamp: int) -> None:
        """Copy a whole word into the loan, and send it."""

    def send(self, stamp: int) -> None:
        """Give the loaned word to all readers, and never wait for one."""

    def heed(self) -> None:
        """Take back what readers have looked at; give the newest word to those who had no room for it."""


class Reader(Protocol):
    """A reading end of a topic."""

    def take(self, wait: float = 0.0) -> AbstractContextManager[Message | None]:
        """The next word of a queued topic, or the newest; None if there is none within `wait` seconds."""


class Bus(Protocol):
    """The nerves as one service sees them."""

    def publish(self, topic: str) -> Writer:
        """The writing end; `BadInput` for anybody but the topic's one writer."""

    def subscribe(self, topic: str, *, every: bool = False) -> Reader:
        """A reading end, of `every` word or as the topic says; `BadInput` for whoever is not among its readers."""
