"""The role of a service: woken by a word or by time, it reads what it may read and writes what it may write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from aureole.core.bus import Message, Writer

Memory = TypeVar("Memory")


def _none(_: str) -> Iterator[Message]:
    """No words."""
    return iter(())


def _unheard(_: tuple[float, ...]) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class Call:
    """What a service is given each time it is woken; words are its own only until it returns."""

    now: int
    """ns of the clock."""
    stamp: int
    """ns; the moment of the word that woke it, or the moment that is due."""
    words: Mapping[str, Any]
    """The newest word of each topic it reads; a topic that has never spoken is missing."""
    stamps: Mapping[str, int]
    """Their moments, ns."""
    fresh: frozenset[str]
    """Topics whose word is another than at the last call."""
    out: Mapping[str, Writer]
    """The topics it writes."""
    waiting: Callable[[str], Iterator[Message]] = field(default=_none)
    """Every word of a topic that waits, in order; each is the service's own until the next is asked for."""
    tell: Callable[[tuple[float, ...]], None] = field(default=_unheard)
    """Tell the supervisor, if there is one; it is not waited for."""


class Service(Protocol[Memory]):
    """Pure but for what it writes: its memory is handed in and out, so that it can begin anew where it was."""

    def begin(self) -> Memory:
        """The memory before the first call."""

    def serve(self, call: Call, memory: Memory) -> Memory:
        """One call."""


Factory = Callable[[], Service[Any]]
"""Makes a service in the process where it will run."""
