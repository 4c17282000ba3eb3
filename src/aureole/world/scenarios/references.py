"""What a scenario names by an absolute path, found where `references.json` beside the scenario says it lies instead.

A scenario that was packed with all it needs keeps its bytes; only this table is added. Relative paths ask nobody.
"""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec

from aureole.core.errors import BadInput

TABLE = "references.json"
LARGEST = 1 << 20  # bytes; one line for each catalog directory and the map
REMEDY = 'write {"absolute path as in the scenario": "path from this folder"}, or take the file away'


def absolute(text: str) -> bool:
    r"""Whether a path is absolute on any system.

    >>> absolute("/maps/town.xodr"), absolute("C:\\maps\\town.xodr"), absolute("../town.xodr")
    (True, True, False)
    """
    return text.startswith(("/", "\\")) or text[1:2] == ":"


def resolved(text: str, folder: Path) -> Path:
    """The path that a reference in a scenario of this folder means.

    Raises:
        BadInput: the folder's table cannot be read.
    """
    if not absolute(text):
        return folder / text
    instead = table(folder).get(text)
    return folder / (text if instead is None else instead)


def table(folder: Path) -> dict[str, str]:
    """The table of a folder; empty if it has none."""
    path = folder / TABLE
    try:
        found = path.stat()
    except (OSError, ValueError):
        return {}
    if found.st_size > LARGEST:
        raise BadInput(f"{found.st_size} bytes, the limit is {LARGEST}", place=str(path), remedy=REMEDY)
    return _table(path, (found.st_mtime_ns, found.st_size))


@functools.lru_cache(maxsize=8)
def _table(path: Path, changed: tuple[int, int]) -> dict[str, str]:
    del changed
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise BadInput(f"is no table of references: {error}", place=str(path), remedy=REMEDY) from None
