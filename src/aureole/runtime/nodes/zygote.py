"""The zygote: a process with everything loaded, which becomes a node by forking, in a small part of a cold start."""

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

from aureole.runtime.nodes import messages

Become = Callable[[str, socket.socket], int]
"""Run a domain's node on a control socket; the exit code."""

PARTING, STEP = 1.0, 0.05  # s; in which nodes end by themselves when their supervisor has gone, and between two looks


class Zygote:
    """The parent's view of it."""

    def __init__(self, become: Become) -> None:
        """Fork it now, before there are threads."""
        self.sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if self.pid == 0:
            self.sock.close()
            code = 1
            try:
                code = loop(theirs, become)
            finally:
                os._exit(code)
        theirs.close()

    def spawn(self, domain: str) -> tuple[int, socket.socket]:
        """A new node: its pid and our end of its control socket.

        Raises:
            ChildProcessError: the zygote has gone.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            said = messages.say(self.sock, messages.Spawn(domain), [theirs.fileno()])
        while said:
            word, _ = messages.hear(self.sock)
            if isinstance(word, messages.Born):
                return word.pid, ours
            said = word is not None
        ours.close()
        raise ChildProcessError(f"the zygote (process {self.pid}) has gone: node {domain} cannot be started")

    def close(self) -> None:
        """End it; its nodes end by themselves when their supervisor does."""
        self.sock.close()
        os.waitpid(self.pid, 0)


def loop(sock: socket.socket, become: Become) -> int:
    """Fork whenever asked, bury the dead, end with the supervisor."""
    gc.collect()
    gc.freeze()  # what is loaded stays shared between all nodes, and no collection looks at it
    heard, told = socket.socketpair()
    told.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(told.fileno())
    nodes: set[int] = set()
    while True:
        ready, _, _ = select.select([sock, heard], [], [])
        if heard in ready:
            heard.recv(4096)
            _bury(nodes)
        if sock in ready:
            word, descriptors = messages.hear(sock)
            if word is None:
                return _last(heard, nodes)
            if isinstance(word, messages.Spawn):
                nodes.add(_fork(sock, (heard, told), word.domain, descriptors[0], become))


def _last(heard: socket.socket, nodes: set[int]) -> int:
    """The supervisor has gone, and nodes end by themselves; who is stopped or spins is ended by the kernel."""
    for _ in range(round(PARTING / STEP)):
        _bury(nodes)
        if not nodes:
            return 0
        select.select([heard], [], [], STEP)
    for pid in nodes:
        os.kill(pid, signal.SIGKILL)
    return 0


def _bury(nodes: set[int]) -> None:
    """Take leave of all who have ended."""
    with contextlib.suppress(ChildProcessError):
        while pid := os.waitpid(-1, os.WNOHANG)[0]:
            nodes.discard(pid)


def _fork(
    sock: socket.socket, wake: tuple[socket.socket, socket.socket], domain: str, control: int, become: Become
) -> int:  # fmt: skip
    pid = os.fork()
    if pid:
        os.close(control)
        messages.say(sock, messages.Born(domain, pid))
        return pid
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for each in (sock, *wake):
            each.close()
        code = become(domain, socket.socket(fileno=control))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  # nobody else is there to tell
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(code)
