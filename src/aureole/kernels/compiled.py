"""`@kernel` and `@device`: numba's compiler behind a typed decorator.

No fast-math, IEEE division, the lock of the interpreter released: a kernel gives the same bits
whatever batch, thread or load it runs in. `@device` functions are called by kernels only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from aureole.kernels.cache import directory, host, writable

Function = TypeVar("Function", bound=Callable[..., Any])


def _prepare() -> bool:
    """Point numba's cache at our own directory; False if it cannot be written."""
    config: Any = numba.core.config
    cpu = f"{config.CPU_NAME or ''}{host()}"
    path = directory(numba.__version__, cpu)
    if not writable(path):
        logging.getLogger("aureole").warning(
            "kernel cache %s cannot be written: kernels are compiled anew in each run", path
        )
        return False
    config.CACHE_DIR = str(path)
    return True


CACHED = _prepare()


def kernel(function: Function) -> Function:
    """Compile a loop over worlds; kept on disk between runs."""
    compile_kept = numba.njit(cache=CACHED, nogil=True, error_model="numpy", fastmath=False)
    return cast(Function, compile_kept(function))


def device(function: Function) -> Function:
    """Compile a formula that kernels call for one world, one agent or one number."""
    return cast(Function, numba.njit(nogil=True, error_model="numpy", fastmath=False)(function))
