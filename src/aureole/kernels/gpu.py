"""The same formulas on a GPU: twins of `@device` functions for CUDA, and kernels that run one for each world and agent.

A block is a world, a thread is an agent, so one launch ends before the next begins: that is the barrier between what
all decide and how all move. numba-cuda is optional and only asked for when it is wanted; numba's own simulator
(NUMBA_ENABLE_CUDASIM=1) runs the same code as plain Python.
"""

from __future__ import annotations

import dis
import functools
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from aureole.core.errors import Missing

cuda: Any = None  # numba's package once it was asked for; the simulator finds it by this name
REMEDY = "pip install 'aureole[gpu]' on a machine with an NVIDIA GPU and its driver"


def numba_cuda() -> tuple[Any, bool]:
    """numba's package for CUDA (without types of its own), and whether it is the simulator."""
    import numba
    import numba.cuda

    config: Any = numba.core.config
    globals().update(cuda=numba.cuda)
    return cuda, bool(config.ENABLE_CUDASIM)


def found() -> str:
    """What runs kernels for CUDA here: the name of the GPU, or the simulator; empty where there is nothing."""
    try:
        if numba_cuda()[1]:
            return "numba's CUDA simulator"
        if not cuda.is_available():
            return ""
        name = cuda.get_current_device().name
        return name.decode() if isinstance(name, bytes) else str(name)
    except Exception:  # noqa: BLE001  # drivers and their bindings fail in many ways; all of them mean: not here
        return ""


def over(function: Callable[..., None]) -> Callable[[tuple[int, int], Any], None]:
    """Makes `function(w, a, tables)` a kernel: called with ((worlds, agents), tables) it runs once for each of them.

    `tables` is a NamedTuple of arrays, NamedTuples and numbers. Raises `Missing` where there is no GPU.
    """
    if not found():
        raise Missing("no GPU for CUDA kernels was found", remedy=REMEDY)
    body = twin(function)

    def run(tables: Any) -> None:
        body(cuda.blockIdx.x, cuda.threadIdx.x, tables)

    compiled: Any = cuda.jit(run)

    def launch(shape: tuple[int, int], tables: Any) -> None:
        compiled[shape[0], shape[1]](tables)

    return launch


def carried(tables: Any) -> Any:
    """The same tables with every array on the GPU, where kernels find them without a copy."""
    if isinstance(tables, np.ndarray):
        return tables if numba_cuda()[1] else cuda.to_device(tables)
    if isinstance(tables, tuple):
        parts = [carried(part) for part in tables]
        return type(tables)._make(parts) if hasattr(tables, "_make") else tuple(parts)
    return tables


@functools.cache
def twin(function: Any) -> Any:
    """A function, compiled by `@device` or plain, and all it calls of ours, as functions for CUDA kernels."""
    plain = getattr(function, "py_func", function)
    called = {each.argval for each in dis.get_instructions(plain) if each.opname == "LOAD_GLOBAL"}  # no attributes
    names = {name: plain.__globals__[name] for name in sorted(called) if name in plain.__globals__}
    ours = {name: twin(value) for name, value in names.items() if hasattr(value, "py_func")}
    copy = types.FunctionType(
        plain.__code__, {**plain.__globals__, **ours}, plain.__name__, plain.__defaults__, plain.__closure__
    )
    return numba_cuda()[0].jit(device=True)(copy)
