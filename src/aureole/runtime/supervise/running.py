"""What the supervisor holds of a node that runs, and what it says of whatever happens."""

from __future__ import annotations

import socket
from dataclasses import dataclass


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
    going: bool = False
    began: int = 0
    """ns of the clock."""
    condemned: bool = False
    """It does not do what it should, and was told to end by the kernel."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened to a node."""

    moment: int
    """ns of the clock."""
    domain: str
    what: str
    """started, ended, failed, stuck, memory, degraded, odd, backoff, lost, mode, deadline, budget, percentile, logical,
    flood, guard, memory_unreadable, memory_unwritable"""
    text: str
