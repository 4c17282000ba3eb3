"""Situations as files: NAME#SEED is made when it is asked for, into the cache, and stays there.

The same sources make the same bytes, so the folder bears their fingerprint; where the cache cannot be written, the
files lie in a folder that is gone when the process ends.
"""

from __future__ import annotations

import functools
import re
import tempfile
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.exam.suites.keeping import HELD
from aureole.runtime.files import whole_together
from aureole.world.roads.making.draw import split
from aureole.world.situations import index

NAMED = re.compile(r"([a-z0-9-]+)#([0-9]{1,19})")
MOST = 100_000  # seeds that are looked at for so many of one half


@functools.cache
def home() -> Path:
    """The folder of all that is made."""
    from aureole.kernels.cache import directory, fingerprint, writable  # what compiles is loaded when it is needed

    found = directory("", "").parents[1] / "situations" / fingerprint(module="world.situations.index")
    if writable(found):
        return found
    return Path(HELD.enter_context(tempfile.TemporaryDirectory(prefix="aureole-situations-")))


def asked(name: str) -> tuple[str, int] | None:
    """The situation and the seed that NAME#SEED stands for; None if it is nothing of the kind.

    >>> asked("accident#7"), asked("accident"), asked("cut-in#7")
    (('accident', 7), None, None)
    """
    found = NAMED.fullmatch(name)
    if found is None or found[1] not in index.SITUATIONS:
        return None
    return found[1], int(found[2])


def place(name: str, seed: int) -> Path:
    """Where the scenario of a seed lies once it is made; its map lies beside it."""
    return home() / name / str(seed) / f"{name}-{seed}.xosc"


def ready(name: str, seed: int) -> Path:
    """The scenario of a seed, made if it is not there yet.

    Raises:
        BadInput: there is no such situation or seed.
        Trouble: the files cannot be written.
    """
    path = place(name, seed)
    if not path.is_file():
        write(name, seed, path.parent)
    return path


def write(name: str, seed: int, folder: Path) -> tuple[Path, Path]:
    """Write scenario and map of a seed into a folder; gives their paths.

    Raises:
        BadInput: there is no such situation or seed.
        Trouble: the files cannot be written.
    """
    made = index.make(name, seed)
    paths = folder / f"{name}-{seed}.xosc", folder / index.MAP
    whole_together({paths[1]: made.map, paths[0]: made.scenario})
    return paths


def seeds(half: str, count: int) -> list[int]:
    """The first seeds of a half.

    Raises:
        BadInput: so many are not looked for.
    """
    found = [seed for seed in range(min(20 * count + 100, MOST)) if split(seed) == half][:count]
    if len(found) < count:
        raise BadInput(f"{count} seeds of one half", remedy="take fewer")
    return found
