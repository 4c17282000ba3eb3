"""What is ready before a node is needed: its share of the machine laid out, and the memory of a spare one in place.

A car waits for the successor of a node that died. What takes long and is the same for every life of a domain is done
by the zygote, once: the share, control groups, the rules of its walls. What is the same for every domain is done by the
node that is forked ahead: its memory is locked while nobody waits for it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping

from aureole.runtime.clock import Clock
from aureole.runtime.facilities.claims import Claims
from aureole.runtime.facilities.locking import Locked
from aureole.runtime.facilities.walls.capabilities import Capabilities, bound
from aureole.runtime.facilities.walls.seccomp import Seccomp
from aureole.runtime.nodes.ahead.rehearsal import rehearse
from aureole.runtime.nodes.brood import nothing
from aureole.runtime.nodes.node import Node
from aureole.runtime.nodes.rest import prepare
from aureole.runtime.nodes.shares import share_of, usable
from aureole.runtime.nodes.system import System
from aureole.runtime.nodes.zygote import Zygote


class Nest:
    """Where the nodes of a system come from."""

    def __init__(
        self, system: System, clock: Clock, first: Callable[[], None] = nothing,
        others: Mapping[str, Callable[..., Node]] | None = None,
    ) -> None:  # fmt: skip
        """`first` is done by every node before anything else; `others` makes nodes that are not the usual ones."""
        self.system, self.clock, self.first, self.others = system, clock, first, others or {}
        self.claims: dict[str, Claims] = {}
        """By domain."""

    def zygote(self) -> Zygote:
        """The process they are forked from, forked now; one of them ahead of its need, where somebody hurries."""
        return Zygote(self.become, ahead=not self.system.logical, lay=self.lay, warm=self.warm)

    def lay(self) -> None:
        """What each domain will claim, and what nodes have compiled."""
        if not self.system.logical:
            prepare()
        for domain in self.system.domains:
            share = share_of(self.system, domain, usable(), os.getpid())
            self.claims[domain] = Claims(share, self.system.without)
            self.claims[domain].prepare()

    def warm(self) -> None:
        """What a node does that does not yet know which it is."""
        wanted = [each for claims in self.claims.values() for each in claims.wanted]
        if locked := [each for each in wanted if isinstance(each, Locked)]:
            locked[0].claim(next(iter(self.claims.values())).share)
        if any(isinstance(each, Capabilities) for each in wanted):
            bound()  # what it has itself it needs for its claims, and gives up with its walls
        if any(isinstance(each, Seccomp) for each in wanted):
            Seccomp().prepare()
        rehearse(self.system, self.clock)

    def become(self, domain: str, control: socket.socket) -> int:
        """Be a domain's node; the exit code."""
        self.first()
        for name, claims in self.claims.items():
            if name != domain:
                claims.drop()
        made = self.others.get(domain, Node)
        return made(self.system, domain, control, self.clock, self.claims.get(domain)).run()
