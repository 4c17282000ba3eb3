"""Pictures as PNG (ISO/IEC 15948): the same pixels give the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aureole.core.notes import Uint8
from aureole.runtime.files import whole_bytes
from aureole.runtime.png import UP, wrapped

SMALL = 9  # zlib's level: files are kept


def encoded(image: Uint8) -> bytes:
    """A picture (rows, columns, 3)."""
    rows, columns, _ = image.shape
    above = np.concatenate([np.zeros((1, columns, 3), np.uint8), image[:-1]])
    lines = np.full((rows, 1 + 3 * columns), UP, np.uint8)
    lines[:, 1:] = (image - above).reshape(rows, -1)
    return wrapped(lines, SMALL)


def write(path: Path, image: Uint8) -> None:
    """A picture into a file, whole or not at all."""
    with whole_bytes(path) as stream:
        stream.write(encoded(image))
