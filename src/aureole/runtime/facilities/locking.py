"""Memory that stays in place once it was touched (mlockall(2)).

With MCL_ONFAULT, so that a fork of the zygote shares what it does not write.
"""

from __future__ import annotations

import ctypes
import sys

from aureole.runtime.facilities.facility import Share, Why
from aureole.runtime.facilities.priority import capable

CURRENT, FUTURE, ONFAULT = 1, 2, 4  # <sys/mman.h>
IPC_LOCK = 14  # CAP_IPC_LOCK, <linux/capability.h>


class Locked:
    """mlockall."""

    name = "locked_memory"
    words = ("locked memory (mlockall)", "锁定内存（mlockall）")

    def detect(self) -> Why | None:
        """By what this user may lock."""
        if sys.platform != "linux":
            return Why.ELSEWHERE
        import resource

        endless = resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY
        return None if endless or capable(IPC_LOCK) else Why.REFUSED

    def wanted(self, share: Share) -> bool:
        """Nodes with a priority have it."""
        return share.priority > 0

    def claim(self, share: Share) -> Why | None:
        """Lock what is there, and what will be, page by page as it is touched."""
        library = ctypes.CDLL(None, use_errno=True)
        if not hasattr(library, "mlockall"):
            return Why.ELSEWHERE
        return None if library.mlockall(CURRENT | FUTURE | ONFAULT) == 0 else Why.REFUSED

    def release(self) -> None:
        """Memory may be taken away again, as anybody's."""
        getattr(ctypes.CDLL(None), "munlockall", int)()
