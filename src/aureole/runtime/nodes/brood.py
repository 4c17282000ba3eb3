"""What the zygote does: it forks nodes, and keeps one forked ahead, because forking it takes longer than telling it.

A spare node owns nothing but its control socket. Told its domain and handed that domain's control socket, it becomes
its node; if it ends before, another takes its place, and it ends when the zygote does. The next one is forked when
nobody has asked for a while: never while a car waits for a node.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable

from aureole.runtime.facilities.priority import as_anybody, follow
from aureole.runtime.nodes import messages

Become = Callable[[str, socket.socket], int]
"""Run a domain's node on a control socket; the exit code."""

PARTING, STEP = 1.0, 0.05  # s; in which nodes end by themselves when their supervisor has gone, and between two looks
REST = 0.1  # s without a wish, after which one is forked ahead


def nothing() -> None:
    """Nothing is to be done."""


def loop(sock: socket.socket, become: Become, warm: Callable[[], None] = nothing, *, ahead: bool = True) -> int:
    """Fork whenever asked, and one `ahead`, which warms up; bury the dead, end with the supervisor."""
    gc.collect()
    gc.freeze()  # what is loaded stays shared between all nodes, and no collection looks at it
    brood = Brood(sock, become, warm)
    while True:
        ready, _, _ = select.select([sock, brood.heard], [], [], REST if ahead and brood.spare is None else None)
        if not ready:
            brood.fork_ahead()
        if brood.heard in ready:
            brood.bury()
        if sock in ready:
            word, descriptors = messages.hear(sock)
            if word is None:
                return brood.last()
            if isinstance(word, messages.Spawn):
                brood.bear(word.domain, descriptors[0])


class Brood:
    """The zygote's children."""

    def __init__(self, sock: socket.socket, become: Become, warm: Callable[[], None]) -> None:
        """`sock`: to the supervisor."""
        self.sock, self.become, self.warm = sock, become, warm
        self.heard, self.told = socket.socketpair()
        self.told.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(self.told.fileno())
        self.nodes: set[int] = set()
        self.spare: tuple[int, socket.socket] | None = None
        """Process and our end of the control socket of the one forked ahead."""

    def bear(self, domain: str, control: int) -> None:
        """A node for a domain: the spare one if it lives, else another."""
        pid = self._told(domain, control) or self._fork(lambda: self.become(domain, socket.socket(fileno=control)))
        os.close(control)
        self.nodes.add(pid)
        messages.say(self.sock, messages.Born(domain, pid))

    def fork_ahead(self) -> None:
        """One that will be told later what it is; it does now what every node does first."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

        def wait() -> int:
            ours.close()
            self.warm()
            word, descriptors = messages.hear(theirs)
            theirs.close()
            if not isinstance(word, messages.Spawn):
                return 0  # the zygote has gone
            return self.become(word.domain, socket.socket(fileno=descriptors[0]))

        self.spare = self._fork(wait), ours
        as_anybody(self.spare[0])  # nobody waits for it yet; by us, so that it is not after the next wish
        theirs.close()

    def bury(self) -> None:
        """Take leave of all who have ended."""
        with contextlib.suppress(BlockingIOError):
            self.heard.recv(4096, socket.MSG_DONTWAIT)
        with contextlib.suppress(ChildProcessError):
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                self.nodes.discard(pid)
                if self.spare is not None and pid == self.spare[0]:
                    self._let_go()

    def last(self) -> int:
        """The supervisor has gone, and nodes end by themselves; who is stopped or spins is ended by the kernel."""
        if self.spare is not None:
            self.nodes.add(self.spare[0])
            self._let_go()
        for _ in range(round(PARTING / STEP)):
            self.bury()
            if not self.nodes:
                return 0
            select.select([self.heard], [], [], STEP)
        for pid in self.nodes:
            os.kill(pid, signal.SIGKILL)
        return 0

    def _told(self, domain: str, control: int) -> int:
        """Tell the spare one what it is; its process, or 0 if there is none."""
        if self.spare is None:
            return 0
        pid, sock = self.spare
        follow(pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)  # somebody may have stopped it, and nobody looked after it
        told = messages.say(sock, messages.Spawn(domain), [control])
        self._let_go()
        return pid if told else 0

    def _let_go(self) -> None:
        if self.spare is not None:
            self.spare[1].close()
            self.spare = None

    def _fork(self, run: Callable[[], int]) -> int:
        """A child that runs so and ends with the code; it keeps nothing that is the zygote's."""
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for each in (self.sock, self.heard, self.told):
                each.close()
            self._let_go()
            code = run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001  # nobody else is there to tell
            traceback.print_exc(file=sys.stderr)
        finally:
            os._exit(code)
