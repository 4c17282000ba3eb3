"""From what a driver may know to the arrays that a network asks for."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence

import numpy as np

from aureole.core.car import Car
from aureole.core.errors import BadWord
from aureole.core.notes import Array, Note
from aureole.core.observation import Observation
from aureole.drivers.network.contract import CAR, FIELDS, Port

SORTED = frozenset({"tracks", "signals", "objects"})  # axes with the nearest first: a network may take fewer or more


def fed(inputs: Sequence[Port], look: Observation, car: Car, memory: Mapping[str, Array]) -> dict[str, Array]:
    """Every input by name, one row a world, of the type and shape that the network declares.

    Raises:
        BadWord: what is seen has other sizes than the network takes.
    """
    worlds = len(look.stamp)
    found: dict[str, Array] = {}
    for one in inputs:
        if one.name in CAR:
            section, name = CAR[one.name]
            found[one.name] = np.full(worlds, getattr(getattr(car, section), name), dtype=np.float32)
        elif one.name in FIELDS:
            note = FIELDS[one.name]
            seen = operator.attrgetter(note.name)(look)
            found[one.name] = np.ascontiguousarray(fitted(seen, one, note), dtype=one.dtype)
        else:
            found[one.name] = memory[one.name]
    return found


def fitted(seen: Array, one: Port, note: Note) -> Array:
    """What is seen with as many tracks, signals, objects as the network takes: the nearest, filled up with absent ones.

    Raises:
        BadWord: another axis has another size.
    """
    for place, (axis, size) in enumerate(zip(note.dims, one.shape, strict=True)):
        if place == 0 or not isinstance(size, int) or seen.shape[place] == size:
            continue
        if axis not in SORTED:
            raise BadWord(f"input '{one.name}': axis '{axis}' is {seen.shape[place]}, the network takes {size}")
        kept = min(size, seen.shape[place])
        room = np.zeros((*seen.shape[:place], size, *seen.shape[place + 1 :]), dtype=seen.dtype)
        room[:, :kept] = seen[:, :kept]
        seen = room
    return seen
