"""A machine's door to the others: zenoh, peer to peer, by mutual TLS, to named addresses, with access lists.

No scouting, no gossip, no router, no shared memory, no plain TCP: who is not named in the configuration is not there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aureole.core.errors import BadInput, Missing, Trouble
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.net.access import access

ROOM = 1 << 16  # bytes beyond the largest word, for what stands beside it
BATCHES = 16  # of 64 KiB that wait for the wire, the most there can be


@dataclass(frozen=True, slots=True)
class Certificates:
    """Paths to PEM files; the common name of `own` says who this is."""

    authority: Path
    """Whose signature makes a certificate good."""
    own: Path
    key: Path

    @property
    def paths(self) -> tuple[Path, Path, Path]:
        """All three."""
        return self.authority, self.own, self.key


@dataclass(frozen=True, slots=True)
class Door:
    """Where a party is found, and where it finds others: `host:port`, as their certificates name the host."""

    listen: tuple[str, ...]
    connect: tuple[str, ...]
    certificates: Certificates
    lease: float = 2.0  # s; who is not heard of for so long has gone


def config(me: str, car: str, topics: Sequence[Topic], door: Door, largest: int) -> dict[str, Any]:
    """Zenoh's configuration for one party; `largest` is the size of the largest word, bytes."""
    own, key = str(door.certificates.own), str(door.certificates.key)
    return {
        "mode": "peer",
        "listen": {"endpoints": [f"tls/{each}" for each in door.listen]},
        "connect": {
            "endpoints": [f"tls/{each}" for each in door.connect],
            "timeout_ms": -1,
            "exit_on_failure": False,
            "retry": {"period_init_ms": 100, "period_max_ms": 1000, "period_increase_factor": 1.5},
        },
        "scouting": {"multicast": {"enabled": False}, "gossip": {"enabled": False}},
        "open": {"return_conditions": {"connect_scouted": False, "declares": False}},
        "transport": {
            "shared_memory": {"enabled": False},
            "link": {
                "protocols": ["tls"],
                "rx": {"max_message_size": largest + ROOM},
                "tx": _queues(door.lease),
                "tls": {
                    "root_ca_certificate": str(door.certificates.authority),
                    "listen_certificate": own,
                    "listen_private_key": key,
                    "connect_certificate": own,
                    "connect_private_key": key,
                    "enable_mtls": True,
                    "verify_name_on_connect": True,
                    "close_link_on_expiration": True,
                },
            },
        },
        "access_control": access(me, car, topics),
    }


def _queues(lease: float) -> dict[str, Any]:
    """Threads that wait for the wire wait for a lease at most; then the transport lets go of the other side."""
    block = {"wait_before_close": round(lease * 1e6)}  # us
    sizes = {"real_time": BATCHES, "data": BATCHES}
    return {
        "lease": round(lease * 1e3),
        "keep_alive": 4,
        "queue": {"size": sizes, "congestion_control": {"block": block}},
    }


def zenoh() -> Any:
    """The package that speaks between machines.

    Raises:
        Missing: it is not installed.
    """
    try:
        import zenoh as package
    except ImportError:
        raise Missing("eclipse-zenoh is not installed", remedy="pip install 'aureole[net]'") from None
    return package


def opened(me: str, car: str, topics: Sequence[Topic], door: Door, frames: Mapping[str, Frame]) -> Any:
    """A session of one party; to be opened after every fork, for it has threads.

    Raises:
        Missing: zenoh is not installed.
        BadInput: a certificate or key cannot be read.
        Trouble: the door cannot be opened: an address that is taken or not ours, a certificate that is none.
    """
    package = zenoh()
    for path in door.certificates.paths:
        if not path.is_file():
            raise BadInput("there is no such file", place=str(path), remedy="give the paths of PEM files")
    largest = max((frames[topic.name].size for topic in topics), default=0)
    found = config(me, car, topics, door, largest)
    try:
        return package.open(package.Config.from_json5(json.dumps(found)))
    except package.ZError as error:
        text = str(error).partition(" at ")[0]
        what = f"the door of {me} cannot be opened: {text}"
        raise Trouble(what, remedy="check its addresses and certificates") from None
