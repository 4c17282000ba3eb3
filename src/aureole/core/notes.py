"""Shape, unit and frame of a field, read from the one line that declares it."""

import ast
import dataclasses
import functools
import inspect
import itertools
import operator
import textwrap
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from aureole.core.errors import BadWord

Float64 = NDArray[np.float64]
Float32 = NDArray[np.float32]
Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Uint64 = NDArray[np.uint64]
Uint8 = NDArray[np.uint8]
Bool = NDArray[np.bool_]
Array = NDArray[Any]


class Note(NamedTuple):
    """What one field holds; `name` is dotted for fields of nested words."""

    name: str
    dims: tuple[str, ...]
    unit: str
    frame: str
    dtype: np.dtype[Any]
    text: str


def _texts(word: type) -> dict[str, str]:
    """The docstring under each field; empty where the source is not at hand."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(word)))
    except (OSError, TypeError):
        return {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    found: dict[str, str] = {}
    for field, below in itertools.pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = inspect.cleandoc(text)
    return found


def _dtype(array_type: object) -> np.dtype[Any]:
    scalar = get_args(get_args(array_type)[1])[0]
    return np.dtype(None if scalar is Any else scalar)


@functools.cache
def notes(word: type, prefix: str = "") -> tuple[Note, ...]:
    """Every array of a word (a dataclass or NamedTuple), nested words included."""
    texts = _texts(word)
    found: list[Note] = []
    for name, hint in get_type_hints(word, include_extras=True).items():
        if get_origin(hint) is Annotated:
            array_type, dims, unit, frame = get_args(hint)
            axes, text = tuple(dims.split()), texts.get(name, "")
            found.append(Note(prefix + name, axes, unit, frame, _dtype(array_type), text))
        elif dataclasses.is_dataclass(hint) and isinstance(hint, type):
            found.extend(notes(hint, f"{prefix}{name}."))
    return tuple(found)


def check(word: object) -> None:
    """Raise `BadWord` unless each array has its declared type, named axes agree and numbered axes have that size."""
    kind: Any = type(word)
    sizes: dict[str, int] = {}
    for note in notes(kind):
        value: Any = operator.attrgetter(note.name)(word)
        where = f"{kind.__name__}.{note.name}"
        if not isinstance(value, np.ndarray):
            raise BadWord(f"{where}: is {type(value).__name__}, expected an array")
        if value.dtype != note.dtype:
            raise BadWord(f"{where}: holds {value.dtype}, expected {note.dtype}")
        if value.ndim != len(note.dims):
            raise BadWord(f"{where}: has {value.ndim} axes, expected {len(note.dims)} ({' '.join(note.dims)})")
        for axis, size in zip(note.dims, value.shape, strict=True):
            expected_size = int(axis) if axis.isdigit() else sizes.setdefault(axis, size)
            if size != expected_size:
                raise BadWord(f"{where}: axis '{axis}' is {size}, expected {expected_size}")
