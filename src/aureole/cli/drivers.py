"""Drivers by name: entry points of the group `aureole.drivers`, `package.module:Class`, or the path of a network."""

from __future__ import annotations

import difflib
import hashlib
import importlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, TypeGuard

from aureole.core.driver import Driver
from aureole.core.errors import BadInput
from aureole.drivers.network.driver import ENDING, OnnxFile, onnx_file
from aureole.exam.life.executor import MAKING, Pulse

GROUP = "aureole.drivers"
RESERVED = ("endtoend", "vla")
LONGEST = 100  # letters of a driver's name within a file's


def names() -> tuple[str, ...]:
    """Every driver that is installed."""
    return tuple(sorted(point.name for point in entry_points(group=GROUP)))


def factory(name: str) -> Callable[[], Driver[Any]]:
    """What makes a fresh driver of that name.

    Raises:
        BadInput: nothing of that name is there, or it is not a driver.
    """
    return _checked(name, found(name))


def found(name: str) -> Any:
    """What goes by that name, whether it is a driver or not.

    Raises:
        BadInput: nothing does, or it is a network that cannot drive.
        Missing: it is a network, and nothing is there that runs it.
    """
    if is_network(name):
        file = onnx_file(name)
        file()  # opened once, so that what is wrong with it is told now
        return file
    for point in entry_points(group=GROUP):
        if point.name == name:
            return _loaded(name, point.load)
    if ":" in name:
        look_here()
        module, _, attribute = name.partition(":")
        return _loaded(name, lambda: getattr(importlib.import_module(module), attribute))
    if name in RESERVED:
        raise BadInput(f"driver '{name}' is not there yet", remedy=f"take one of: {', '.join(names())}")
    near = difflib.get_close_matches(name, names(), n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    raise BadInput(
        f"no driver is named '{name}'",
        remedy=f"{hint}there are: {', '.join(names())}, package.module:Class, or FILE.onnx",
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Makes a driver that somebody else wrote, found where it is made: importing it may do anything."""

    name: str

    def __call__(self) -> Driver[Any]:
        """A fresh one."""
        return factory(self.name)()


@dataclass(frozen=True, slots=True)
class Look:
    """Work: find a driver; gives a hash of the file it is in or was read from, empty if that cannot be told.

    Raises:
        BadInput: as `factory` does.
    """

    name: str

    def __call__(self, pulse: Pulse) -> str:
        """Look."""
        pulse.asking(MAKING)
        try:
            made = factory(self.name)
        finally:
            pulse.answered()
        if isinstance(made, OnnxFile):
            return made.hash
        path = getattr(sys.modules.get(getattr(made, "__module__", "")), "__file__", None)
        return hashlib.blake2b(Path(path).read_bytes(), digest_size=16).hexdigest() if path else ""


def promised(name: str) -> Callable[[], Driver[Any]]:
    """What makes a fresh driver of that name; one that is not ours is not imported here.

    Raises:
        BadInput: nothing of that name is there.
    """
    if is_network(name):
        return onnx_file(name)
    known = next((point for point in entry_points(group=GROUP) if point.name == name), None)
    ours = known is not None and known.value.startswith("aureole.")
    return factory(name) if ours or (known is None and ":" not in name) else Named(name)


def is_network(name: str) -> bool:
    """Whether a driver's name is the path of a network."""
    return name.lower().endswith(ENDING)


def is_foreign(make: object) -> TypeGuard[Named | OnnxFile]:
    """Whether what makes a driver is not ours, so that a worker looks at it first."""
    return isinstance(make, (Named, OnnxFile))


def weights(make: Callable[[], Driver[Any]]) -> str:
    """The hash that names a network's weights; empty of a driver that is none."""
    return make.hash if isinstance(make, OnnxFile) else ""


def as_before(make: Callable[[], Driver[Any]], before: str, place: str) -> None:
    """Refuse to drive again with other weights than those that drove.

    Args:
        make: the driver of now.
        before: the hash that was written down; empty where none was.
        place: where it is written.

    Raises:
        BadInput: they are others.
    """
    if isinstance(make, OnnxFile) and make.hash != before:
        raise BadInput(
            f"the network {make.name} has changed: {before or 'no hash'} drove, {make.hash} is there", place=place,
            remedy="put the file back that drove, or drive the case anew",
        )  # fmt: skip


def filed(name: str) -> str:
    """A driver's name as a part of a file's."""
    return re.sub(r"[:/\\]+", ".", name).strip(".")[-LONGEST:]


def look_here() -> None:
    """Let modules be found in the folder one stands in."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)


def _loaded(name: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except ImportError as error:
        raise BadInput(f"driver '{name}': {error}", remedy="install its package, or run where it lies") from error
    except AttributeError as error:
        raise BadInput(f"driver '{name}': {error}", remedy="write package.module:Class") from error
    except Exception as error:
        raise BadInput(f"driver '{name}': importing it raised {type(error).__name__}: {error}") from error


def _checked(name: str, made: Any) -> Callable[[], Driver[Any]]:
    if isinstance(made, OnnxFile):
        return made
    missing = [role for role in ("reset", "drive") if not callable(getattr(made, role, None))]
    if missing:
        raise BadInput(f"driver '{name}' has no {' and no '.join(missing)}", remedy="see docs: write a driver")
    return made  # type: ignore[no-any-return]
