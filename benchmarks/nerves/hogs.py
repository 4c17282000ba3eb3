"""What runs beside what is measured: processes that never rest, at usual priority."""

from __future__ import annotations

import subprocess
import sys
from types import TracebackType

SPIN = "while True: pass"
HOGS = 2


class Hogs:
    """A context with two of them."""

    def __enter__(self) -> Hogs:
        """Start them."""
        self.started = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(HOGS)]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """End them."""
        for each in self.started:
            each.kill()
            each.wait()
