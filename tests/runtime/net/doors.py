"""Parties with certificates of one authority on this machine's loopback, and conditions to wait for."""

from __future__ import annotations

import atexit
import functools
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("zenoh", reason="eclipse-zenoh is not installed: pip install 'aureole[net]'")
pytest.importorskip("cryptography", reason="cryptography is not installed: pip install 'aureole[net]'")

from aureole.core.topic import Topic
from aureole.runtime.clock import Monotonic
from aureole.runtime.net.bus import NetBus
from aureole.runtime.net.session import Certificates, Door, opened
from aureole.security.certificates import Issued, authority, certificate, save
from tests.runtime.bus.buses import FRAME, topic

HOST, PATIENCE = "127.0.0.1", 20.0  # s
FRAMES = {"words": FRAME}
TOPIC = topic(("reader", "stuck", "quick", "a", "b", "c"), queued=True, depth=4)


@functools.cache
def folder() -> Path:
    """Where certificates of this run lie."""
    kept = tempfile.TemporaryDirectory(prefix="aureole-net-")
    atexit.register(kept.cleanup)
    return Path(kept.name)


def began() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


@functools.cache
def signer(name: str = "authority") -> tuple[Issued, Path]:
    issued = authority(name, began(), days=2.0)
    return issued, save(issued, folder(), name)[0]


def papers(name: str, of: str = "authority", hosts: tuple[str, ...] = (HOST,)) -> Certificates:
    """A party's certificate."""
    return _papers(name, of, hosts)


@functools.cache
def _papers(name: str, of: str, hosts: tuple[str, ...]) -> Certificates:
    issued, path = signer(of)
    own, key = save(certificate(issued, name, hosts, began(), days=2.0), folder(), f"{name}-{of}-{hosts[0]}")
    return Certificates(path, own, key)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def door(name: str, *, listen: int = 0, connect: tuple[int, ...] = (), of: str = "authority") -> Door:
    """A door on the loopback."""
    where = (f"{HOST}:{listen}",) if listen else ()
    return Door(where, tuple(f"{HOST}:{port}" for port in connect), papers(name, of))


@functools.cache
def writing_port() -> int:
    return free_port()


@functools.cache
def session(name: str) -> Any:
    """A party's session for the rest of the run; all others are joined to the writer's."""
    if name != "writer":
        session("writer")
    where = {"listen": writing_port()} if name == "writer" else {"connect": (writing_port(),)}
    found = opened(name, "car", [TOPIC], door(name, **where), FRAMES)
    atexit.register(found.close)
    return found


def bus(name: str, about: Topic = TOPIC) -> NetBus:
    return NetBus(name, "car", [about], FRAMES, session(name), Monotonic())


def until(condition: Callable[[], Any], what: str = "it did not happen", seconds: float = PATIENCE) -> None:
    """Wait for a condition of other threads or processes."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.0005)


def joined(about: Topic) -> tuple[Any, list[Any]]:
    """Both ends of a topic, once they know each other."""
    writer = bus(about.writer, about).publish(about.name)
    readers = [bus(name, about).subscribe(about.name) for name in about.readers]
    until(lambda: writer.heed() or writer.met == set(about.readers), "the readers did not meet the writer")
    return writer, readers


def queued(*readers: str, **how: Any) -> Topic:
    """The topic with these readers."""
    return replace(TOPIC, readers=readers, **how)


class Settled:
    """An end that is used only when everything said so far has arrived: what threads do, seen as if it were at once."""

    def __init__(self, end: Any, writer: Any, readers: dict[str, Any]) -> None:
        self._end, self._writer, self._readers = end, writer, readers

    def __getattr__(self, name: str) -> Any:
        if name in ("take", "loan", "put", "heed") or (name == "close" and self._end is self._writer):
            until(self._quiet, "words or accounts are still on their way")
        return getattr(self._end, name)

    def _quiet(self) -> bool:
        self._writer.collect()
        return all(self._same(self._writer.far[name], reader.far) for name, reader in self._readers.items())

    def _same(self, far: Any, line: Any) -> bool:
        orders = {head.order for head, _ in line._waiting} | {order for _, order in line._held.values()}
        return (line.seen >= far.order or not far.order) and set(far.out) == orders


def between_machines(of: Topic) -> tuple[Any, list[Any]]:
    """All ends on zenoh, each party with a session and a certificate of its own."""
    writer, readers = joined(of)
    named = dict(zip(of.readers, readers, strict=True))
    return Settled(writer, writer, named), [Settled(reader, writer, named) for reader in readers]
