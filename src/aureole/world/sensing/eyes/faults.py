"""What may be wrong with a car's eyes in a drive, in words: `blind:front`, `drop:0.3`, `latency:0.2`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64

PREFIX = "eye_"  # of an eye's name; it may be left out
ALL = "all"
LATEST = 2.0  # s; older pictures are none of a driver's business
REMEDY = "there are blind:EYE, drop:SHARE (each may begin later: blind:front@5) and latency:SECONDS"


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of all eyes of a car, the same in every world."""

    dark: Float64
    """From when on each eye is covered, s, (eyes,); infinite: never."""
    lost: float = 0.0
    """Share of the frames that are dropped."""
    losing: float = 0.0
    """From when on, s."""
    late: float = 0.0
    """How much older all pictures are than the car's latency makes them, s."""


def faults_of(words: Sequence[str], names: Sequence[str]) -> Faults:
    """The faults that some words tell of.

    Args:
        words: one a fault.
        names: of the car's eyes.

    Raises:
        BadInput: a word is none, a number is out of its range, or something is said twice.
    """
    dark = np.full(len(names), np.inf)
    lost = losing = late = math.nan
    for word in words:
        kind, _, rest = word.partition(":")
        value, at, since = rest.partition("@")
        start = number(word, since, 0.0, 86_400.0) if at else 0.0
        if kind == "blind":
            cover(dark, word, meant(word, value, names), start)
        elif kind == "drop" and math.isnan(lost):
            lost, losing = number(word, value, 0.0, 1.0), start
        elif kind == "latency" and math.isnan(late) and not at:
            late = number(word, value, 0.0, LATEST)
        else:
            twice = kind in ("drop", "latency") and not at
            raise BadInput(f"--fault {word}: {'is said twice' if twice else 'is no fault'}", remedy=REMEDY)
    return Faults(dark, *(0.0 if math.isnan(value) else value for value in (lost, losing, late)))


def cover(dark: Float64, word: str, places: Sequence[int], start: float) -> None:
    """Some eyes are covered from `start` on (s), in place."""
    for place in places:
        if not math.isinf(dark[place]):
            raise BadInput(f"--fault {word}: this eye is blind already", remedy="name each eye once")
        dark[place] = start


def meant(word: str, name: str, names: Sequence[str]) -> list[int]:
    """The places of the eyes that a name means."""
    if name == ALL:
        return list(range(len(names)))
    found = [k for k, eye in enumerate(names) if name in (eye, eye.removeprefix(PREFIX)) and name]
    if not found:
        known = ", ".join(eye.removeprefix(PREFIX) for eye in names)
        raise BadInput(f"--fault {word}: the car has no eye '{name[:40]}'", remedy=f"it has {known}; {ALL} means each")
    return found


def number(word: str, text: str, least: float, most: float) -> float:
    """A number of a fault within its range."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise BadInput(f"--fault {word}: '{text[:40]}' is no number from {least:g} to {most:g}", remedy=REMEDY)
    return value
