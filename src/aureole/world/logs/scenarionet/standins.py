"""Stand-ins for the names that a pickle of data uses: they make numbers and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from types import MappingProxyType
from typing import Any

import numpy as np

from aureole.core.notes import Array

KINDS = "biuf"  # booleans and numbers; no objects, no words, no records
MOST_AXES = 8


class Refused(Exception):
    """What a pickle asks for is not given."""


class DtypeMade:
    """A data type of numbers."""

    def __init__(self, code: Any) -> None:
        if not isinstance(code, str) or len(code) > 4:
            raise Refused(f"a data type {str(code)[:40]!r}, expected one of numbers")
        try:
            self.dtype = np.dtype(code)
        except TypeError:
            raise Refused(f"a data type '{code}', expected one of numbers") from None
        if self.dtype.kind not in KINDS or self.dtype.hasobject:
            raise Refused(f"a data type '{code}', expected one of numbers")

    def build(self, state: Any) -> None:
        """Its byte order; nothing else may be in it."""
        plain = isinstance(state, tuple) and len(state) >= 5 and state[1] in ("<", ">", "|", "=")
        if not plain or any(part is not None for part in state[2:5]):
            raise Refused("a data type with fields or shapes of its own")
        self.dtype = self.dtype if state[1] == "|" else self.dtype.newbyteorder(state[1])

    def value(self) -> Any:
        """The data type."""
        return self.dtype


class ArrayMade:
    """An array; its bytes are those of the file, never more."""

    def __init__(self) -> None:
        self.array: Array = np.zeros(0)

    def build(self, state: Any) -> None:
        """(version, shape, data type, whether columns come first, bytes)."""
        if not isinstance(state, tuple) or len(state) != 5:
            raise Refused("an array without shape, data type and bytes")
        _, shape, dtype, fortran, data = state
        self.array = filled(data, dtype, shape, "F" if fortran else "C")

    def value(self) -> Array:
        """The array."""
        return self.array


class Number:
    """A number that numpy held."""

    def __init__(self, array: Array) -> None:
        self.array = array

    def build(self, state: Any) -> None:
        """It has no state."""
        raise Refused("a state is set on a number")

    def value(self) -> Any:
        """The number."""
        return self.array.reshape(-1)[0].item()


Made = DtypeMade | ArrayMade | Number
"""Something a pickle has made, on which it may still set a state."""


def filled(data: Any, dtype: Any, shape: Any, order: Any) -> Array:
    """An array of these bytes, refused unless they are exactly as many as it needs."""
    if not isinstance(dtype, DtypeMade) or not isinstance(data, bytes | bytearray):
        raise Refused("an array of objects")
    axes = (shape,) if isinstance(shape, int) else shape
    if not isinstance(axes, tuple) or len(axes) > MOST_AXES or not all(type(n) is int and n >= 0 for n in axes):
        raise Refused("an array without a proper shape")
    if prod(axes) * dtype.dtype.itemsize != len(data):
        raise Refused(f"an array of shape {axes} with {len(data)} bytes")
    flat = np.frombuffer(bytes(data), dtype.dtype)
    return flat.reshape(axes, order="F" if order == "F" else "C")


def reconstruct(given: tuple[Any, ...]) -> ArrayMade:
    """`_reconstruct(ndarray, (0,), b'b')`: an empty array that waits for its state."""
    if len(given) != 3 or not isinstance(given[0], Name) or given[0].told != "numpy.ndarray":
        raise Refused("an array of a class of its own")
    return ArrayMade()


def from_buffer(given: tuple[Any, ...]) -> ArrayMade:
    """`_frombuffer(bytes, data type, shape, order)`, as protocol 5 writes arrays."""
    if len(given) != 4:
        raise Refused("an array without shape, data type and bytes")
    made = ArrayMade()
    made.array = filled(*given)
    return made


def scalar(given: tuple[Any, ...]) -> Number:
    """`scalar(data type, bytes)`."""
    if len(given) != 2:
        raise Refused("a number without data type and bytes")
    return Number(filled(given[1], given[0], (1,), "C"))


def dtype(given: tuple[Any, ...]) -> DtypeMade:
    """`dtype(code, align, copy)`."""
    if not given:
        raise Refused("a data type without a code")
    return DtypeMade(given[0])


def mapping(given: tuple[Any, ...]) -> dict[Any, Any]:
    """`defaultdict(int)`: a plain dict; what is not in it is not there."""
    return {}


def nothing(given: tuple[Any, ...]) -> Any:
    """A name that stands for a type and is not called."""
    raise Refused("calls a type that data only mention")


class Name:
    """A name that a pickle may use: what it is called, and what calling it makes."""

    __slots__ = ("call", "told")

    def __init__(self, told: str, call: Callable[[tuple[Any, ...]], Any]) -> None:
        self.told, self.call = told, call


ARRAYS = ("numpy.core", "numpy._core")  # numpy 1 and 2
GLOBALS = MappingProxyType(
    {
        ("numpy", "ndarray"): Name("numpy.ndarray", nothing),
        ("numpy", "dtype"): Name("numpy.dtype", dtype),
        ("collections", "defaultdict"): Name("collections.defaultdict", mapping),
        ("builtins", "int"): Name("builtins.int", nothing),
        ("__builtin__", "int"): Name("builtins.int", nothing),
        **{(f"{home}.multiarray", "_reconstruct"): Name("numpy array", reconstruct) for home in ARRAYS},
        **{(f"{home}.multiarray", "scalar"): Name("numpy scalar", scalar) for home in ARRAYS},
        **{(f"{home}.numeric", "_frombuffer"): Name("numpy array", from_buffer) for home in ARRAYS},
    }
)
"""Every name that is known."""
