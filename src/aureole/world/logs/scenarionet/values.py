"""Values out of a pickle of plain data, each checked for what it must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Array, Float64

MOST = 200_000  # rows of one table
COLUMNS = 4  # at most; poses and points have no more
REMEDY = "give a file as ScenarioNet writes it"


def mapping(value: Any, place: str) -> Mapping[str, Any]:
    """A dict."""
    if not isinstance(value, dict):
        raise BadInput(f"is {type(value).__name__}, expected a dict", place=place, remedy=REMEDY)
    return value


def words(holder: Any, key: str, place: str) -> str:
    """A word under a key."""
    value = mapping(holder, place).get(key)
    if not isinstance(value, str):
        raise BadInput(f"{key}: is {type(value).__name__}, expected a word", place=place, remedy=REMEDY)
    return value


def tame(value: Any, place: str) -> Any:
    """The same, if it is an array or rows of a few numbers; lists of lists of lists could fill any memory.

    Raises:
        BadInput: it is neither, or too long.
    """
    if isinstance(value, np.ndarray):
        return value
    if not isinstance(value, list | tuple):
        raise BadInput(f"is {type(value).__name__}, expected numbers", place=place, remedy=REMEDY)
    if len(value) > MOST:
        raise BadInput(f"{len(value)} rows in one table, at most {MOST}", place=place, remedy=REMEDY)
    for row in value:
        parts = row if isinstance(row, list | tuple) else row.tolist() if isinstance(row, np.ndarray) else (row,)
        if len(parts) > COLUMNS or not all(isinstance(part, int | float) for part in parts):
            raise BadInput("holds a row that is no row of numbers", place=place, remedy=REMEDY)
    return value


def numbers(value: Any, place: str, shape: tuple[int, ...]) -> Float64:
    """An array of this shape (-1: any length); a trailing axis of one is dropped where none is wanted."""
    try:
        found: Array = np.asarray(tame(value, place), np.float64)
    except (TypeError, ValueError, OverflowError):
        raise BadInput("holds what is no number", place=place, remedy=REMEDY) from None
    if found.ndim == len(shape) + 1 and found.shape[-1] == 1:
        found = found[..., 0]
    fits = found.ndim == len(shape) and all(want in (-1, have) for want, have in zip(shape, found.shape, strict=True))
    if not fits:
        raise BadInput(f"has the shape {found.shape}, expected {shape}", place=place, remedy=REMEDY)
    return found


def points(value: Any, place: str) -> Float64:
    """A line: x and y of each point; the height is dropped, points that are no numbers too."""
    if len(tame(value, place)) == 0:
        return np.zeros((0, 2))
    try:
        found: Array = np.asarray(value, np.float64)
    except (TypeError, ValueError, OverflowError):
        raise BadInput("holds a point that is none", place=place, remedy=REMEDY) from None
    if len(found) > MOST:
        raise BadInput(f"{len(found)} points in one line, at most {MOST}", place=place, remedy=REMEDY)
    if found.ndim != 2 or found.shape[1] < 2:
        raise BadInput(f"has the shape {found.shape}, expected points of x and y", place=place, remedy=REMEDY)
    line = found[:, :2]
    return np.ascontiguousarray(line[np.isfinite(line).all(axis=1)])
