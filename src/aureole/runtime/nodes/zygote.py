"""The zygote: a process with everything loaded, which becomes a node by forking, in a small part of a cold start."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

from aureole.runtime.nodes import messages
from aureole.runtime.nodes.brood import Become, loop, nothing


class Zygote:
    """The parent's view of it."""

    def __init__(
        self,
        become: Become,
        *,
        ahead: bool = True,
        lay: Callable[[], None] = nothing,
        warm: Callable[[], None] = nothing,
    ) -> None:
        """Fork it now, before there are threads; `ahead`: it keeps one node forked ahead of its need.

        It does `lay` once, before there is a node; each node forked ahead does `warm`, while it waits.
        """
        self.sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if self.pid == 0:
            self.sock.close()
            code = 1
            try:
                lay()
                code = loop(theirs, become, warm, ahead=ahead)
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
