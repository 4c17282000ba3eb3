"""Two network namespaces of this machine, joined by one cable that can be cut."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

HOSTS = ("10.77.0.1", "10.77.0.2")
GROUPS = "239.0.0.0/8"
_numbers = itertools.count()


class Cable:
    """What joins the two; the ends are called 0 and 1."""

    def __init__(self, names: tuple[str, str]) -> None:
        self.names = names

    def inside(self, end: int) -> tuple[str, ...]:
        """What to put before a command, so that it runs at this end."""
        return ("ip", "netns", "exec", self.names[end])

    def cut(self) -> None:
        """Nothing goes through any more."""
        ip("-n", self.names[0], "link", "set", "cable", "down")

    def mend(self) -> None:
        """It does again; what was routed over it is again, too."""
        ip("-n", self.names[0], "link", "set", "cable", "up")
        ip("-n", self.names[0], "route", "replace", GROUPS, "dev", "cable")


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=10.0)


@contextlib.contextmanager
def cable() -> Iterator[Cable]:
    """Two namespaces and their cable; skips where they may not be made."""
    if not shutil.which("ip") or os.geteuid() != 0:
        pytest.skip("network namespaces need root and the command ip (iproute2)")
    mark = f"aur{os.getpid()}-{next(_numbers)}"
    names = (f"{mark}-a", f"{mark}-b")
    try:
        try:
            for name in names:
                ip("netns", "add", name)
            ip("-n", names[0], "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", names[1])
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no network namespaces here: {error.stderr.decode().strip()}")
        for name, host in zip(names, HOSTS, strict=True):
            ip("-n", name, "address", "add", f"{host}/24", "dev", "cable")
            for device in ("lo", "cable"):
                ip("-n", name, "link", "set", device, "up")
            ip("-n", name, "route", "add", GROUPS, "dev", "cable")
        yield Cable(names)
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)
