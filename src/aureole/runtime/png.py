"""Lines of pixels as PNG (ISO/IEC 15948, clauses 5, 9.2 and 11.2)."""

from __future__ import annotations

import struct
import zlib

from aureole.core.notes import Uint8

RGB = 2  # colour type: red, green, blue
BITS = 8
NONE, UP = 0, 2  # filters: a line as it is; each byte minus the one above it


def wrapped(lines: Uint8, level: int) -> bytes:
    """A picture from its lines, (rows, 1 + 3 * columns): a filter, then red, green, blue; `level` is zlib's."""
    rows, width = lines.shape
    head = struct.pack(">IIBBBBB", width // 3, rows, BITS, RGB, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines.tobytes(), level)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(name: bytes, data: bytes) -> bytes:
    """Length, name, data, check sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
