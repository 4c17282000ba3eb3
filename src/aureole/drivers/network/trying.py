"""A network tried out before it drives: on noise, in other places, in other company, twice."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from aureole.core.errors import BadInput, BadWord
from aureole.core.noise import uniform
from aureole.core.notes import Array
from aureole.drivers.network.contract import FIELDS, FLOAT, REMEDY
from aureole.drivers.network.session import Network, first_line

SIZES = {
    "tracks": 16, "lanes": 8, "points": 32, "sensors": 1, "cameras": 1, "rows": 8, "columns": 8, "returns": 8,
    "signals": 16, "objects": 32,
}  # fmt: skip
"""Of axes that a network leaves open, where it is tried out; the first three are the world's own."""
REACH = 10.0  # of the noise, to both sides of zero


def tried(network: Network) -> int:
    """How many worlds of a batch may be real: all, if each gets the same bits in any place and any company; else one.

    Raises:
        BadInput: it cannot be run, or gives other numbers when it is run again.
    """
    shown = noise(network)
    try:
        first, again = network.once(shown), network.once(shown)
    except Exception as error:  # noqa: BLE001  # onnxruntime's own, of many kinds; noise may be what no look can be
        stands(network, shown, error)
        return 1
    if not same(first, again):
        what = "gives other numbers when it is run again on the same"
        raise BadInput(what, place=network.place, remedy="export it for inference, without random operators")
    return network.batch if network.batch == 1 or apart(network, shown, first) else 1


def apart(network: Network, shown: Mapping[str, Array], first: Mapping[str, Array]) -> bool:
    """Whether worlds give the same bits elsewhere in the batch, and among zeros, as they gave at `first`."""
    for shift in (1, network.batch // 2):
        moved = network.once({name: np.roll(array, shift, axis=0) for name, array in shown.items()})
        if not same({name: np.roll(array, shift, axis=0) for name, array in first.items()}, moved):
            return False
    for row in {0, network.batch // 2, network.batch - 1}:
        alone = network.once({name: only(array, row) for name, array in shown.items()})
        if not same({name: array[row] for name, array in first.items()}, {n: a[row] for n, a in alone.items()}):
            return False
    return True


def stands(network: Network, shown: Mapping[str, Array], error: Exception) -> None:
    """Refuse what cannot even be run on zeros.

    Raises:
        BadInput: it cannot.
    """
    try:
        network.once({name: np.zeros_like(array) for name, array in shown.items()})
    except BadWord as wrong:
        raise BadInput(str(wrong), place=network.place, remedy=REMEDY) from None
    except Exception as worse:  # noqa: BLE001  # the same
        raise BadInput(f"cannot be run: {first_line(worse)}", place=network.place, remedy=REMEDY) from error


def noise(network: Network) -> dict[str, Array]:
    """A batch of noise, of the types and shapes that the network takes; whole numbers are zeros and ones."""
    found = {}
    for number, one in enumerate(network.inputs):
        axes = FIELDS[one.name].dims[1:] if one.name in FIELDS else ("",) * (len(one.shape) - 1)
        sizes = zip(axes, one.shape[1:], strict=True)
        shape = tuple(size if isinstance(size, int) else SIZES[axis] for axis, size in sizes)
        drawn = uniform(np.arange(network.batch, dtype=np.uint64), number, shape)
        values = REACH * (2.0 * drawn - 1.0) if one.dtype == FLOAT else drawn + 0.5
        found[one.name] = np.ascontiguousarray(values, dtype=one.dtype)
    return found


def only(array: Array, row: int) -> Array:
    """One row where it is, all others zero."""
    room = np.zeros_like(array)
    room[row] = array[row]
    return room


def same(one: Mapping[str, Array], other: Mapping[str, Array]) -> bool:
    """Whether all outputs have the same bits."""
    return all(one[name].tobytes() == other[name].tobytes() for name in one)
