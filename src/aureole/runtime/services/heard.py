"""What one call of a service was given: with the words themselves, enough to call it again as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from aureole.core.notes import Bool, Int64
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame

PREFIX = "calls."  # of the topic on which a service tells its calls


@dataclass(frozen=True, slots=True)
class Heard:
    """One call, told before it is made; inputs stand in the order of their topics' names."""

    stamp: Annotated[Int64, "worlds", "ns", "-"]
    """The moment it was called for."""
    now: Annotated[Int64, "worlds", "ns", "-"]
    """Of the clock, as the service was told."""
    numbers: Annotated[Int64, "worlds inputs", "-", "-"]
    """Of the word it looked at; -1 where there was none yet."""
    stamps: Annotated[Int64, "worlds inputs", "ns", "-"]
    """Of these words."""
    fresh: Annotated[Bool, "worlds inputs", "-", "-"]
    """Whether it looked at them for the first time."""
    begun: Annotated[Int64, "worlds", "-", "-"]
    """Calls before this one, of this process; 0 tells that the service began here, or began anew."""
    kept: Annotated[Int64, "worlds", "-", "-"]
    """States of the service that were kept before this call, whoever kept them: its own memory, if it begins anew, is
    the last of them. 0: it began with nothing."""


def inputs_of(service: str, topics: Iterable[Topic]) -> tuple[str, ...]:
    """The topics that a service reads, as they stand in its calls."""
    return tuple(sorted(topic.name for topic in topics if service in topic.readers))


def frame_of(inputs: int) -> Frame:
    """How the calls of a service with so many inputs lie in memory."""
    row, one = np.zeros((1, inputs), dtype=np.int64), np.zeros(1, dtype=np.int64)
    return Frame.of(Heard(one, one, row, row, np.zeros((1, inputs), dtype=np.bool_), one, one))
