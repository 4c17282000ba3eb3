"""What a node may open (landlock(7)): to read what Python, its libraries and the car are made of, to write its folder.

The kernel's version of the interface is asked for, and as much of it used as is there. From version 4 on a node that
speaks to nobody elsewhere cannot bind or connect over TCP, from 6 on nodes cannot signal who is not their own.
What was opened before, and memory that was handed over, is as it was.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
import sys

from aureole.runtime.facilities import kernel
from aureole.runtime.facilities.facility import Share, Why, why

READ = 1 << 2 | 1 << 3  # files and folders: LANDLOCK_ACCESS_FS_*, <linux/landlock.h>
FILE_RIGHTS = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15  # those that a file, no folder, can have
EXECUTE, DEVICES = 1 << 0, 0b111001 << 6  # making of: character, socket, pipe, block (bits 6, 9, 10, 11)
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""All rights of files, by the version that brought the last of them."""
NETWORK, SCOPES = 0b11, 0b11  # bind and connect (version 4); abstract sockets and signals (version 6)
SYSTEM = (
    "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/proc", "/sys/devices/system/cpu", "/sys/fs/cgroup", "/dev/urandom", "/dev/zero",
)  # fmt: skip
"""What Python and C libraries read while they run."""
ADDRESSES = ("/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/ssl")
"""What is read to speak to other machines."""


def version() -> int:
    """The kernel's version of the interface; 0: it has none."""
    try:
        return kernel.call("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


class Landlock:
    """Landlock."""

    name = "landlock"
    words = ("files closed to nodes (Landlock)", "限制节点的文件访问（Landlock）")

    def __init__(self) -> None:
        self.rules = -1
        """A descriptor of what may be opened, once it is known."""

    def detect(self) -> Why | None:
        """By the version."""
        if not kernel.known():
            return Why.ELSEWHERE
        return None if version() > 0 else Why.ABSENT

    def wanted(self, share: Share) -> bool:
        """Every node."""
        return True

    def claim(self, share: Share) -> Why | None:
        """Open no more than the share says."""
        if (refused := self.prepare(share)) is not None:
            return refused
        try:
            kernel.give_up_privileges()
            kernel.call("landlock_restrict_self", self.rules, 0)
        except OSError as error:
            return why(error)
        finally:
            self.drop()
        return None

    def prepare(self, share: Share) -> Why | None:
        """Lay down what the share says; the paths that are there now are meant, whatever takes their names later."""
        if self.rules >= 0:
            return None
        if (refused := self.detect()) is not None:
            return refused
        try:
            self.rules = self._laid_down(share, version())
        except OSError as error:
            return why(error)
        return None

    def drop(self) -> None:
        """Forget what was laid down."""
        if self.rules >= 0:
            os.close(self.rules)
        self.rules = -1

    def _laid_down(self, share: Share, known: int) -> int:
        rights = RIGHTS[max(each for each in RIGHTS if each <= known)]
        network = NETWORK if known >= 4 and not share.networked else 0
        scopes = SCOPES if known >= 6 else 0
        asked = struct.pack("<QQQ", rights, network, scopes)[: 8 if known < 4 else 16 if known < 6 else 24]
        rules = kernel.call("landlock_create_ruleset", ctypes.create_string_buffer(asked, len(asked)), len(asked), 0)
        try:
            for path in (*SYSTEM, *made_of(), *(ADDRESSES if share.networked else ()), *share.reads):
                _allow(rules, path, READ)
            _allow(rules, os.devnull, rights & (READ | 1 << 1))
            for path in share.writes:
                os.makedirs(path, exist_ok=True)  # noqa: PTH103  # a rule is for what is there
                _allow(rules, path, rights & ~(EXECUTE | DEVICES))
        except OSError:
            os.close(rules)
            raise
        return rules


def made_of() -> tuple[str, ...]:
    """The folders that this Python and what it imports lie in."""
    places = (sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path)
    return tuple(dict.fromkeys(os.path.realpath(each) for each in places if each and each != "/"))


def _allow(rules: int, path: str, rights: int) -> None:
    """A rule for a path and all below it; what is not there needs none."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(place).st_mode):
                rights &= FILE_RIGHTS
            rule = struct.pack("<Qi", rights, place)  # packed: struct landlock_path_beneath_attr
            kernel.call("landlock_add_rule", rules, 1, ctypes.create_string_buffer(rule, len(rule)), 0)
        finally:
            os.close(place)
