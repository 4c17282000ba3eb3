"""How a word lies in a slot of memory: each array at a multiple of 64 bytes, so that it can be used where it lies."""

from __future__ import annotations

import dataclasses
import itertools
import math
import mmap
import operator
from typing import Annotated, Any, get_origin, get_type_hints

import numpy as np

from aureole.core.errors import BadWord
from aureole.core.notes import Array
from aureole.runtime.layout import Layout, differences, layout

ALIGN = 64  # bytes; a cache line, and the widest vector


class Ended:
    """Stands where an array stood that may no longer be used; any use of it says so."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise BadWord("a word of the bus was used after its context had ended; copy what must last")

    def __array__(self, *_: object, **__: object) -> Array:
        raise BadWord("a word of the bus was used after its context had ended; copy what must last")

    def __getitem__(self, _: object) -> Any:
        raise BadWord("a word of the bus was used after its context had ended; copy what must last")


ENDED = Ended()


class Frame:
    """Sizes and places of one topic's words; every message has the same."""

    def __init__(self, kind: type, found: Layout) -> None:
        """`kind` is the word's type, `found` the sizes its arrays have.

        Raises:
            BadWord: the layout is not one of this word.
        """
        for wrong in differences(found, kind):
            raise BadWord(wrong)
        self.kind, self.layout = kind, found
        spans = [-(-field.size // ALIGN) * ALIGN for field in found.fields]
        self.places = tuple(itertools.accumulate([0, *spans[:-1]]))
        self.size = max(sum(spans), ALIGN)
        self.arrays = operator.attrgetter(*(field.name for field in found.fields))
        self.tree = _tree(kind, iter(range(len(found.fields))))

    @classmethod
    def of(cls, word: object) -> Frame:
        """The frame of words like this one."""
        return cls(type(word), layout(word))

    def views(self, memory: mmap.mmap | bytearray | memoryview, start: int) -> tuple[Array, ...]:
        """The arrays of a word that begins at a byte of a memory; as writable as the memory is."""
        return tuple(
            np.frombuffer(memory, field.dtype, math.prod(field.shape), start + place).reshape(field.shape)
            for field, place in zip(self.layout.fields, self.places, strict=True)
        )

    def word(self, arrays: tuple[Array, ...]) -> Any:
        """A word of these arrays; nothing is copied."""
        return _build(self.tree, arrays)

    def copied(self, word: object) -> Any:
        """The same word in memory of its own."""
        found = self.arrays(word)
        return self.word(tuple(np.array(array) for array in (found if len(self.places) > 1 else (found,))))

    def end(self, word: object) -> None:
        """Take its arrays from a word: whoever uses it from now on is told."""
        _end(self.tree, word)

    def copy(self, word: object, into: tuple[Array, ...]) -> None:
        """Write a word's arrays into others.

        Raises:
            BadWord: the word is another one, or has arrays of other sizes or types.
        """
        if type(word) is not self.kind:
            raise BadWord(f"{type(word).__name__} on a topic of {self.kind.__name__}")
        found = self.arrays(word)
        for field, array, target in zip(self.layout.fields, found if len(into) > 1 else (found,), into, strict=True):
            if array.shape != target.shape or array.dtype != target.dtype:
                given, wanted = f"{array.dtype}{list(array.shape)}", f"{field.dtype}{list(field.shape)}"
                raise BadWord(f"{self.kind.__name__}.{field.name}: is {given}, this topic carries {wanted}")
            np.copyto(target, array)


Tree = tuple[type, tuple[tuple[str, Any], ...]]


def _tree(kind: Any, places: Any) -> Tree:
    """Which array each field of a word is, nested words too; in the order of `core.notes.notes`."""
    rows: list[tuple[str, Any]] = []
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if get_origin(hint) is Annotated:
            rows.append((name, next(places)))
        elif dataclasses.is_dataclass(hint):
            rows.append((name, _tree(hint, places)))
    return kind, tuple(rows)


def _build(tree: Tree, arrays: tuple[Array, ...]) -> Any:
    word: Any = object.__new__(tree[0])
    for name, place in tree[1]:
        object.__setattr__(word, name, arrays[place] if isinstance(place, int) else _build(place, arrays))
    return word


def _end(tree: Tree, word: object) -> None:
    for name, place in tree[1]:
        if not isinstance(place, int):
            _end(place, getattr(word, name))
        object.__setattr__(word, name, ENDED)
