"""A file written as another; which way is told by the endings of both."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aureole.cli import say
from aureole.core.errors import BadInput, Trouble
from aureole.runtime.files import whole
from aureole.world.maps import READERS
from aureole.world.roads.reading.markup import LARGE, LARGEST
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.writing.compare import differences
from aureole.world.roads.writing.opendrive import document


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written, and what the file said that is not in it."""

    path: Path
    size: int
    """Bytes."""
    lost: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {"written": str(self.path), "bytes": self.size, "lost": list(self.lost)}

    def text(self, lang: str) -> str:
        """For people."""
        lines = [f"{say.word('written', lang)}: {self.path} ({self.size / 1024:.0f} KB)"]
        if self.lost:
            lines += [f"  {say.word('lost', lang)}:", *(f"    {text}" for text in self.lost)]
        return "\n".join(lines)


def map_to_map(file: Path, out: Path, largest: int) -> Converted:
    """A map in our normal form, read back and compared before it is there."""
    source = READERS[ending(file)](file, largest)
    data = document(source.map)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "map.xodr"
        copy.write_bytes(data)
        differing = differences(source.map, read_map(copy, largest=LARGE))
    if differing:
        what = f"what was written does not read as the same map: {', '.join(differing[:8])}"
        raise Trouble(what, place=str(file), remedy="nothing was written; please report the map")
    with whole(out) as stream:
        stream.write(data.decode())
    return Converted(out, len(data), tuple(map(str, source.notices)))


WAYS: dict[tuple[str, str], Callable[[Path, Path, int], Converted]] = {(start, "xodr"): map_to_map for start in READERS}
"""From ending and to ending; a packed file (.gz) has the ending of what it holds."""


def convert_file(file: Path, out: Path, *, large: bool = False) -> Converted:
    """Write `file` as `out`.

    Raises:
        BadInput: the file is broken, or there is no way from one ending to the other.
        Trouble: it cannot be written.
    """
    way = (ending(file), out.suffix.lower().lstrip("."))
    if way not in WAYS:
        ways = ", ".join(f".{start} to .{end}" for start, end in WAYS)
        raise BadInput(f"there is no way from .{way[0]} to .{way[1]}", place=str(file), remedy=f"there is {ways}")
    return WAYS[way](file, out, LARGE if large else LARGEST)


def ending(file: Path) -> str:
    """The ending of a file's name in small letters, `.gz` left away."""
    name = file.name.lower().removesuffix(".gz")
    return name.rpartition(".")[2] if "." in name else ""
