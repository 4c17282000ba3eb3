"""What the supervisor holds of a node that runs, and what it says of whatever happens."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from dataclasses import dataclass

from aureole.runtime.nodes.lifeline import Lifeline


@dataclass(slots=True)
class Running:
    """One node."""

    domain: str
    pid: int
    watch: int
    """Its pidfd: readable when it has ended (pidfd_open(2))."""
    control: socket.socket
    born: int
    """ns of the clock."""
    life: Lifeline
    """Tells of its end before its pidfd does."""
    place: str = "start"
    """How far it has come with its making."""
    ready: bool = False
    """Its services are made."""
    going: bool = False
    began: int = 0
    """ns of the clock."""
    condemned: bool = False
    """It does not do what it should, and was told to end by the kernel."""

    @property
    def serves(self) -> bool:
        """It is made, was let go, and nobody has told it to end."""
        return self.ready and self.going and not self.condemned

    @property
    def signs(self) -> tuple[int, int]:
        """Descriptors that are readable when it has ended, or begun to."""
        return self.watch, self.life.told

    @property
    def ended(self) -> bool:
        """It has ended, or begun to."""
        return bool(select.select(self.signs, [], [], 0.0)[0])

    def kill(self) -> None:
        """Have the kernel end it, if it has not ended meanwhile."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.watch, signal.SIGKILL)

    def let_go(self) -> None:
        """Of what was held of it. One that still gives its memory back does not do so before its successor works."""
        if not select.select([self.watch], [], [], 0.0)[0]:
            with contextlib.suppress(OSError):
                os.sched_setscheduler(self.pid, os.SCHED_OTHER, os.sched_param(0))
        self.life.close()
        os.close(self.watch)
        self.control.close()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened to a node."""

    moment: int
    """ns of the clock."""
    domain: str
    what: str
    """started, ended, failed, stuck, memory, degraded, odd, backoff, lost, mode, deadline, budget, percentile, logical,
    flood, guard, link, cut, memory_unreadable, memory_unwritable"""
    text: str
