"""What a network may ask for and must give, by name, type and shape (docs: networks)."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from aureole.core.car import Body, Limits, Periods
from aureole.core.errors import BadInput
from aureole.core.notes import notes
from aureole.core.observation import Observation

FIELDS = {note.name.replace(".", "_"): note for note in notes(Observation)}
"""What can be known, by the name an input has: `tracks_xy` is `Observation.tracks.xy`."""
CAR = {
    f"car_{section}_{field.name}": (section, field.name)
    for section, word in (("body", Body), ("limits", Limits), ("periods", Periods))
    for field in fields(word) if field.type == "float" or field.type is float
}  # fmt: skip
"""What of the own car can be known: `car_body_length` is `Mission.car.body.length`."""
MEMORY, NEXT = "memory_", "next_memory_"
"""What a network remembers: the output `next_memory_x` comes back as the input `memory_x`, zeros before the first."""
AXES: Mapping[str, tuple[str, ...]] = {
    "xy": ("worlds", "steps", "2"), "time": ("worlds", "steps"), "heading": ("worlds", "steps"),
    "speed": ("worlds", "steps"), "accel": ("worlds",), "steer": ("worlds",), "brake": ("worlds",),
    "sure": ("worlds",), "ask": ("worlds",), "why": ("worlds", "reasons", "2"),
}  # fmt: skip
"""What a network can give: the way to go (`xy` with what belongs to it), or `accel` and `steer`; and words beside."""
WAY, HANDS, WORDS = ("time", "heading", "speed"), ("accel", "steer"), ("ask", "why")
TYPES = {
    "tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(bool)": np.bool_, "tensor(int32)": np.int32,
    "tensor(int64)": np.int64, "tensor(uint8)": np.uint8,
}  # fmt: skip
FLOAT, WHOLE = np.dtype(np.float32), (np.dtype(np.int32), np.dtype(np.int64))
EXACT_ONLY = "stamp"  # nanoseconds: a float32 loses them within a second
REMEDY = "see docs: reference, networks"


@dataclass(frozen=True, slots=True)
class Port:
    """One input or output as a network declares it."""

    name: str
    dtype: np.dtype[Any] | None
    """None: a type that no input and no output has."""
    told: str
    """The type in the network's own words."""
    shape: tuple[int | str | None, ...]
    """A number where it is fixed."""

    def __str__(self) -> str:
        return f"{self.name} {self.told}{list(self.shape)}"


def port(one: Any) -> Port:
    """A port of a session."""
    known = TYPES.get(one.type)
    return Port(one.name, None if known is None else np.dtype(known), one.type, tuple(one.shape))


def check_inputs(inputs: Sequence[Port], outputs: Sequence[Port], place: str) -> None:
    """Refuse what nobody can feed.

    Raises:
        BadInput: an input has an unknown name, another type or another shape.
    """
    for one in inputs:
        if one.name.startswith(MEMORY):
            check_memory(one, outputs, place)
        elif one.name in FIELDS:
            note = FIELDS[one.name]
            types = (note.dtype,) if one.name == EXACT_ONLY else (FLOAT, note.dtype)
            check_port("input", one, note.dims, types, place)
        elif one.name in CAR:
            check_port("input", one, ("worlds",), (FLOAT,), place)
        else:
            raise unknown("input", one.name, (*FIELDS, *CAR), place)


def check_memory(one: Port, outputs: Sequence[Port], place: str) -> None:
    """Refuse a memory that does not come back as it went.

    Raises:
        BadInput: it does not.
    """
    back = next((other for other in outputs if other.name == f"next_{one.name}"), None)
    if back is None:
        raise BadInput(f"input '{one.name}' has no output 'next_{one.name}'", place=place, remedy=REMEDY)
    for side, kind in ((one, "input"), (back, "output")):
        if side.dtype != FLOAT:
            raise BadInput(f"{kind} {side}: a memory is tensor(float)", place=place, remedy=REMEDY)
    if not one.shape or not all(isinstance(size, int) and size > 0 for size in one.shape[1:]):
        what = f"input {one}: the axes of a memory have fixed sizes, but for the first, which is the worlds"
        raise BadInput(what, place=place, remedy=REMEDY)


def check_outputs(inputs: Sequence[Port], outputs: Sequence[Port], times: Sequence[float], place: str) -> None:
    """Refuse what is no plan.

    Args:
        inputs: of the network.
        outputs: of the network.
        times: of the points, s, as its metadata say; empty if they do not.
        place: the file.

    Raises:
        BadInput: an output has an unknown name, another type or another shape, or one is missing.
    """
    known = {one.name for one in inputs}
    given = {one.name for one in outputs if not one.name.startswith(NEXT)}
    for one in outputs:
        if one.name.startswith(NEXT):
            if one.name.removeprefix("next_") not in known:
                what = f"output '{one.name}' has no input '{one.name.removeprefix('next_')}'"
                raise BadInput(what, place=place, remedy=REMEDY)
        elif one.name in AXES:
            check_port("output", one, AXES[one.name], WHOLE if one.name in WORDS else (FLOAT,), place)
        else:
            raise unknown("output", one.name, tuple(AXES), place)
    complete = {"xy"} <= given or set(HANDS) <= given
    if not complete or (("xy" in given) == bool(given & set(HANDS))) or ("xy" not in given and given & set(WAY)):
        what = f"gives {', '.join(sorted(given)) or 'nothing'}: expected xy, or accel and steer"
        raise BadInput(what, place=place, remedy=REMEDY)
    if "xy" in given and ("time" in given) == bool(times):
        what = "does not say once when its points are reached"
        raise BadInput(what, place=place, remedy="give the output 'time', or the metadata 'aureole.time'")


def check_port(kind: str, one: Port, axes: Sequence[str], types: Sequence[np.dtype[Any]], place: str) -> None:
    """Refuse another type, another number of axes, or another size of a numbered axis.

    Raises:
        BadInput: it has one.
    """
    if one.dtype not in types:
        wanted = " or ".join(dict.fromkeys(f"tensor({'float' if dtype == FLOAT else dtype})" for dtype in types))
        raise BadInput(f"{kind} {one}: expected {wanted}", place=place, remedy=REMEDY)
    sizes = zip(axes, one.shape, strict=False)
    odd = any(isinstance(size, int) and axis.isdigit() and size != int(axis) for axis, size in sizes)
    if len(one.shape) != len(axes) or odd:
        raise BadInput(f"{kind} {one}: expected the axes {' '.join(axes)}", place=place, remedy=REMEDY)


def unknown(kind: str, name: str, names: Sequence[str], place: str) -> BadInput:
    """Nothing goes by that name."""
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    return BadInput(f"{kind} '{name[:80]}' is not known", place=place, remedy=f"{hint}{REMEDY}")
