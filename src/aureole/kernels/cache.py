"""Where compiled kernels lie: one directory for each state of our sources, numba and the CPU."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent


@functools.cache
def fingerprint(sources: Path = SOURCES) -> str:
    """Hash of all Python sources below a folder; numba does not notice a changed callee in another file."""
    digest = hashlib.blake2b(digest_size=10)
    for path in sorted(sources.rglob("*.py")):
        text = path.read_bytes()
        digest.update(f"{path.relative_to(sources).as_posix()}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()


def host() -> str:
    """Name and features of this CPU, as the compiler sees them."""
    import llvmlite.binding as llvm

    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


def directory(numba_version: str, cpu: str, sources: Path = SOURCES) -> Path:
    """The cache directory; `AUREOLE_CACHE` moves it."""
    import platformdirs

    root = os.environ.get("AUREOLE_CACHE") or platformdirs.user_cache_dir("aureole")
    name = hashlib.blake2b(f"{numba_version} {cpu}".encode(), digest_size=5).hexdigest()
    python = platform.python_version()
    return Path(root) / "kernels" / f"{fingerprint(sources)}-{name}-py{python}"


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
