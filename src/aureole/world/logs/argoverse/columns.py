"""Feather and Parquet tables as columns of numbers; pyarrow is asked for only here (the extra `data`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aureole.core.errors import BadInput, Missing
from aureole.core.notes import Array

LARGEST = 512 * 2**20  # bytes; the annotations of a log of 16 s have 0.7 MB
MOST_ROWS = 20_000_000
REMEDY = "give the files of Argoverse 2 as they are"


def arrow() -> Any:
    """The module.

    Raises:
        Missing: it is not installed.
    """
    try:
        library = import_arrow()
    except ImportError:
        raise Missing(
            "Argoverse 2 is read with pyarrow, which is not here", remedy="pip install 'aureole[data]'"
        ) from None
    return library


def import_arrow() -> Any:
    """The module with its two readers; only those who read such tables wait for it."""
    import pyarrow as pa
    import pyarrow.feather
    import pyarrow.parquet  # hung on the module

    return pa


def columns(path: Path, names: Sequence[str]) -> dict[str, Array]:
    """Columns of a table by name, numbers as numbers and words as objects.

    Raises:
        Missing: pyarrow is not installed.
        BadInput: the file cannot be read, is too large, no such table, or lacks a column.
    """
    place = str(path)
    library = arrow()
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"is larger than {LARGEST >> 20} MB", place=place, remedy=REMEDY)
        if path.suffix == ".parquet":
            file = library.parquet.ParquetFile(path)
            rows, known = file.metadata.num_rows, list(file.schema_arrow.names)
            vet(rows, known, names, place)
            table = file.read(columns=list(names))
        else:
            table = library.feather.read_table(path, memory_map=False)
            vet(table.num_rows, table.column_names, names, place)
            table = table.select(list(names))
        table.validate(full=True)  # a broken table would be read beyond its bytes
        return {name: table.column(name).to_numpy() for name in names}
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or str(error)[:160]}", place=place, remedy=REMEDY) from None
    except (library.ArrowException, ValueError, TypeError, MemoryError) as error:
        what = f"no table of Argoverse 2: {type(error).__name__}: {str(error)[:160]}"
        raise BadInput(what, place=place, remedy=REMEDY) from None


def vet(rows: int, known: Sequence[str], wanted: Sequence[str], place: str) -> None:
    """Refuse a table that is too long, or lacks a column."""
    if rows > MOST_ROWS:
        raise BadInput(f"{rows} rows, at most {MOST_ROWS}", place=place, remedy=REMEDY)
    for name in wanted:
        if name not in known:
            raise BadInput(f"has no column {name}", place=place, remedy=REMEDY)


def number(found: dict[str, Array], name: str, place: str) -> Array:
    """A column as float64; what is missing is NaN."""
    try:
        return np.asarray(found[name], np.float64)
    except (TypeError, ValueError):
        raise BadInput(f"{name}: holds what is no number", place=place, remedy=REMEDY) from None


def stamps(found: dict[str, Array], place: str, name: str = "timestamp_ns") -> Array:
    """A column of moments, ns."""
    values = found[name]
    if values.dtype.kind not in "iu":
        raise BadInput(f"{name}: holds what is no moment", place=place, remedy=REMEDY)
    return values.astype(np.int64)
