"""Numbers at an address, for compiled code that speaks to the operating system; nothing checks the address."""
# mypy: disable-error-code="no-untyped-call"
# numba annotates nothing.

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

LONG, SHORT = ir.IntType(64), ir.IntType(32)


@intrinsic
def _long_at(_: Any, address: Any) -> Any:
    """The 64 bits there, as a signed number."""

    def generate(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.load(builder.inttoptr(given[0], LONG.as_pointer()), align=1)

    return types.int64(types.int64), generate


@intrinsic
def _short_at(_: Any, address: Any) -> Any:
    """The 32 bits there, as a number without a sign."""

    def generate(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.zext(builder.load(builder.inttoptr(given[0], SHORT.as_pointer()), align=1), LONG)

    return types.int64(types.int64), generate


@intrinsic
def _put_short(_: Any, address: Any, number: Any) -> Any:
    """Write a number's lower 32 bits there."""

    def generate(context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        builder.store(builder.trunc(given[1], SHORT), builder.inttoptr(given[0], SHORT.as_pointer()), align=1)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), generate


long_at = cast(Callable[[int], int], _long_at)
short_at = cast(Callable[[int], int], _short_at)
put_short = cast(Callable[[int, int], None], _put_short)
