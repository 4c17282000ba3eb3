"""What a facility of the machine is: looked for without changing anything, claimed by a node, named where refused."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Why(StrEnum):
    """Why a facility is not to be had."""

    ABSENT = "absent"
    REFUSED = "refused"
    ONE_CORE = "one_core"
    SOME_CORES = "some_cores"
    NO_CONTROLLER = "no_controller"
    NO_ROOM = "no_room"
    NO_PRIORITY = "no_priority"
    ELSEWHERE = "elsewhere"
    OFF = "off"


REASONS = {
    Why.ABSENT: ("this kernel has it not", "本内核没有"),
    Why.REFUSED: ("this user may not", "当前用户无权使用"),
    Why.ONE_CORE: ("there is but one core", "只有一个核"),
    Why.SOME_CORES: ("only some of the machine's cores may be used", "只允许使用部分核"),
    Why.NO_CONTROLLER: ("no cgroup controller that may be used", "没有可用的 cgroup 控制器"),
    Why.NO_ROOM: ("what there is has been given to others", "已分配给其他进程"),
    Why.NO_PRIORITY: ("no use without real-time priority", "没有实时优先级则无益"),
    Why.ELSEWHERE: ("Linux alone has it", "仅 Linux 提供"),
    Why.OFF: ("switched off", "已关闭"),
}
"""In English and Chinese."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one node is to have of the machine."""

    domain: str
    priority: int = 0
    """SCHED_FIFO; 0: as anybody."""
    period: float = 0.0
    """s; time calls the node every so often; 0: words do."""
    budget: float = 0.0
    """s of a core in each period."""
    quota: float = 0.0
    """Cores, over time; 0: without limit."""
    quotas: float = 0.0
    """Cores, of all real-time nodes of the system together."""
    memory: int = 0
    """Bytes; 0: without limit."""
    cores: frozenset[int] = frozenset()
    """Where it is to run; empty: wherever it may."""
    reads: tuple[str, ...] = ()
    """Files and folders it may read, beside what Python itself is made of."""
    writes: tuple[str, ...] = ()
    """Folders it may write in."""
    networked: bool = False
    """It may speak to other machines."""
    group: str = ""
    """The name under which the system's control groups lie."""


class Facility(Protocol):
    """One thing that the kernel gives, or does not."""

    name: str
    """By which it is switched off, and told."""
    words: tuple[str, str]
    """In English and Chinese."""

    def detect(self) -> Why | None:
        """Why it is not to be had by this process; None: it is. Changes nothing."""

    def wanted(self, share: Share) -> bool:
        """Whether a node with such a share is to have it."""

    def claim(self, share: Share) -> Why | None:
        """Take it for this process; None, or why not."""


def why(error: OSError) -> Why:
    """What an error of the kernel says of a facility."""
    match error.errno:
        case errno.ENOSYS | errno.EINVAL | errno.EOPNOTSUPP | errno.ENOENT:
            return Why.ABSENT
        case errno.EBUSY | errno.ENOSPC:
            return Why.NO_ROOM
        case _:
            return Why.REFUSED
