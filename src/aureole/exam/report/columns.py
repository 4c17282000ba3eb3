"""Tables as columns: numbers quantised, words through a dictionary, all of it deflated, for a page that unpacks it.

A section is the deflate of: the length of its head (four bytes, little end first), the head (JSON: every column with
its kind, its length and where its bytes lie) and the bytes. Whole numbers are written as differences where that is
smaller, zigzag, one plane a byte (all lowest bytes first), which deflate likes best.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from aureole.core.notes import Array, Float64

LARGEST = 2.0**29  # of a code: differences of two must fit into 31 bits
LEVEL = 7  # of deflate; 9 takes twice as long for one part in a hundred
DIGITS = 3  # decimals below the largest value's first figure
COARSEST, FINEST = 1e-2, 1e-6  # of what one step may stand for

Column = Sequence[Any] | Float64
"""Words, or numbers; NaN and None are numbers that are not there."""


def pack(columns: Mapping[str, Column]) -> str:
    """A section as base64.

    >>> unpack(pack({"who": ["a", "b", "a"], "value": [0.5, math.nan, -2.0]}))
    {'who': ['a', 'b', 'a'], 'value': [0.5, None, -2.0]}
    """
    head: list[dict[str, Any]] = []
    body = bytearray()
    for name, values in columns.items():
        entry, parts = words(values) if len(values) and isinstance(values[0], str) else numbers(values)
        head.append({"name": name, "length": len(values), "at": len(body), **entry})
        body += parts
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    packed = deflater.compress(len(told).to_bytes(4, "little") + told + bytes(body)) + deflater.flush()
    return base64.b64encode(packed).decode()


def squeeze(text: str) -> str:
    """Text as the base64 of its deflate."""
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return base64.b64encode(deflater.compress(text.encode(errors="surrogatepass")) + deflater.flush()).decode()


def words(values: Column) -> tuple[dict[str, Any], bytes]:
    """Codes into a list of the words, in the order they first appear."""
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(word, len(places)) for word in values], dtype=np.int64)
    entry, parts = whole_numbers(codes)
    return {"words": list(places), **entry}, parts


def numbers(values: Column) -> tuple[dict[str, Any], bytes]:
    """Multiples of a unit that keeps some four figures of the largest; very large ones as they are."""
    exact: Array = np.array([math.nan if value is None else value for value in values], dtype=np.float64)
    good = np.isfinite(exact)
    if not good.any():
        return {"none": True}, b""
    unit = step(exact[good])
    if float(np.abs(exact[good]).max()) / unit > LARGEST:
        planes = exact.view(np.uint8).reshape(len(exact), 8).T
        return {"float": True}, planes.tobytes()
    codes = np.rint(np.where(good, exact, 0.0) / unit).astype(np.int64)
    entry, parts = whole_numbers(held(codes, good))
    if good.all():
        return {"unit": unit, **entry}, parts
    return {"unit": unit, "mask": len(parts), **entry}, parts + np.packbits(good, bitorder="little").tobytes()


def step(values: Float64) -> float:
    """One for whole numbers, else a power of ten."""
    if (values == np.rint(values)).all():
        return 1.0
    largest = float(np.abs(values).max())
    return float(min(COARSEST, max(FINEST, 10.0 ** (math.floor(math.log10(largest)) - DIGITS))))


def held(codes: Array, good: Array) -> Array:
    """Codes with the one before wherever there is none, so that differences stay small."""
    index = np.maximum.accumulate(np.where(good, np.arange(len(codes)), 0))
    return codes[index]


def whole_numbers(codes: Array) -> tuple[dict[str, Any], bytes]:
    """Plain or as differences: what deflates best."""
    found = [(0, planes(codes)), (1, planes(np.diff(codes, prepend=0)))]
    delta, parts = min(found, key=lambda one: len(zlib.compress(one[1], 1)))
    return {"delta": delta, "planes": len(parts) // max(1, len(codes))}, parts


def planes(codes: Array) -> bytes:
    """Zigzag (0, -1, 1, -2 become 0, 1, 2, 3), then the lowest bytes of all, the next bytes of all, while needed."""
    zigzag = ((codes << 1) ^ (codes >> 63)).astype("<u4")
    needed = max(1, (int(zigzag.max(initial=0)).bit_length() + 7) // 8)
    return zigzag.view(np.uint8).reshape(len(codes), 4).T[:needed].tobytes()


def unpack(section: str) -> dict[str, list[Any]]:
    """What the page makes of a section; numbers come back as multiples of their unit, None where there was none."""
    plain = zlib.decompress(base64.b64decode(section), -15)
    start = 4 + int.from_bytes(plain[:4], "little")
    head = json.loads(plain[4:start].decode(errors="surrogatepass"))
    return {entry["name"]: _column(entry, plain[start + entry["at"] :]) for entry in head}


def _column(entry: dict[str, Any], body: bytes) -> list[Any]:
    length = entry["length"]
    if entry.get("none"):
        return [None] * length
    if entry.get("float"):
        raw = np.frombuffer(body[: 8 * length], np.uint8).reshape(8, length).T
        return [value if math.isfinite(value) else None for value in np.ascontiguousarray(raw).view("<f8").ravel()]
    zigzag = np.zeros(length, np.int64)
    for plane in range(entry["planes"]):
        zigzag |= np.frombuffer(body, np.uint8, length, plane * length).astype(np.int64) << (8 * plane)
    codes = (zigzag >> 1) ^ -(zigzag & 1)
    codes = np.cumsum(codes) if entry["delta"] else codes
    if "words" in entry:
        return [entry["words"][code] for code in codes]
    found: list[Any] = (codes * entry["unit"]).tolist()
    if "mask" in entry:
        good = np.unpackbits(np.frombuffer(body, np.uint8, offset=entry["mask"]), count=length, bitorder="little")
        return [value if there else None for value, there in zip(found, good, strict=True)]
    return found
