"""`@kernel` and `@device`: numba's compiler behind a typed decorator.

No fast-math, IEEE division, the lock of the interpreter released: a kernel gives the same bits
whatever batch, thread or load it runs in. `@device` functions are called by kernels only.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast, overload

import numba

from aureole.kernels.cache import directory, host, writable
from aureole.kernels.formula import FormulaCompiler, KernelCompiler
from aureole.kernels.once import compiled_once

Function = TypeVar("Function", bound=Callable[..., Any])


PACKAGE = "aureole."
config: Any = numba.core.config
HOST = f"{config.CPU_NAME or ''}{host()}"


def cached_at(module: str = "") -> Path:
    """The directory the kernels of a module below `aureole` lie in."""
    return directory(numba.__version__, HOST, module=module)


def _writable() -> bool:
    path = cached_at().parent
    if not writable(path):
        logging.getLogger("aureole").warning(
            "kernel cache %s cannot be written: kernels are compiled anew in each run", path
        )
        return False
    return True


CACHED = _writable()


def kernel(function: Function) -> Function:
    """Compile a loop over worlds; kept on disk between runs."""
    module = function.__module__
    folder = cached_at(module.removeprefix(PACKAGE) if module.startswith(PACKAGE) else "")
    config.CACHE_DIR = str(folder)
    compile_kept: Any = numba.njit(
        cache=CACHED, nogil=True, error_model="numpy", fastmath=False, pipeline_class=KernelCompiler
    )
    found = compile_kept(function)
    if CACHED and hasattr(found, "compile"):
        compiled_once(found, folder)
    return cast(Function, found)


@overload
def device(function: Function) -> Function: ...


@overload
def device(*, inline: bool) -> Callable[[Function], Function]: ...


def device(function: Any = None, *, inline: bool = False) -> Any:
    """Compile a formula that kernels call for one world, one agent or one number.

    It makes no arrays of its own (numba refuses it then): its arguments belong to the kernel, so nothing
    counts references to them. Counting made road queries ten times slower and twice as long to compile.
    `inline`: it becomes part of whatever calls it. For what is called once for each agent with whole tables: handing
    them on, number by number, would cost more than a short formula.
    """
    if function is None:
        return functools.partial(device, inline=inline)
    njit: Any = numba.njit
    bare: Any = njit(
        nogil=True, error_model="numpy", fastmath=False, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True,
        pipeline_class=FormulaCompiler, forceinline=inline,
    )(function)  # fmt: skip
    bare.add_overload = functools.partial(_add_without_entry, bare)
    bare._compile_for_args = functools.partial(_for_python, function)  # noqa: SLF001  # numba's own hook for a first call
    return bare


def _add_without_entry(bare: Any, compiled: Any) -> None:
    """Keep a compiled variant for kernels only: it has no entry for Python, which would cost more than the formula."""
    bare.overloads[tuple(compiled.signature.args)] = compiled


@functools.cache
def _entered(function: Callable[..., Any]) -> Any:
    """The same formula with an entry for Python, made at the first call from there."""
    return numba.njit(nogil=True, error_model="numpy", fastmath=False)(function)


def _for_python(function: Callable[..., Any], *_: object) -> Any:
    """What numba calls instead of a formula that has no entry for Python."""
    return _entered(function)
