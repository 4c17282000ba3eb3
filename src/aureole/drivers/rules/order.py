"""What a passenger's words mean to the rule driver; it knows few and says when it does not understand."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from aureole.core.notes import Int32, Uint8


class Intent(IntEnum):
    """An order the rule driver can carry out."""

    NONE = 0
    LEFT = 1
    RIGHT = 2
    PULL_OVER = 3
    FASTER = 4
    SLOWER = 5
    STOP = 6
    UNKNOWN = 7


PHRASES: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    (Intent.PULL_OVER, ("靠边", "pull over", "stop at the side", "roadside")),
    (Intent.LEFT, ("向左变道", "左变道", "左车道", "左道", "change left", "left lane", "lane left")),
    (Intent.RIGHT, ("向右变道", "右变道", "右车道", "右道", "change right", "right lane", "lane right")),
    (Intent.FASTER, ("快一点", "快点", "开快", "faster", "speed up")),
    (Intent.SLOWER, ("慢一点", "慢点", "开慢", "slower", "slow down")),
    (Intent.STOP, ("停车", "停下", "stop")),
)  # fmt: skip


def understand(words: str) -> Intent:
    """The first known phrase decides; empty words are no order.

    >>> understand("请靠边停车").name, understand("change to the left lane").name
    ('PULL_OVER', 'LEFT')
    """
    text = " ".join(words.lower().split())
    if not text:
        return Intent.NONE
    for intent, phrases in PHRASES:
        if any(phrase in text for phrase in phrases):
            return intent
    return Intent.UNKNOWN


def intents(order: Uint8, length: Int32) -> Int32:
    """One intent a world; the same words are read once."""
    found = np.zeros(order.shape[0], dtype=np.int32)
    known: dict[bytes, int] = {b"": 0}
    for world in range(order.shape[0]):
        words = order[world, : length[world]].tobytes()
        if words not in known:
            known[words] = int(understand(words.decode("utf-8", errors="replace")))
        found[world] = known[words]
    return found
