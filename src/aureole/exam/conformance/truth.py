"""Whether a driver imports the truth it is examined against: read from its sources, and seen in a process of its own.

What it cannot see: a file that is read at run time, and a module whose name is put together while driving.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from aureole.exam.conformance.sources import closure, own, tree

TRUTH = (
    "aureole.core.brief", "aureole.core.judge", "aureole.core.road", "aureole.core.scene", "aureole.core.world",
    "aureole.exam", "aureole.world",
)  # fmt: skip
"""What a driver must not import: the contract `truth` of pyproject.toml."""
MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
LOADED = "import sys; sys.path[:] = {path!r}; __import__({module!r}); print(*sorted(sys.modules))"
LONGEST = 120.0  # s; a driver whose module takes longer to import is told so


def forbidden(name: str) -> bool:
    """Whether a module is part of the truth."""
    return any(name == part or name.startswith(f"{part}.") for part in TRUTH)


def seen(module: str) -> str:
    """Where a driver's module reaches the truth; empty if nowhere."""
    return next(read(module), "") or loaded(module)


def read(module: str) -> Iterator[str]:
    """Every place in its sources, and in those of ours that it imports, that names the truth."""
    for source in closure(module, (*own(module), "aureole")).values():
        for one in source.imports:
            if forbidden(one.name):
                yield f"{source.path.name}:{one.line} imports {one.name}"
        if source.name.partition(".")[0] != "aureole":
            yield from (f"{source.path.name}:{line} names {name}" for name, line in names(source.path))


def names(path: Path) -> Iterator[tuple[str, int]]:
    """Texts in a source file that are nothing but the name of a module of the truth, with their lines."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Constant(value=str(text), lineno=line) if MODULE.fullmatch(text) and forbidden(text):
                yield text, line


def loaded(module: str) -> str:
    """What of the truth is in memory after the module was imported by a process of its own; empty if nothing."""
    code = LOADED.format(path=sys.path, module=module)
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter; the module is the one that is checked
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return f"importing {module} takes more than {LONGEST:.0f} s"
    if done.returncode:
        return f"importing {module} in a process of its own: {(done.stderr.strip().splitlines() or ['failed'])[-1]}"
    found = [name for name in done.stdout.split() if forbidden(name)]
    return f"importing {module} loads {found[0]}, through a package it imports" if found else ""
