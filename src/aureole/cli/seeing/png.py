"""Pictures as PNG (ISO/IEC 15948): the same pixels give the same bytes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np

from aureole.core.notes import Uint8
from aureole.runtime.files import whole_bytes

RGB = 2  # colour type: red, green, blue
BIT = 8
UP = 2  # filter: each byte minus the one above it


def encoded(image: Uint8) -> bytes:
    """A picture (rows, columns, 3)."""
    rows, columns, _ = image.shape
    above = np.concatenate([np.zeros((1, columns, 3), np.uint8), image[:-1]])
    lines = np.full((rows, 1 + 3 * columns), UP, np.uint8)
    lines[:, 1:] = (image - above).reshape(rows, -1)
    head = struct.pack(">IIBBBBB", columns, rows, BIT, RGB, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines.tobytes(), 9)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(name: bytes, data: bytes) -> bytes:
    """Length, name, data, check sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def write(path: Path, image: Uint8) -> None:
    """A picture into a file, whole or not at all."""
    with whole_bytes(path) as stream:
        stream.write(encoded(image))
