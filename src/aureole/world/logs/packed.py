"""The bytes of a log's file, unpacked if it is a gzip file."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from aureole.core.errors import BadInput

LARGEST = 256 * 2**20  # bytes, unpacked; a scene of 20 s has 3 MB
GZIP = b"\x1f\x8b"  # how a gzip file begins, RFC 1952


def content(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a file, unpacked if it is a gzip file; at most `largest`."""
    place = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
        if data[:2] == GZIP:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(largest + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"cannot be read: {reason}", place=place, remedy="give a whole file") from None
    if len(data) > largest:
        raise BadInput(f"is larger than {largest >> 20} MB unpacked", place=place, remedy="give one scene a file")
    return data
