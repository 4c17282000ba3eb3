"""What frames mean: a DBC read by cantools, its numbers packed without wrapping and unpacked to SI."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from aureole.core.errors import BadInput, BadWord, Missing

OURS = Path(__file__).resolve().parent / "aureole.dbc"
LARGEST = 16 << 20  # bytes; the largest DBC of a production car is a few MB


class Signal(NamedTuple):
    """How one number lies in a frame."""

    name: str
    scale: float
    offset: float
    low: float
    """The smallest value, in the signal's own unit."""
    high: float
    unit: str


class Frame(NamedTuple):
    """One kind of frame."""

    name: str
    id: int
    length: int  # bytes
    period: float  # s; 0: when there is need
    identity: int
    """Data identity of the E2E protection."""
    secured: int
    """Data identity of the authentication; 0: none."""
    sender: str
    comment: str
    signals: dict[str, Signal]
    coder: Any
    """cantools' own message."""


def cantools() -> Any:
    """The parser of DBC files."""
    try:
        import cantools as found
    except ImportError:
        raise Missing("cantools is not installed", remedy="pip install 'aureole[can]'") from None
    return found


def parsed(path: Path, *, strict: bool = True) -> Any:
    """cantools' database of a DBC file; not strict, signals of a message may overlap, as databases found by looking do.

    Raises:
        BadInput: it cannot be read, or is no DBC.
        Missing: cantools is not installed.
    """
    reader = cantools().database
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"is larger than {LARGEST} bytes", place=str(path), remedy="give a DBC")
        return reader.load_string(path.read_text(encoding="cp1252"), database_format="dbc", strict=strict)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy="check the path") from None
    except (UnicodeDecodeError, reader.UnsupportedDatabaseFormatError, reader.Error) as error:
        raise BadInput(f"is no DBC: {str(error)[:200]}", place=str(path), remedy="give a DBC") from None


@cache
def frames(path: Path = OURS) -> dict[str, Frame]:
    """Every kind of frame of a bus like ours, by name."""
    found = {}
    for message in parsed(path).messages:
        given = message.dbc.attributes if message.dbc else {}
        numbers = {key: int(attribute.value) for key, attribute in given.items() if key != "VFrameFormat"}
        found[message.name] = Frame(
            name=message.name, id=message.frame_id, length=message.length,
            period=numbers.get("GenMsgCycleTime", 0) / 1000.0, identity=numbers.get("E2EDataId", 0),
            secured=numbers.get("SecOCDataId", 0), sender=message.senders[0], comment=message.comment or "",
            signals={signal.name: _signal(signal) for signal in message.signals}, coder=message,
        )  # fmt: skip
    return found


def _signal(signal: Any) -> Signal:
    scale, offset = float(signal.scale), float(signal.offset)
    least = -(1 << signal.length - 1) if signal.is_signed else 0
    most = least + (1 << signal.length) - 1
    low = least * scale + offset if signal.minimum is None else float(signal.minimum)
    high = most * scale + offset if signal.maximum is None else float(signal.maximum)
    return Signal(signal.name, scale, offset, low, high, signal.unit or "")


def raw(value: float, signal: Signal) -> int:
    """The whole number nearest to `value`, at most the frame's range: it saturates and never wraps.

    Raises:
        BadWord: the value is not a number, or has no end.
    """
    if not math.isfinite(value):
        raise BadWord(f"{signal.name}: is {value} {signal.unit}, expected a finite number", remedy="nothing was sent")
    return round((min(max(value, signal.low), signal.high) - signal.offset) / signal.scale)


def pack(frame: Frame, values: Mapping[str, float]) -> bytearray:
    """The bytes of a frame; signals that are not named are zero, header and authentication too.

    Raises:
        BadWord: a value is not a finite number.
        KeyError: the frame has no such signal.
    """
    whole = dict.fromkeys(frame.signals, 0)
    whole.update((name, raw(value, frame.signals[name])) for name, value in values.items())
    return bytearray(frame.coder.encode(whole, scaling=False))


def unpack(frame: Frame, data: bytes | bytearray) -> dict[str, float]:
    """Every signal of a frame in its unit.

    Raises:
        BadWord: the frame has another length.
    """
    if len(data) != frame.length:
        raise BadWord(f"{frame.name}: has {len(data)} bytes, expected {frame.length}")
    values = frame.coder.decode(bytes(data), decode_choices=False, scaling=False)
    signals = frame.signals
    return {name: value * signals[name].scale + signals[name].offset for name, value in values.items()}
