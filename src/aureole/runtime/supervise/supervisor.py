"""The supervisor: starts a node for each rights domain, joins them, sees each death at once, and starts anew."""

from __future__ import annotations

import contextlib
import os
import select
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from aureole.core.errors import Trouble
from aureole.runtime.clock import Clock
from aureole.runtime.facilities import groups
from aureole.runtime.facilities.priority import watching
from aureole.runtime.modes.mode import Mode
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.lifeline import Lifeline
from aureole.runtime.nodes.system import System
from aureole.runtime.nodes.zygote import Zygote
from aureole.runtime.supervise.beginning import Beginning
from aureole.runtime.supervise.diagnosis import Diagnosis
from aureole.runtime.supervise.hearing import Hearing
from aureole.runtime.supervise.oversight.oversight import Oversight
from aureole.runtime.supervise.promises.promises import Broken
from aureole.runtime.supervise.recovery import Recovery
from aureole.runtime.supervise.running import Notice, Running
from aureole.runtime.supervise.telling import Telling
from aureole.runtime.supervise.wiring import Wiring
from aureole.runtime.surroundings.surroundings import Surroundings
from aureole.runtime.troubles.book import Book

__all__ = ["Notice", "Running", "Supervisor"]

ROUND = 0.05  # s between two looks at how everybody fares; ends and words of nodes are heard at once


@dataclass(slots=True)
class Supervisor:
    """The nodes of one system."""

    system: System
    zygote: Zygote
    clock: Clock
    notice: Callable[[Notice], None]
    """Hears of everything."""
    restarts: int = 5
    """How often in a row a node that has ended is started anew; then the car changes its mode, and does without."""
    memory: Path | None = None
    """The file in which trouble codes are kept; without one they end with the supervisor."""
    around: Surroundings | None = None
    """Tells what happened around calls that took long; nobody does by logical time."""
    nodes: dict[str, Running] = field(default_factory=dict)
    looked: int = 0  # ns of the last look at how everybody fares
    unsaid: list[Broken] = field(default_factory=list)
    """What was broken when a node ended: told when its successor is under way."""
    wiring: Wiring = field(init=False)
    beginning: Beginning = field(init=False)
    poll: select.epoll = field(init=False)
    oversight: Oversight = field(init=False)
    recovery: Recovery = field(init=False)
    diagnosis: Diagnosis = field(init=False)
    telling: Telling = field(init=False)
    hearing: Hearing = field(init=False)
    rank: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def __post_init__(self) -> None:
        self.wiring, self.poll = Wiring(self.system), select.epoll()
        self.oversight = Oversight(self.system, f"{groups.PREFIX}{self.zygote.pid}")
        self.beginning = Beginning(self.system, self.wiring, self.clock)
        self.diagnosis = Diagnosis(self.system, self.oversight, self.clock.now(), self.memory)
        self.telling = Telling(self.notice, self.clock, self.diagnosis)
        self.recovery = Recovery(self.system, self.telling.changed)
        self.hearing = Hearing(self.system, self.wiring, self.telling, self.recovery.afar)

    @property
    def mode(self) -> Mode:
        """What the car may do now."""
        return self.recovery.state.mode

    @property
    def begun(self) -> bool:
        """All were joined."""
        return self.beginning.begun

    @property
    def codes(self) -> Book:
        """The trouble codes there are."""
        return self.diagnosis.book

    @property
    def over(self) -> bool:
        """Nothing more can come: the car stands for good, or nobody is left who could say so."""
        return self.recovery.over

    @property
    def results(self) -> dict[str, bytes]:
        """What came out of the services that have done what they were there for."""
        return self.hearing.results

    @property
    def failed(self) -> dict[str, str]:
        """What services raised."""
        return self.hearing.failed

    def boot(self) -> None:
        """Start every node; they begin when all are joined."""
        refused = self.rank.enter_context(watching(self.zygote.pid, wanted=any(self.system.priorities.values())))
        if refused:
            self.telling.tell("supervisor", "degraded", refused)
        for domain in self.system.domains:
            self.start(domain)

    def start(self, domain: str) -> None:
        """Start one node, and hand it the memory it will write."""
        pid, control = self.zygote.spawn(domain)
        self.nodes[domain] = node = Running(domain, pid, os.pidfd_open(pid), control, self.clock.now(), Lifeline())
        for each in (*node.signs, control):
            self.poll.register(each, select.EPOLLIN)
        messages.say(control, messages.Life(), [node.life.memory])
        self.oversight.forget(domain, node.born)
        self.telling.tell(domain, "started", f"process {pid}")
        self.wiring.hand_out(domain, node)
        for name in self.wiring.written_by(domain):
            self.oversight.vitals.see(name, self.wiring.memory[name])
        if self.around is not None and domain not in self.system.witnesses:
            self.around.ask(self.wiring.rings[domain], pid, domain)
        self.proceed()

    def run(self, wanted: set[str], seconds: float) -> bool:
        """Until the `wanted` services have done what they are there for.

        False if that takes longer than `seconds`, or the car stands for good before.

        Raises:
            Trouble: a node ended that the system cannot do without for a moment: a witness, or any by logical time.
        """
        end = self.clock.now() + round(seconds * 1e9)
        while not wanted <= self.results.keys():
            left = (end - self.clock.now()) * 1e-9
            if left <= 0.0 or self.over:
                return False
            self.step(left)
        return True

    def step(self, seconds: float) -> None:
        """Hear whatever comes within so many seconds."""
        spoken = {node.control.fileno(): node for node in self.nodes.values()}
        for descriptor, _ in self.poll.poll(self.patience(seconds)):
            if descriptor in spoken and self.nodes.get(spoken[descriptor].domain) is spoken[descriptor]:
                self.hear(spoken[descriptor])
        self.proceed()
        for node in tuple(self.nodes.values()):
            if node.ended:
                self.bury(node)
        for domain in self.recovery.due(self.clock.now()):
            self.start(domain)
        if self.around is not None:
            self.around.watch()
        if self.clock.now() - self.looked >= ROUND * 1e9:
            self.look()

    def patience(self, seconds: float) -> float:
        """Not longer than until somebody is to be started anew, or looked after."""
        if self.system.logical:
            return seconds if self.begun else min(seconds, ROUND)
        soon = min(self.recovery.waiting.values(), default=None)
        return min(seconds, ROUND) if soon is None else min(seconds, ROUND, max(soon - self.clock.now(), 0) * 1e-9)

    def look(self) -> None:
        """How everybody fares; those who cannot be left running are ended, and their end is seen like any other."""
        self.looked = now = self.clock.now()
        for node in tuple(self.nodes.values()):
            if not node.condemned:
                for what, text in self.oversight.wrong(node, self.wiring.rings, now):
                    self.condemn(node, what, text)
        if not self.system.logical:
            self.hold_to_promises(now)
            self.quieten(self.recovery.look_afar(now) if self.begun else set())

    def hold_to_promises(self, now: int) -> None:
        """What was promised and not kept, and who does its work again."""
        found, self.unsaid = [*self.unsaid, *self.oversight.look(self.wiring.rings, now)], []
        for broken in () if self.hearing.done or self.recovery.afar.awaited else found:
            self.telling.report(broken.domain, broken.what, broken.subject, broken.text)
        for node in self.nodes.values():
            if node.serves and self.recovery.look(node.domain, self.wiring.rings[node.domain], now - node.began):
                self.diagnosis.well(node.domain)
        self.recovery.stand(self.oversight.vitals.look())
        self.telling.look()

    def condemn(self, node: Running, what: str, text: str) -> None:
        """End a node."""
        if not node.condemned:
            node.condemned = True
            self.telling.tell(node.domain, what, f"{text} (process {node.pid})")
            node.kill()

    def hear(self, node: Running) -> bool:
        """One word of a node; False if there is none."""
        try:
            word, descriptors = messages.hear(node.control, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except msgspec.DecodeError as error:
            self.telling.report(node.domain, "odd", "", f"said what is no word: {error}")
            return True
        if word is None:
            with contextlib.suppress(FileNotFoundError):  # heard before
                self.poll.unregister(node.control)  # its pidfd tells the rest
            return False
        self.hearing.take(node, word, descriptors)
        return True

    def proceed(self) -> None:
        """Let those begin who can; a car that could only come to its stop does not begin to move."""
        if self.begun or self.mode in (Mode.FULL, Mode.DEGRADED):
            self.beginning.proceed(self.nodes, self.recovery.gone)

    def bury(self, node: Running) -> None:
        """A node has ended: note it, let go of what was its, start it anew, now or later, or do without."""
        while self.hear(node):
            pass
        node.condemned = True
        if not self.system.logical:
            self.unsaid += self.oversight.look(self.wiring.rings, self.clock.now())
        for each in (*node.signs, node.control):
            with contextlib.suppress(FileNotFoundError):  # its last word was heard before
                self.poll.unregister(each)
        node.let_go()
        del self.nodes[node.domain]
        if beyond := self.oversight.kills.fresh(node.domain):
            self.telling.tell(node.domain, "memory", f"{beyond} (process {node.pid})")
        self.telling.tell(node.domain, "ended", f"process {node.pid}")
        now, domain = self.clock.now(), node.domain
        limit = 0 if domain in self.system.witnesses else self.restarts
        wait = self.recovery.end(domain, now - node.born if node.ready else 0, now, limit)
        if wait:
            self.telling.tell(domain, "backoff", f"{wait * 1e-6:g} ms")
        elif wait is None and domain not in self.recovery.gone:
            self.give_up(domain)

    def give_up(self, domain: str) -> None:
        """A node will not come back: the system ends with it, or the car changes its mode.

        Raises:
            Trouble: it is a witness, or time is logical and everybody would wait for it.
        """
        texts = [text for name, text in self.failed.items() if self.system.domain(name) == domain]
        often = f" {ends} times" if (ends := self.recovery.tries[domain].total) > 1 else ""
        why = f"ended{often}" + "".join(f": {text}" for text in texts)
        if self.system.logical or domain in self.system.witnesses:
            raise Trouble(f"node {domain} {why}")
        self.telling.tell(domain, "lost", why)
        self.quieten(self.recovery.lose(domain, why))
        self.proceed()  # those who waited for it to begin wait no longer

    def quieten(self, domains: set[str]) -> None:
        """End those who have to be silent."""
        for each in domains & self.nodes.keys():
            self.condemn(self.nodes[each], "lost", "is silenced, so that the car stops")

    def close(self) -> None:
        """Stop everybody, first by word, then by the kernel; a recorder, who says nothing, after the others."""
        self.hearing.closing = True
        for silent in (False, True):
            found = [each for each in self.nodes.values() if silent is not bool(self.wiring.written_by(each.domain))]
            for node in found:
                messages.say(node.control, messages.Stop())
            for node in found:
                if not select.select([node.watch], [], [], 1.0)[0]:
                    node.kill()
                while self.hear(node):  # what one that was told to stop still had to say
                    pass
                node.let_go()
        self.nodes.clear()
        for close in (self.telling.close, self.wiring.close, self.poll.close, self.zygote.close, self.rank.close):
            close()
        if self.around is not None:
            self.around.close()
        groups.sweep()
