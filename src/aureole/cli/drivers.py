"""Drivers by name: entry points of the group `aureole.drivers`, or `package.module:Class`."""

from __future__ import annotations

import difflib
import importlib
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from aureole.core.driver import Driver
from aureole.core.errors import BadInput

GROUP = "aureole.drivers"
RESERVED = ("endtoend", "vla")


def names() -> tuple[str, ...]:
    """Every driver that is installed."""
    return tuple(sorted(point.name for point in entry_points(group=GROUP)))


def factory(name: str) -> Callable[[], Driver[Any]]:
    """What makes a fresh driver of that name.

    Raises:
        BadInput: nothing of that name is there, or it is not a driver.
    """
    for point in entry_points(group=GROUP):
        if point.name == name:
            return _checked(name, point.load())
    if ":" in name:
        return _checked(name, _by_path(name))
    if name in RESERVED:
        raise BadInput(f"driver '{name}' is not there yet", remedy=f"take one of: {', '.join(names())}")
    near = difflib.get_close_matches(name, names(), n=1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    raise BadInput(
        f"no driver is named '{name}'", remedy=f"{hint}there are: {', '.join(names())}, or package.module:Class"
    )


def _by_path(name: str) -> Any:
    module, _, attribute = name.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        return getattr(importlib.import_module(module), attribute)
    except ImportError as error:
        raise BadInput(f"driver '{name}': {error}", remedy="install its package, or run where it lies") from error
    except AttributeError as error:
        raise BadInput(f"driver '{name}': {module} has no {attribute}", remedy="write package.module:Class") from error
    except Exception as error:
        raise BadInput(f"driver '{name}': importing it raised {type(error).__name__}: {error}") from error


def _checked(name: str, made: Any) -> Callable[[], Driver[Any]]:
    missing = [role for role in ("reset", "drive") if not callable(getattr(made, role, None))]
    if missing:
        raise BadInput(f"driver '{name}' has no {' and no '.join(missing)}", remedy="see docs: write a driver")
    return made  # type: ignore[no-any-return]
