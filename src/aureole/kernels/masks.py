"""Sixty-four comparisons at once: which of 64 numbers are less than a limit, as the bits of one number.

LLVM takes a loop that counts eight or sixteen at a time, but not one that says *which*. Here it is told: the vector
comparison of whatever machine it is (AVX-512, AVX2, NEON), and its result as bits. The plain formulas beside are what
GPUs and numba's simulator of them run, and what the tests hold these against.
"""

# mypy: disable-error-code="no-untyped-call"
# numba annotates nothing.

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from aureole.core.notes import Float32
from aureole.kernels.compiled import device

WORD = 64  # numbers compared at once


def _less(_: Any, values: Any, first: Any, limit: Any) -> Any:
    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        some, lane = ir.VectorType(ir.FloatType(), WORD), ir.IntType(32)
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.bitcast(builder.gep(array.data, [arguments[1]]), some.as_pointer())
        one = builder.insert_element(ir.Constant(some, ir.Undefined), arguments[2], ir.Constant(lane, 0))
        same = builder.shuffle_vector(
            one, ir.Constant(some, ir.Undefined), ir.Constant(ir.VectorType(lane, WORD), None)
        )
        less = builder.fcmp_ordered("<", builder.load(place, align=4), same)
        return builder.bitcast(less, ir.IntType(WORD))

    contiguous = isinstance(values, types.Array) and values.layout == "C" and values.ndim == 1
    if not contiguous or values.dtype != types.float32:
        return None
    return types.uint64(values, types.intp, types.float32), written


def _ones(_: Any, mask: Any) -> Any:
    return types.intp(types.uint64), lambda _context, builder, _signature, arguments: builder.ctpop(arguments[0])


def _first(_: Any, mask: Any) -> Any:
    def written(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.intp(types.uint64), written


less, ones, first_of = (intrinsic(each) for each in (_less, _ones, _first))


@device(inline=True)
def below(values: Float32, first: int, count: int, limit: np.float32) -> np.uint64:
    """Which of the `WORD` numbers from values[first] on are less than the limit; bit i is that of values[first + i].

    A number that is none is not less. `values` lie one after the other, and all 64 must be there; from values[count]
    on none may be less than the limit.
    """
    found: np.uint64 = less(values, first, limit)
    return found


@device(inline=True)
def tally(mask: np.uint64) -> int:
    """How many bits are set."""
    found: int = ones(mask)
    return found


@device(inline=True)
def lowest(mask: np.uint64) -> int:
    """The place of the lowest bit that is set; one must be."""
    found: int = first_of(mask)
    return found


def below_plainly(values: Float32, first: int, count: int, limit: np.float32) -> np.uint64:
    """`below`, one after the other."""
    found = np.uint64(0)
    for i in range(min(WORD, count - first)):
        if values[first + i] < limit:
            found |= np.uint64(1) << np.uint64(i)
    return found


def tally_plainly(mask: np.uint64) -> int:
    """`tally`, bit by bit."""
    found = 0
    while mask != np.uint64(0):
        mask &= mask - np.uint64(1)
        found += 1
    return found


def lowest_plainly(mask: np.uint64) -> int:
    """`lowest`, bit by bit."""
    place = 0
    while (mask >> np.uint64(place)) & np.uint64(1) == np.uint64(0):
        place += 1
    return place


for _formula, _plain in ((below, below_plainly), (tally, tally_plainly), (lowest, lowest_plainly)):
    _twin: Any = _formula
    _twin.py_func = _plain  # what `gpu.twin` takes
