"""Who sent a frame: a truncated AES-CMAC over identity, data and freshness, as AUTOSAR Secure Onboard Communication.

Sources: AUTOSAR Classic Platform, Specification of Secure Onboard Communication (data to authenticate = data identity,
authentic data, complete freshness value, all big-endian; the most significant bits of the MAC are sent); RFC 4493
(AES-CMAC); NIST SP 800-38B (64 bits at least where guesses are not limited). The MAC has 64 bits, twice and more what
SecOC's own profiles send, because a CAN FD frame has room for it.

Implemented: authentication and verification, truncated freshness, its synchronisation (`freshness`). Not implemented:
key management (SHE and CSM slots, key exchange, rotation: keys are given), other freshness-value managers than ours,
secured areas within a PDU, PDU collections, SecOC's default profiles and its retries of verification.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from aureole.core.errors import BadInput, Missing

KEY = 16  # bytes; AES-128
MAC = 8  # bytes that are sent
CHECK = 3  # bytes; of a key check value
IDENTITY, FRESHNESS = 2, 8  # bytes


class Cmac:
    """AES-128-CMAC under one key; keeps the expanded key, not the key."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY:
            raise BadInput(f"key: has {len(key)} bytes, expected {KEY}", remedy="give an AES-128 key")
        try:
            from cryptography.hazmat.primitives.ciphers.algorithms import AES
            from cryptography.hazmat.primitives.cmac import CMAC
        except ImportError:
            raise Missing("cryptography is not installed", remedy="pip install 'aureole[can]'") from None
        self._start: Any = CMAC(AES(key))
        self.check = self.whole(bytes(KEY))[:CHECK]
        """Names the key without telling it: the beginning of the CMAC of zeros."""

    def whole(self, message: bytes) -> bytes:
        """All 16 bytes of the CMAC."""
        running = self._start.copy()
        running.update(message)
        mac: bytes = running.finalize()
        return mac

    def mac(self, identity: int, data: bytes, freshness: int) -> bytes:
        """The eight bytes that are sent behind `data`."""
        message = identity.to_bytes(IDENTITY, "big") + data + freshness.to_bytes(FRESHNESS, "big")
        return self.whole(message)[:MAC]

    def fits(self, mac: bytes, identity: int, data: bytes, freshness: int) -> bool:
        """Whether `mac` is right; takes as long for a wrong one as for a right one."""
        return compare_digest(mac, self.mac(identity, data, freshness))
