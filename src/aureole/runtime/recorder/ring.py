"""The folder of the recorder: numbered parts, the oldest removed first, those around a fault last."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

LIMIT = 2 * 2**30  # bytes
PARTS = 8  # a limit is so many parts: what is removed at once is an eighth
SMALLEST, LARGEST = 64 * 2**10, 64 * 2**20  # bytes of a part
NAME = re.compile(r"(\d{6})(\.fault)?\.mcap")


def parts_in(folder: Path) -> list[Path]:
    """The parts there, in order; OSError if the folder cannot be read."""
    return sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), key=number_of)


def number_of(path: Path) -> int:
    """The number of a part."""
    return int(path.name[:6])


class Ring:
    """Names and sizes of parts in one folder, which may take so many bytes."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        """OSError if the folder cannot be made."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.limit = folder, limit
        stat = os.statvfs(folder)
        free = stat.f_bavail * stat.f_frsize
        self.part = max(min(min(limit, free) // PARTS, LARGEST), SMALLEST)
        """Bytes after which a part is ended."""
        self.sizes = {path: path.stat().st_size for path in parts_in(folder)}
        self.number = max(map(number_of, self.sizes), default=0)
        self.removed = 0
        """Parts that had to give way."""

    def next(self) -> Path:
        """The name of a new part."""
        self.number += 1
        path = self.folder / f"{self.number:06d}.mcap"
        self.sizes[path] = 0
        return path

    def grown(self, path: Path, size: int) -> None:
        """A part has this size now; an empty one is gone."""
        if size:
            self.sizes[path] = size
        else:
            self.sizes.pop(path, None)

    def forget(self) -> None:
        """Parts that could not be made are none."""
        self.sizes = {path: size for path, size in self.sizes.items() if size}

    def trim(self, current: Path | None) -> None:
        """Remove the oldest parts until the rest keeps the limit; the one being written stays."""
        while sum(self.sizes.values()) > self.limit and self.make_room(current):
            pass

    def make_room(self, current: Path | None) -> bool:
        """Remove the oldest part, one around a fault only if these take more than half; False if there is none."""
        found = [path for path in self.sizes if path != current]
        marked = [path for path in found if is_marked(path)]
        plain = [path for path in found if not is_marked(path)]
        heavy = sum(self.sizes[path] for path in marked) > self.limit // 2
        for path in [*(marked if heavy else []), *plain, *marked][:1]:
            with contextlib.suppress(OSError):
                path.unlink()
            del self.sizes[path]
            self.removed += 1
            return True
        return False

    def mark(self, path: Path) -> Path:
        """A fault lies in this part: it and the one before it stay longest; gives its name now."""
        ordered = list(self.sizes)
        place = ordered.index(path)
        renamed = {each: marked(each) for each in ordered[max(place - 1, 0) : place + 1]}
        self.sizes = {renamed.get(each, each): size for each, size in self.sizes.items()}
        return renamed[path]


def is_marked(path: Path) -> bool:
    """Whether a part is one around a fault."""
    return path.name.endswith(".fault.mcap")


def marked(path: Path) -> Path:
    """A part's name from now on; it stays where it cannot be renamed."""
    if is_marked(path):
        return path
    wanted = path.with_name(f"{path.name[:6]}.fault.mcap")
    try:
        path.rename(wanted)
    except OSError:
        return path
    return wanted
