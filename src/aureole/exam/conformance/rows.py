"""Words taken apart and put together along their leading axis, and compared bit by bit."""

from __future__ import annotations

import dataclasses
import operator
import pickle
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from aureole.core.notes import notes

Word = TypeVar("Word")


def taken(word: Word, rows: Sequence[int]) -> Word:
    """The same word of these worlds only, in this order, in arrays of its own."""
    values = {name: _taken(value, rows) for name, value in _values(word).items()}
    return dataclasses.replace(word, **values)  # type: ignore[type-var]


def _values(word: Any) -> dict[str, Any]:
    return {field.name: getattr(word, field.name) for field in dataclasses.fields(word)}


def _taken(value: Any, rows: Sequence[int]) -> Any:
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value[list(rows)])
    if dataclasses.is_dataclass(value) and any(isinstance(part, np.ndarray) for part in _values(value).values()):
        return taken(value, rows)
    return value


def differing(one: Any, other: Any) -> str:
    """The first array in which two words of a kind differ by a bit, and where; empty if in none."""
    kind: Any = type(one)
    for note in notes(kind):
        a, b = operator.attrgetter(note.name)(one), operator.attrgetter(note.name)(other)
        if a.shape != b.shape or a.dtype != b.dtype:
            return f"{note.name} has another shape or type"
        if a.tobytes() != b.tobytes():
            odd = (a != b) & ~((a != a) & (b != b))  # noqa: PLR0124  # what is no number is not equal to itself
            place = tuple(np.argwhere(odd)[0].tolist()) if odd.any() else ()
            return (
                f"{note.name}{list(place)}: {a[place]} and {b[place]}" if place else f"{note.name}: in the sign of zero"
            )
    return ""


def frozen(value: Any) -> bytes | None:
    """A value as bytes; None if it cannot be kept so."""
    try:
        return pickle.dumps(value)
    except Exception:  # noqa: BLE001  # whatever a stranger's object does when it is asked for bytes
        return None
