"""Where compiled kernels lie: a directory for each state of the sources they are made of, numba and the CPU.

numba notices a change in a kernel's own file, but not in a function that another file gives it. So the
directory is keyed by everything the kernel's module imports from us, and what that imports in turn.
"""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import re
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent


IMPORT = re.compile(
    r"^\s*(?:from\s+aureole(?:\.([\w.]+))?\s+import\s+(\([^)]*\)|[^\n]*)|import\s+aureole\.([\w.]+))", re.MULTILINE
)


@functools.cache
def fingerprint(sources: Path = SOURCES, module: str = "") -> str:
    """Hash of the sources that `aureole.MODULE` is made of; of all of them if no module is named."""
    paths = closure(sources, module) if module else tuple(sorted(sources.rglob("*.py")))
    digest = hashlib.blake2b(digest_size=10)
    for path in paths:
        text = path.read_bytes()
        digest.update(f"{path.relative_to(sources).as_posix()}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()


def closure(sources: Path, module: str) -> tuple[Path, ...]:
    """The file of `aureole.MODULE` and every file of ours that it imports, directly or not."""
    found: set[Path] = set()
    waiting = [*files(sources, module)]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(file for name in imports(path) for file in files(sources, name))
    return tuple(sorted(found))


@functools.cache
def imports(path: Path) -> tuple[str, ...]:
    """Names below `aureole` that a file imports; what is imported from a package may be a module of it."""
    names: set[str] = set()
    for room, parts, whole in IMPORT.findall(path.read_text(encoding="utf-8")):
        words = re.findall(r"\w+", re.sub(r"#.*|\bas\s+\w+", "", parts))
        names.update([whole or room, *(f"{room}.{word}".lstrip(".") for word in words)])
    return tuple(sorted(names))


@functools.cache
def files(sources: Path, module: str) -> tuple[Path, ...]:
    """The files a dotted name below `aureole` stands for, its packages' `__init__` included."""
    parts = [part for part in module.split(".") if part]
    packages = [sources.joinpath(*parts[:k], "__init__.py") for k in range(1, len(parts) + 1)]
    candidates = [*packages, sources.joinpath(*parts).with_suffix(".py")] if parts else []
    return tuple(path for path in candidates if path.is_file())


def host() -> str:
    """Name and features of this CPU, as the compiler sees them."""
    import llvmlite.binding as llvm

    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


def directory(numba_version: str, cpu: str, sources: Path = SOURCES, module: str = "") -> Path:
    """The cache directory of a module's kernels; `AUREOLE_CACHE` moves it."""
    import platformdirs

    root = os.environ.get("AUREOLE_CACHE") or platformdirs.user_cache_dir("aureole")
    name = hashlib.blake2b(f"{numba_version} {cpu}".encode(), digest_size=5).hexdigest()
    python = platform.python_version()
    return Path(root) / "kernels" / f"{fingerprint(sources, module)}-{name}-py{python}"


def writable(path: Path) -> bool:
    """Whether kernels can be kept there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
