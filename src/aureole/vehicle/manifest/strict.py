"""TOML read strictly: every key known and present, every value of its type and within its range."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any

from aureole.core.errors import BadInput

LARGEST = 1 << 20  # bytes; a description is a few thousand
NAME = re.compile(r"\w[\w.-]{0,63}")  # fit to name a process, a folder, a topic on a network; of any script
LONGEST = 60  # letters of a wrong value that are shown
BITS = 64  # of a whole number that is shown
Bounds = tuple[float, float, str]  # lowest, highest, unit


def parse(path: Path) -> dict[str, Any]:
    """The table in one TOML file.

    Raises:
        BadInput: it cannot be read, is too large, or is no TOML.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy="check the path") from None
    except ValueError as error:  # a zero byte in the path
        raise BadInput(f"cannot be read: {error}", place=repr(str(path)), remedy="check the path") from None
    if len(data) > LARGEST:
        raise BadInput(f"is larger than {LARGEST} bytes", place=str(path), remedy="give a car's description")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(f"is not UTF-8 at byte {error.start}", place=str(path)) from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"is not TOML: {error}", place=str(path)) from None
    except (RecursionError, ValueError) as error:
        raise BadInput(f"is not TOML of a car: {type(error).__name__}", place=str(path)) from None


def keys(
    table: Mapping[str, Any], expected: Set[str], place: str, prefix: str = "", optional: Set[str] = frozenset()
) -> None:
    """Refuse a table with a key that nobody knows, or without one that must be there."""
    for key in table:
        if key not in expected:
            remedy = f"known here: {', '.join(sorted(expected))}"
            raise BadInput(f"{prefix}{cut(key)}: is no key of a car", place=place, remedy=remedy)
    for key in sorted(expected - optional - table.keys()):
        raise BadInput(f"{prefix}{key}: is missing", place=place, remedy=f"add {key} = …")


def rows(value: object, key: str, place: str) -> list[Any]:
    """An array of tables; its members are looked at by who reads them."""
    if not isinstance(value, list):
        raise BadInput(f"{key}: is {kind(value)}, expected [[{key}]] tables", place=place)
    return value


def section(value: object, key: str, place: str) -> dict[str, Any]:
    """One table."""
    if not isinstance(value, dict):
        raise BadInput(f"{key}: is {kind(value)}, expected a table", place=place)
    return value


def number(value: object, key: str, place: str, bounds: Bounds) -> float:
    """A finite number within its bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInput(f"{key}: is {told(value)}, expected a number", place=place)
    low, high, unit = bounds
    if not low <= value <= high:  # a value that is not a number fails here too
        what = f"{key}: is {shown(value)} {unit}, expected {low} to {high}"
        raise BadInput(what, place=place, remedy="give a number in this range")
    return float(value)


def whole(value: object, key: str, place: str, bounds: Bounds) -> int:
    """A whole number within its bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(f"{key}: is {told(value)}, expected a whole number", place=place)
    return int(number(value, key, place, bounds))


def flag(value: object, key: str, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        what = f"{key}: is {told(value)}, expected true or false"
        raise BadInput(what, place=place, remedy="write one of them, without quotes")
    return value


def words(value: object, key: str, place: str) -> str:
    """Any words, but some."""
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{key}: is {told(value)}, expected words", place=place)
    return value


def name(value: object, key: str, place: str) -> str:
    """A name that processes, folders and topics can bear."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        what = f"{key}: is {told(value)}, expected a name"
        raise BadInput(what, place=place, remedy="1 to 64 letters, digits, _ - . of which the first is no - or .")
    return value


def names(value: object, key: str, place: str) -> tuple[str, ...]:
    """An array of names."""
    if not isinstance(value, list):
        raise BadInput(f"{key}: is {told(value)}, expected an array of names", place=place)
    return tuple(name(one, f"{key}[{i}]", place) for i, one in enumerate(value))


def choice(value: object, key: str, place: str, known: Iterable[str]) -> str:
    """One of a few words."""
    if not isinstance(value, str) or value not in known:
        wrong = shown(value) if isinstance(value, str) else told(value)
        raise BadInput(f"{key}: is {wrong}, expected one of {', '.join(known)}", place=place)
    return value


def kind(value: object) -> str:
    """What a value is, in words."""
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "an array", dict: "a table"}
    return names.get(type(value), f"a {type(value).__name__}")


def told(value: object) -> str:
    """What a value of the wrong kind is, and which if that is short to say."""
    return kind(value) if isinstance(value, dict | list) else f"{kind(value)} {shown(value)}"


def shown(value: object) -> str:
    """A wrong value as it is shown: short, whatever it is."""
    if isinstance(value, int) and value.bit_length() > BITS:
        return f"a number of {value.bit_length()} bits"
    return cut(repr(value))


def cut(text: str) -> str:
    """Its beginning, if it is long."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def written(value: Any) -> str:
    """A value as TOML, a number to its last bit."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):  # JSON's escapes are among TOML's own, but DEL has to be one too
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
