"""The folder of pictures: a file each drive, made if it is not there yet, so that who stops goes on from there."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aureole.core.errors import BadInput, Trouble
from aureole.core.notes import Array
from aureole.learn.perception.data.drives import Wanted
from aureole.learn.perception.data.label import made
from aureole.runtime.files import whole, whole_bytes

BROKEN = ".broken"
"""Ending of a note about a drive that could not be filmed: it is not tried again."""


class Progress(NamedTuple):
    """How far it has come."""

    done: int
    of: int
    frames: int
    broken: int


def generate(
    folder: Path, drives: Sequence[Wanted], frames: int, told: Callable[[Progress], None] = lambda _: None
) -> Progress:  # fmt: skip
    """Film drives in their order until there are so many frames in the folder; those that are there are not made again.

    Raises:
        BadInput: all drives together do not give as many.
        Trouble: the folder cannot be written.
    """
    total, broken = 0, 0
    for done, one in enumerate(drives):
        path = folder / f"{one.name}.npz"
        note = path.with_suffix(BROKEN)
        if not path.is_file() and not note.is_file():
            film(one, path, note)
        total += count_of(path) if path.is_file() else 0
        broken += note.is_file()
        told(Progress(done + 1, len(drives), total, broken))
        if total >= frames:
            return Progress(done + 1, len(drives), total, broken)
    if not total:
        raise BadInput("no drive could be filmed", place=str(folder), remedy="look into the notes *.broken there")
    return Progress(len(drives), len(drives), total, broken)


def film(one: Wanted, path: Path, note: Path) -> None:
    """Write the file of a drive, or a note why there is none.

    Raises:
        Trouble: it cannot be written.
    """
    try:
        arrays = made(one)
    except Trouble as error:
        with whole(note) as file:
            json.dump({"drive": one._asdict(), "error": str(error)}, file)
        return
    with whole_bytes(path) as stream:
        np.savez(stream, allow_pickle=False, **arrays)


def count_of(path: Path) -> int:
    """Frames in a file.

    Raises:
        BadInput: it is none of ours.
    """
    with opened(path) as arrays:
        return int(arrays["first"].shape[0])


def opened(path: Path) -> np.lib.npyio.NpzFile:
    """The arrays of a file, read when they are asked for.

    Raises:
        BadInput: it is none of ours.
    """
    try:
        found: np.lib.npyio.NpzFile = np.load(path, allow_pickle=False)
        found["first"]
    except (OSError, ValueError, EOFError, KeyError) as error:
        what = f"is no file of pictures: {error}"
        raise BadInput(what, place=str(path), remedy="delete it; it is made again") from None
    return found


def read(paths: Sequence[Path]) -> dict[str, Array]:
    """All files as one: arrays by name, `first` counted through."""
    parts = [dict(opened(path)) for path in paths]
    offset = 0
    for part in parts:
        part["first"] = part["first"] + offset
        offset += len(part["rows"])
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
