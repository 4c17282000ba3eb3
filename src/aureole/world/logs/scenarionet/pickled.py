"""Pickles from strangers read as data: an own machine for the few opcodes that data need.

A pickle is a program. Python's own reader would import and call whatever it names; this one never imports anything.
It knows the names below and answers each with a stand-in that can only make numbers: numpy arrays, scalars and data
types, `defaultdict` (a plain dict here) and `int` (a word that cannot be called). Any other name is refused with that
name. Opcodes are taken apart by `pickletools`, which checks every length against what is there.
"""

from __future__ import annotations

import pickletools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from aureole.core.errors import BadInput
from aureole.world.logs.packed import content
from aureole.world.logs.scenarionet.standins import GLOBALS, Made, Name, Refused

MOST_OPCODES = 20_000_000  # a scene of 20 s has some 500,000
DEEPEST = 64  # containers within containers; ScenarioNet needs six
REMEDY = "give a ScenarioNet file: a pickle of numbers, words, lists, dicts and numpy arrays"
PLAIN = {
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT", "UNICODE",
    "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "BYTEARRAY8",
    "STRING", "BINSTRING", "SHORT_BINSTRING",
}  # fmt: skip
EMPTY: dict[str, Any] = {"EMPTY_LIST": list, "EMPTY_TUPLE": tuple, "EMPTY_DICT": dict, "EMPTY_SET": set}
CONSTANT = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
PUT = {"PUT", "BINPUT", "LONG_BINPUT"}
TAKE = {"GET", "BINGET", "LONG_BINGET"}
TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}


class Mark(NamedTuple):
    """Where a container begins on the stack."""


def load(path: Path) -> Any:
    """What a file holds, packed by gzip or not.

    Raises:
        BadInput: it cannot be read, is too large, no pickle, or names what data do not need; with the name.
    """
    place = str(path)
    data = content(path)
    try:
        return plain(Machine(data).run())
    except Refused as error:
        raise BadInput(str(error), place=place, remedy=REMEDY) from None
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, EOFError, MemoryError, RecursionError) as error:
        what = f"no pickle of data: {type(error).__name__}: {str(error)[:160]}"
        raise BadInput(what, place=place, remedy=REMEDY) from None


class Machine:
    """The stack machine; `run` gives what the pickle stands for, stand-ins included."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def run(self) -> Any:
        """Carry out every opcode up to the end."""
        for number, (opcode, argument, _) in enumerate(pickletools.genops(self.data)):
            if number > MOST_OPCODES:
                raise Refused(f"more than {MOST_OPCODES} opcodes")
            if opcode.name == "STOP":
                return self.stack.pop()
            self.one(opcode.name, argument)
        raise Refused("the pickle has no end")

    def one(self, name: str, argument: Any) -> None:
        """One opcode; refused unless data need it."""
        stack = self.stack
        if name in PLAIN:
            stack.append(argument)
        elif name in PUT:
            self.memo[int(argument)] = stack[-1]
        elif name == "MEMOIZE":
            self.memo[len(self.memo)] = stack[-1]
        elif name in TAKE:
            stack.append(self.memo[int(argument)])
        elif name == "MARK":
            stack.append(Mark)
        elif name in TUPLES:
            count = TUPLES[name]
            stack[-count:] = [tuple(stack[-count:])]
        elif name in EMPTY:
            stack.append(EMPTY[name]())
        elif name in CONSTANT:
            stack.append(CONSTANT[name])
        elif name not in ("PROTO", "FRAME"):
            self.rare(name, argument)

    def rare(self, name: str, argument: Any) -> None:
        """The opcodes that fill containers or make something of a name."""
        stack = self.stack
        if name in ("APPEND", "APPENDS"):
            added = [stack.pop()] if name == "APPEND" else self.marked()
            expect(stack[-1], list).extend(added)
        elif name in ("SETITEM", "SETITEMS"):
            pairs = [stack.pop() for _ in range(2)][::-1] if name == "SETITEM" else self.marked()
            expect(stack[-1], dict).update(zip(keys(pairs[::2]), pairs[1::2], strict=True))
        elif name == "ADDITEMS":
            added = self.marked()
            expect(stack[-1], set).update(keys(added))
        elif name in ("LIST", "TUPLE", "FROZENSET", "DICT"):
            items = self.marked()
            kinds: dict[str, Any] = {"LIST": list, "TUPLE": tuple}
            made = kinds[name](items) if name in kinds else frozenset(keys(items)) if name == "FROZENSET" else None
            stack.append(dict(zip(keys(items[::2]), items[1::2], strict=True)) if made is None else made)
        elif name in ("GLOBAL", "STACK_GLOBAL"):
            words = str(argument).split(" ", 1) if name == "GLOBAL" else [stack.pop(), stack.pop()][::-1]
            stack.append(known(*words))
        elif name == "REDUCE":
            given, what = expect(stack.pop(), tuple), stack.pop()
            stack.append(called(what, given))
        elif name == "BUILD":
            state = stack.pop()
            if not isinstance(stack[-1], Made):
                raise Refused(f"a state is set on {type(stack[-1]).__name__}, which has none")
            stack[-1].build(state)
        elif name == "POP":
            stack.pop()
        elif name == "POP_MARK":
            self.marked()
        elif name == "DUP":
            stack.append(stack[-1])
        else:
            raise Refused(f"holds the opcode {name}, which data do not need")

    def marked(self) -> list[Any]:
        """Everything above the last mark, which is taken off with it."""
        stack = self.stack
        start = len(stack) - 1
        while stack[start] is not Mark:
            start -= 1
            if start < 0:
                raise Refused("a container ends that has not begun")
        items = stack[start + 1 :]
        del stack[start:]
        return items


def expect(value: Any, kind: type) -> Any:
    """The value, which must be of exactly this kind."""
    if type(value) is not kind:
        raise Refused(f"{type(value).__name__} where a {kind.__name__} is needed")
    return value


def keys(values: list[Any]) -> list[Any]:
    """What may be looked up by: words, numbers, and scalars as the numbers they hold."""
    found = [value.value() if isinstance(value, Made) else value for value in values]
    for value in found:
        if not isinstance(value, str | int | float | bytes | tuple | None):
            raise Refused(f"a {type(value).__name__} as a key")
    return found


def known(module: Any, name: Any) -> Name:
    """The stand-in of a name.

    Raises:
        Refused: it is none that data need.
    """
    found = GLOBALS.get((module, name)) if isinstance(module, str) and isinstance(name, str) else None
    if found is None:
        raise Refused(f"names {str(module)[:80]}.{str(name)[:80]}, which is never loaded")
    return found


def called(what: Any, given: tuple[Any, ...]) -> Any:
    """What a stand-in makes of its arguments."""
    if not isinstance(what, Name):
        raise Refused(f"calls {type(what).__name__}, which is no name")
    return what.call(given)


def plain(root: Any) -> Any:
    """The same with every stand-in replaced by what it holds, in place; each container is looked at once."""
    seen: set[int] = set()
    top = [root]
    waiting: list[tuple[Any, int]] = [(top, 0)]
    while waiting:
        holder, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused(f"containers within containers, more than {DEEPEST} deep")
        for place, value in list(entries(holder)):
            if isinstance(value, Made):
                holder[place] = value.value()
            elif isinstance(value, tuple) and any(isinstance(part, Made) for part in value):
                holder[place] = tuple(part.value() if isinstance(part, Made) else part for part in value)
            elif isinstance(value, Name):
                raise Refused(f"holds {value.told} itself")
            elif isinstance(value, dict | list | tuple) and id(value) not in seen:
                seen.add(id(value))
                if not isinstance(value, tuple) or any(isinstance(part, dict | list | tuple) for part in value):
                    waiting.append((value, depth + 1))
    return top[0]


def entries(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Places and values of a container."""
    return iter(holder.items()) if isinstance(holder, dict) else enumerate(holder)
