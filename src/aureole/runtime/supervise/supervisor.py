"""The supervisor: starts a node for each rights domain, joins them, sees each death at once, and starts anew."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from aureole.core.errors import Trouble
from aureole.runtime.clock import Clock
from aureole.runtime.facilities import groups
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.system import System
from aureole.runtime.nodes.zygote import Zygote
from aureole.runtime.supervise.alive import Alive
from aureole.runtime.supervise.wiring import Wiring
from aureole.runtime.surroundings.surroundings import Surroundings

LEAD = 20_000_000  # ns; from the moment that all are joined to the first period


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
    condemned: bool = False
    """It does not answer, and was told to end by the kernel."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened to a node."""

    moment: int
    """ns of the clock."""
    domain: str
    what: str
    """started, ended, failed, stuck, degraded, odd"""
    text: str


@dataclass(slots=True)
class Supervisor:
    """The nodes of one system."""

    system: System
    zygote: Zygote
    clock: Clock
    notice: Callable[[Notice], None]
    """Hears of everything."""
    restarts: int = 5
    """How often a node that has ended is started anew; then the system ends with it."""
    around: Surroundings | None = None
    """Tells what happened around calls that took long; nobody does by logical time."""
    nodes: dict[str, Running] = field(default_factory=dict)
    results: dict[str, bytes] = field(default_factory=dict)
    """What came out of the services that have done what they were there for."""
    failed: dict[str, str] = field(default_factory=dict)
    """Services that raised, and what."""
    deaths: dict[str, int] = field(default_factory=dict)
    """By domain."""
    wiring: Wiring = field(init=False)
    poll: select.epoll = field(init=False)
    alive: Alive = field(init=False)

    def __post_init__(self) -> None:
        self.wiring, self.poll, self.alive = Wiring(self.system), select.epoll(), Alive(self.system)

    def boot(self) -> None:
        """Start every node; they begin when all are joined."""
        for domain in self.system.domains:
            self.start(domain)

    def start(self, domain: str) -> None:
        """Start one node, and hand it the memory it will write."""
        pid, control = self.zygote.spawn(domain)
        node = Running(domain, pid, os.pidfd_open(pid), control, self.clock.now())
        self.nodes[domain] = node
        self.poll.register(node.watch, select.EPOLLIN)
        self.poll.register(control, select.EPOLLIN)
        self.alive.forget(domain)
        self.tell(domain, "started", f"process {pid}")
        self.wiring.hand_out(domain, node)
        if self.around is not None and domain not in self.system.witnesses:
            self.around.ask(self.wiring.rings[domain], pid, domain)
        self.proceed(domain)

    def run(self, wanted: set[str], seconds: float) -> bool:
        """Until the `wanted` services have done what they are there for; False if that takes longer than `seconds`.

        Raises:
            Trouble: a node ended more often than it is started anew.
        """
        end = self.clock.now() + round(seconds * 1e9)
        while not wanted <= self.results.keys():
            left = (end - self.clock.now()) * 1e-9
            if left <= 0.0:
                return False
            self.step(left)
        return True

    def step(self, seconds: float) -> None:
        """Hear whatever comes within so many seconds."""
        watched = {node.watch: node for node in self.nodes.values()}
        spoken = {node.control.fileno(): node for node in self.nodes.values()}
        for descriptor, _ in self.poll.poll(seconds):
            if descriptor in spoken and self.nodes.get(spoken[descriptor].domain) is spoken[descriptor]:
                self.hear(spoken[descriptor])
        for descriptor, node in watched.items():
            if select.select([descriptor], [], [], 0.0)[0] and self.nodes.get(node.domain) is node:
                self.bury(node)
        if self.around is not None:
            self.around.watch()
        if not self.system.logical:
            self.look()

    def look(self) -> None:
        """End those who live but do not answer; their end is seen like any other."""
        for node in self.nodes.values():
            if node.going and not node.condemned and node.domain not in self.system.witnesses:
                silent = self.alive.stuck(node.domain, self.wiring.rings, self.clock.now())
                if silent:
                    node.condemned = True
                    self.tell(node.domain, "stuck", f"{', '.join(silent)} (process {node.pid})")
                    signal.pidfd_send_signal(node.watch, signal.SIGKILL)

    def hear(self, node: Running) -> None:
        """One word of a node."""
        try:
            word, descriptors = messages.hear(node.control, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except msgspec.DecodeError as error:
            self.tell(node.domain, "odd", f"said what is no word: {error}")
            return
        match word:
            case messages.Sealed(topic) if topic in self.wiring.written_by(node.domain):
                self.wiring.sealed.add(topic)
                self.proceed(node.domain)
            case messages.Over(service):
                with os.fdopen(descriptors[0], "rb") as file:
                    file.seek(0)
                    self.results[service] = file.read()
            case messages.Failed(service, text):
                self.failed[service] = text
                self.tell(node.domain, "failed", text)
            case messages.Degraded(_, facilities):
                self.tell(node.domain, "degraded", ", ".join(facilities))
            case None:
                with contextlib.suppress(FileNotFoundError):  # heard before
                    self.poll.unregister(node.control)  # its pidfd tells the rest
            case _:
                self.tell(node.domain, "odd", f"said {type(word).__name__}")

    def proceed(self, domain: str) -> None:
        """Join whoever can be joined, and let those begin who have all their ends."""
        if not self.wiring.whole(domain):
            return
        first = not any(node.going for node in self.nodes.values())
        if first:
            if len(self.nodes) < len(self.system.domains) or not all(map(self.wiring.whole, self.system.domains)):
                return
            for topic in self.system.topics:
                self.wiring.join_topic(topic.name, self.nodes)
        else:
            for name in self.wiring.written_by(domain):
                self.wiring.join_topic(name, self.nodes)
            self.wiring.join_readers(domain, self.nodes)
        moment = 0 if self.system.logical else self.clock.now() + (LEAD if first else 0)
        for node in self.nodes.values() if first else [self.nodes[domain]]:
            messages.say(node.control, messages.Go(moment))
            node.going = True

    def bury(self, node: Running) -> None:
        """A node has ended: note it, let go of what was its, start it anew."""
        while select.select([node.control], [], [], 0.0)[0]:
            before = len(self.failed), len(self.results)
            self.hear(node)
            if before == (len(self.failed), len(self.results)):
                break
        self.poll.unregister(node.watch)
        os.close(node.watch)
        node.control.close()
        del self.nodes[node.domain]
        self.tell(node.domain, "ended", f"process {node.pid}")
        self.deaths[node.domain] = self.deaths.get(node.domain, 0) + 1
        if self.deaths[node.domain] > (0 if node.domain in self.system.witnesses else self.restarts):
            texts = [text for name, text in self.failed.items() if self.system.domain(name) == node.domain]
            often = f" {self.deaths[node.domain]} times" if self.deaths[node.domain] > 1 else ""
            raise Trouble(f"node {node.domain} ended{often}" + "".join(f": {text}" for text in texts))
        self.start(node.domain)

    def tell(self, domain: str, what: str, text: str) -> None:
        """Say what happened."""
        self.notice(Notice(self.clock.now(), domain, what, text))

    def close(self) -> None:
        """Stop everybody: first by word, then by the kernel."""
        for node in self.nodes.values():
            messages.say(node.control, messages.Stop())
        for node in self.nodes.values():
            if not select.select([node.watch], [], [], 1.0)[0]:
                signal.pidfd_send_signal(node.watch, signal.SIGKILL)
            os.close(node.watch)
            node.control.close()
        self.nodes.clear()
        self.wiring.close()
        self.poll.close()
        self.zygote.close()
        if self.around is not None:
            self.around.close()
        groups.sweep()
