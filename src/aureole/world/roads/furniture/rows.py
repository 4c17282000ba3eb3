"""Rows of a table while it is read, and the NamedTuple of arrays and texts they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

Table = TypeVar("Table")
Row = Mapping[str, Any]


def table(kind: type[Table], rows: Sequence[Row]) -> Table:
    """The table of a kind: a field with a note becomes an array of its type and axes, any other a tuple."""
    fields: dict[str, Any] = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        values = [row[name] for row in rows]
        if get_origin(hint) is not Annotated:
            fields[name] = tuple(values)
            continue
        array, axes = get_args(hint)[:2]
        shape = (len(rows), *(int(axis) for axis in axes.split()[1:]))
        fields[name] = np.array(values, dtype=get_args(get_args(array)[1])[0]).reshape(shape)
    return kind(**fields)
