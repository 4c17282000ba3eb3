"""A process that may not write the kernel cache compiles what it lacks for itself."""

from __future__ import annotations

import sys
from typing import Any


def kept_in() -> tuple[str, ...]:
    """The folder that compiled kernels are read from; none where nothing is compiled."""
    compiled: Any = sys.modules.get("aureole.kernels.compiled")
    return () if compiled is None else (str(compiled.cached_at().parent),)


def keep_no_more() -> None:
    """Read the cache, where there is one, and write it no more; nothing is loaded for it."""
    compiled: Any = sys.modules.get("aureole.kernels.compiled")
    caching: Any = sys.modules.get("numba.core.caching")
    if compiled is not None:
        compiled.CACHED = False  # kernels of modules that are loaded from now on
    if caching is not None:
        caching.FunctionCache.save_overload = lambda _cache, _signature, _data: None
