"""How a receiver asks for the freshness it does not know, and how a sender answers; the same in both directions."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from aureole.vehicle.ports import database
from aureole.vehicle.ports.buses import Wire
from aureole.vehicle.ports.sealing import USED, Fate, Opener, Sealer

SECOND = 1_000_000_000  # ns
AGAIN = 100_000_000  # ns; between two challenges
ANSWER = 50_000_000  # ns; between two answers to challenges: who floods them gets no more
NEVER = -(1 << 62)  # ns; before all time
DOUBT = 3  # frames in a row whose MAC does not fit, after which the sender is asked whether it began a new trip
INTACT = USED | {Fate.REPEATED, Fate.WRONG_SEQUENCE}
"""A challenge is heard whatever its counter: who asks has restarted."""


def nonce() -> int:
    """A number that was never used before and cannot be guessed; not zero."""
    return secrets.randbits(64) or 1


class Asking:
    """The receiver's side."""

    def __init__(self, wire: Wire, opener: Opener, challenge: str, nonce: Callable[[], int] = nonce) -> None:
        self.wire, self.opener, self.frame, self.nonce = wire, opener, database.frames()[challenge], nonce
        self.sealer = Sealer({challenge: self.frame})
        self.doubts, self.asked = 0, NEVER

    def heard(self, fate: Fate) -> None:
        """What became of a frame."""
        self.doubts = self.doubts + 1 if fate is Fate.WRONG_MAC else 0

    def ask(self, now: int) -> None:
        """Send a challenge if there is need, and the last one was not just now."""
        needed = not self.opener.synchronised or self.doubts >= DOUBT
        if not needed or now - self.asked < AGAIN:
            return
        self.asked, self.doubts = now, 0
        number = self.nonce()
        self.opener.ask(number)
        data = bytearray(self.frame.length)
        data[3:11] = number.to_bytes(8, "little")
        self.wire.send(self.frame.id, self.sealer.protect(self.frame.name, data))


class Announcing:
    """The sender's side: tells the whole value at once, every second, and who asks for it."""

    def __init__(self, wire: Wire, sealer: Sealer, sync: str) -> None:
        self.wire, self.sealer, self.frame = wire, sealer, database.frames()[sync]
        self.told = self.answered = NEVER

    def tell(self, now: int) -> None:
        """Tell it if it is due."""
        if now - self.told >= self.frame.period * SECOND:
            self._send(now, 0)

    def answer(self, challenge: bytes, now: int) -> None:
        """Answer a challenge, unless one was answered just now."""
        if now - self.answered >= ANSWER:
            self.answered = now
            self._send(now, int.from_bytes(challenge[3:11], "little"))

    def _send(self, now: int, number: int) -> None:
        self.told = now
        self.wire.send(self.frame.id, self.sealer.sync(number))
