"""A frame from numbers to bytes and back: E2E header, authentication behind, and what becomes of whatever arrives.

The MAC covers the E2E header (AUTOSAR's order: E2E above SecOC). Of an arriving frame the CRC is looked at first only
so that noise has another name than forgery; no state moves before the MAC fits, so a stranger moves none.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from aureole.core.errors import BadWord
from aureole.vehicle.ports import e2e, freshness
from aureole.vehicle.ports.database import Frame, pack, unpack
from aureole.vehicle.ports.secoc import MAC, Cmac

TAIL = 2 + MAC  # bytes; truncated freshness and MAC
ASKED = 8  # nonces that may still be answered: who answers late is behind by a challenge or two
SYNC, CHALLENGE = "FreshnessSync", "FreshnessChallenge"
"""Of the requests: who asks for them announces its freshness, and the car asks for it."""
FEEDBACK_SYNC, FEEDBACK_CHALLENGE = "FeedbackSync", "FeedbackChallenge"
"""Of the feedback: the same the other way round."""
SYNCS = frozenset({SYNC, FEEDBACK_SYNC})


class Fate(StrEnum):
    """What became of a frame; the first two are used, all others are counted and refused."""

    OK = "OK"
    SOME_LOST = "OKSOMELOST"
    REPEATED = "REPEATED"
    WRONG_SEQUENCE = "WRONGSEQUENCE"
    ERROR = "ERROR"
    WRONG_LENGTH = "WRONG_LENGTH"
    UNKNOWN = "UNKNOWN_ID"
    WRONG_MAC = "SECOC_VERIFICATIONFAILURE"
    """Forged, of another key, or of a trip that was not announced: a MAC cannot tell these apart."""
    REPLAYED = "SECOC_FRESHNESSFAILURE"
    """Authentic once, and not newer than what was accepted."""
    UNSYNCHRONISED = "SECOC_FRESHNESSFAILURE_UNSYNCHRONISED"
    """This receiver knows no freshness value yet."""
    WRONG_KEY = "WRONG_KEY"
    """A sync whose key check value is another's: the two sides were given different keys."""


USED = frozenset({Fate.OK, Fate.SOME_LOST})


class Opened(NamedTuple):
    """A frame that arrived."""

    name: str
    fate: Fate
    values: Mapping[str, float]
    """Its signals; empty unless it may be used."""
    lost: int = 0
    """Frames between the last one and this one."""


class Sealer:
    """The sending side: counters of every kind of frame, one freshness counter for all that are authenticated."""

    def __init__(
        self, frames: Mapping[str, Frame], cmac: Cmac | None = None, messages: freshness.Messages | None = None,
        *, announces: str = SYNC,
    ) -> None:  # fmt: skip
        """`announces`: the kind of frame that tells the whole freshness value."""
        self.frames, self._cmac, self._messages, self._announces = frames, cmac, messages, announces
        self._counters = dict.fromkeys(frames, e2e.MODULUS - 1)

    def seal(self, name: str, values: Mapping[str, float]) -> bytes:
        """The bytes of a frame.

        Raises:
            BadWord: a value is not a finite number; no counter has moved.
        """
        frame = self.frames[name]
        data = pack(frame, values)
        if not frame.secured:
            return self.protect(name, data)
        if self._cmac is None or self._messages is None:
            raise BadWord(f"{name}: needs a key and a freshness counter")
        fresh = next(self._messages)
        body = data[:-TAIL]
        self._protect(frame, body)
        mac = self._cmac.mac(frame.secured, bytes(body), fresh)
        return bytes(body) + (fresh % freshness.PART).to_bytes(2, "little") + mac

    def protect(self, name: str, data: bytearray) -> bytes:
        """The bytes of a frame that is not authenticated, its signals given as bytes."""
        self._protect(self.frames[name], data)
        return bytes(data)

    def sync(self, nonce: int = 0) -> bytes:
        """A sync that tells the whole value, in answer to `nonce` if it is not zero."""
        if self._cmac is None or self._messages is None:
            raise BadWord(f"{self._announces}: needs a key and a freshness counter")
        frame, fresh = self.frames[self._announces], next(self._messages)
        data = pack(frame, {})
        data[3:7] = (fresh % freshness.MESSAGES).to_bytes(4, "little")
        data[7:11] = (fresh // freshness.MESSAGES).to_bytes(4, "little")
        data[11:19] = nonce.to_bytes(8, "little")
        data[19:22] = self._cmac.check
        body = data[:-MAC]
        self._protect(frame, body)
        return bytes(body) + self._cmac.mac(frame.secured, bytes(body), fresh)

    @property
    def latest(self) -> int:
        """The freshness value of the last authenticated frame; 0 before the first."""
        return self._messages.latest if self._messages else 0

    def _protect(self, frame: Frame, body: bytearray) -> None:
        counter = (self._counters[frame.name] + 1) % e2e.MODULUS
        self._counters[frame.name] = counter
        e2e.protect(body, frame.identity, counter)


class Opener:
    """The receiving side of the frames it is told to expect; counts every fate of every kind."""

    def __init__(self, frames: Iterable[Frame], cmac: Cmac | None = None) -> None:
        self._frames = {frame.id: frame for frame in frames}
        self._cmac = cmac
        self._counters = {frame.id: e2e.MODULUS - 1 for frame in self._frames.values()}
        self._latest: dict[int, int] = {}  # freshness by data identity; empty: not synchronised
        self._heard: set[int] = set()
        self._nonces: deque[int] = deque(maxlen=ASKED)
        self.counts: Counter[tuple[str, Fate]] = Counter()
        self.lost: Counter[str] = Counter()

    @property
    def synchronised(self) -> bool:
        """Whether freshness values can be checked."""
        return bool(self._latest)

    def latest(self, name: str) -> int:
        """The freshness value of the newest accepted frame of that name; 0 before the first."""
        return next((self._latest.get(f.secured, 0) for f in self._frames.values() if f.name == name), 0)

    def ask(self, nonce: int) -> None:
        """Take a sync that holds this nonce (not zero, never used before), or one of the last few, as from now."""
        self._nonces.append(nonce)

    def open(self, number: int, data: bytes) -> Opened:
        """What a frame with this arbitration id and these bytes says."""
        frame = self._frames.get(number)
        if frame is None:
            self.counts["", Fate.UNKNOWN] += 1
            return Opened("", Fate.UNKNOWN, {})
        opened = self._opened(frame, data)
        self.counts[frame.name, opened.fate] += 1
        if opened.fate in USED or number in self._heard:  # how many there were before the first one nobody knows
            self.lost[frame.name] += opened.lost
        if opened.fate in USED or opened.fate is Fate.WRONG_SEQUENCE:
            self._heard.add(number)
        return opened

    def _opened(self, frame: Frame, data: bytes) -> Opened:
        if len(data) != frame.length:
            return Opened(frame.name, Fate.WRONG_LENGTH, {})
        tail = 0 if not frame.secured else MAC if frame.name in SYNCS else TAIL
        body = data[: frame.length - tail]
        if not e2e.intact(body, frame.identity):
            return Opened(frame.name, Fate.ERROR, {})
        if frame.secured:
            refused = self._verify_sync(frame, body, data) if frame.name in SYNCS else self._verify(frame, body, data)
            if refused is not None:
                return Opened(frame.name, refused, {})
        checked = e2e.follow(body[2], self._counters[frame.id])
        self._counters[frame.id] = checked.counter
        fate = Fate(checked.status.value)
        return Opened(frame.name, fate, unpack(frame, data) if fate in USED else {}, checked.lost)

    def _verify(self, frame: Frame, body: bytes, data: bytes) -> Fate | None:
        """None for a request that is authentic and new."""
        latest = self._latest.get(frame.secured)
        if latest is None or self._cmac is None:
            return Fate.UNSYNCHRONISED
        mac, sent = data[-MAC:], int.from_bytes(data[-TAIL:-MAC], "little")
        new = freshness.rebuilt(latest, sent)
        if new is not None and self._cmac.fits(mac, frame.secured, body, new):
            self._latest[frame.secured] = new
            return None
        old = latest - latest % freshness.PART + sent
        old -= freshness.PART if old > latest else 0
        if old > 0 and self._cmac.fits(mac, frame.secured, body, old):
            return Fate.REPLAYED
        return Fate.WRONG_MAC

    def _verify_sync(self, frame: Frame, body: bytes, data: bytes) -> Fate | None:
        """None for a sync that is authentic and, by its nonce or by its value, from now."""
        if self._cmac is None:
            return Fate.UNSYNCHRONISED
        if body[19:22] != self._cmac.check:
            return Fate.WRONG_KEY
        message, trip = int.from_bytes(body[3:7], "little"), int.from_bytes(body[7:11], "little")
        fresh, nonce = freshness.value(trip, message), int.from_bytes(body[11:19], "little")
        if not self._cmac.fits(data[-MAC:], frame.secured, body, fresh):
            return Fate.WRONG_MAC
        if self._latest and fresh <= max(self._latest.values()):
            return Fate.REPLAYED
        if not self._latest and (nonce == 0 or nonce not in self._nonces):
            return Fate.UNSYNCHRONISED
        self._latest = {each.secured: fresh for each in self._frames.values() if each.secured}
        self._nonces.clear()
        return None
