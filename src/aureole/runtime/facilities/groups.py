"""Where control groups of ours may lie (cgroups(7)): below our own group, in whichever version has the controller.

Version 1 has a tree for each controller. Version 2 has one; there a controller is given on only by a group in which no
process is, so ours lie beside our own group where they cannot lie below it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PREFIX = "aureole-"  # and the number of the process that the system's nodes are forked from


class Place(NamedTuple):
    """A folder in which groups for a controller can be made."""

    path: Path
    version: int


def place(controller: str, root: Path = Path("/")) -> Place | None:
    """Where groups for a controller (cpu, memory) may be made by this process; None: nowhere."""
    for path, version, controllers in own(root):
        if version == 1:
            if controller in controllers and os.access(path, os.W_OK):
                return Place(path, 1)
            continue
        for each in (path, path.parent):
            given = _words(each / "cgroup.subtree_control")
            top = not (each / "cgroup.type").exists()  # the root group, which may have processes
            if os.access(each, os.W_OK) and (
                controller in given or (top and controller in _words(each / "cgroup.controllers"))
            ):
                return Place(each, 2)
    return None


def own(root: Path = Path("/")) -> Iterator[tuple[Path, int, tuple[str, ...]]]:
    """The groups this process is in: folder, version, controllers (of version 1)."""
    mounts = _mounts(root)
    for line in _lines(root / "proc/self/cgroup"):
        _, names, inner = line.split(":", 2)
        for kinds, top, where in mounts:
            if kinds == (set(names.split(",")) if names else {"cgroup2"}):
                below = inner.removeprefix(top.rstrip("/")) if top != "/" else inner
                yield root / where.lstrip("/") / below.lstrip("/"), 1 if names else 2, tuple(names.split(","))


def _mounts(root: Path) -> list[tuple[set[str], str, str]]:
    """Controllers (or cgroup2), the group that is mounted, and where: proc(5), mountinfo."""
    found = []
    for line in _lines(root / "proc/self/mountinfo"):
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        words = before.split(" ")
        if kind == "cgroup2":
            found.append(({"cgroup2"}, words[3], words[4]))
        elif kind == "cgroup":
            found.append((set(options.split(",")) - {"rw", "ro", "xattr", "clone_children"}, words[3], words[4]))
    return found


def make(controller: str, system: str, domain: str) -> Place | None:
    """The group of a domain, made if it is not there; None: there can be none.

    Raises:
        OSError: the kernel refuses.
    """
    found = place(controller)
    if found is None:
        return None
    ours = found.path / system
    if found.version == 2:
        _give_on(found.path, controller)
        ours.mkdir(exist_ok=True)
        _give_on(ours, controller)
    path = ours / domain
    path.mkdir(parents=True, exist_ok=True)
    return Place(path, found.version)


def _give_on(path: Path, controller: str) -> None:
    if controller not in _words(path / "cgroup.subtree_control"):
        (path / "cgroup.subtree_control").write_text(f"+{controller}", encoding="ascii")


def sweep() -> None:
    """Remove the empty groups of systems that have ended: those whose process has gone."""
    for path in dict.fromkeys(found.path for found in map(place, ("cpu", "memory")) if found):
        for ours in path.glob(f"{PREFIX}*"):
            number = ours.name.removeprefix(PREFIX)
            with contextlib.suppress(FileNotFoundError):  # another system that ends sweeps, too
                inner = [] if Path("/proc", number).exists() else [*ours.iterdir(), ours]
                for each in (path for path in inner if path.is_dir()):
                    with contextlib.suppress(OSError):  # somebody is in it still
                        each.rmdir()


def _words(path: Path) -> list[str]:
    return " ".join(_lines(path)).split()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
