"""A process of a test that says in lines what it sees, and hears what it is told."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0  # s


class Speaking:
    """The test's side of it."""

    def __init__(self, words: Sequence[str]) -> None:
        path = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}
        )
        self.rest = b""

    def tell(self, order: str) -> None:
        self.process.stdin.write(order.encode())
        self.process.stdin.flush()

    def line(self, ends: float) -> dict[str, Any]:
        """The next thing it says."""
        while b"\n" not in self.rest:
            left = ends - time.monotonic()
            assert left > 0, "it took too long"
            if select.select([self.process.stdout], [], [], left)[0]:
                more = os.read(self.process.stdout.fileno(), 4096)
                assert more, f"it ended with {self.process.wait()}"
                self.rest += more
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def until(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = PATIENCE) -> dict[str, Any]:
        """What it says that is wanted."""
        ends = time.monotonic() + seconds
        while not wanted(said := self.line(ends)):
            pass
        return said

    def says(self, what: str) -> dict[str, Any]:
        return self.until(lambda said: said["what"] == what)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
