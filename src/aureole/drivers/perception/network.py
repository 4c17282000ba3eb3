"""The network of perception, open and checked: one world at a time, in one thread, so that no world changes another."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from aureole.core.errors import BadInput, Blind
from aureole.core.notes import Array, Float32
from aureole.drivers.network.session import begun, declared, first_line
from aureole.drivers.network.wire import whole
from aureole.drivers.perception.eyes import STRIDE
from aureole.drivers.perception.table import HEAT, INPUTS, OUTPUTS, VERSION
from aureole.kernels import kernel

REMEDY = "give a file that `aureole train perception` has written (docs: perception-network)"
TRIED = {"eyes": 2, "rows": 64, "columns": 160, "cell_rows": 64 // STRIDE, "cell_columns": 160 // STRIDE}
"""Sizes on which a file is tried before it drives."""
EXPONENT = np.int32(0x7F800000)  # of a float32
KNOWN = ("aureole.perception", "aureole.calibration")
"""Metadata: the table it was made for; and by class of heat the slope and shift that make a logit a probability."""


class Perceiver:
    """A network that sees; `look` gives its outputs for the pictures of one car.

    Args:
        data: the file.
        place: its name, for what is told.

    Raises:
        BadInput: it is no network, is made for something else, or gives what is no answer.
        Missing: onnxruntime is not installed.
    """

    def __init__(self, data: bytes, place: str) -> None:
        whole(data, place)
        self.place, self.session = place, begun(data, place)
        inputs, outputs, words = declared(self.session, place)
        if words.get(KNOWN[0]) != VERSION:
            told = words.get(KNOWN[0], "none")[:40]
            raise BadInput(f"was made for table {told} of perception, expected {VERSION}", place=place, remedy=REMEDY)
        agree("input", inputs, INPUTS, place)
        agree("output", outputs, OUTPUTS, place)
        self.calibration = calibrated(words.get(KNOWN[1], ""), place)
        self.outputs = [one.name for one in outputs]
        self._try()

    def look(self, feed: Mapping[str, Array]) -> dict[str, Float32]:
        """Every output by name (`table.OUTPUTS`) for the inputs by name (`table.INPUTS`).

        Raises:
            Blind: it could not be run, or gave what is no number or has another shape.
        """
        sizes = {
            "eyes": feed["images"].shape[0], "rows": feed["images"].shape[1], "columns": feed["images"].shape[2],
            "cell_rows": feed["rays"].shape[2], "cell_columns": feed["rays"].shape[3],
        }  # fmt: skip
        try:
            found = dict(zip(self.outputs, self.session.run(None, dict(feed)), strict=True))
        except Exception as error:  # onnxruntime's own, of many kinds
            raise Blind(f"perception failed: {first_line(error)}", place=self.place) from error
        for name, (_, axes) in OUTPUTS.items():
            wanted = [int(axis) if axis.isdigit() else sizes[axis] for axis in axes]
            if list(found[name].shape) != wanted:
                what = f"perception failed: '{name}' has the shape {list(found[name].shape)}, expected {wanted}"
                raise Blind(what, place=self.place)
            if unreal(np.ascontiguousarray(found[name]).reshape(-1)):
                raise Blind(f"perception failed: '{name}' holds what is no number", place=self.place)
        return found

    def _try(self) -> None:
        """Run it on darkness, twice; BadInput if that is not answered, or not twice in the same way."""
        feed = {}
        for name, (kind, axes) in INPUTS.items():
            shape = [int(axis) if axis.isdigit() else TRIED[axis] for axis in axes]
            fill = np.ones if name.endswith("_known") else np.zeros  # all of it is to be worked out
            feed[name] = fill(shape, dtype=np.uint8 if kind == "uint8" else np.float32)
        try:
            first, again = self.look(feed), self.look(feed)
        except Blind as error:
            raise BadInput(error.what, place=self.place, remedy=REMEDY) from error
        if any(first[name].tobytes() != again[name].tobytes() for name in first):
            what = "gives other numbers when it is run again on the same"
            raise BadInput(what, place=self.place, remedy="export it for inference, without random operators")


@kernel
def unreal(numbers: Float32) -> int:
    """How many of them are infinite or no numbers: those whose exponent is all ones (IEEE 754)."""
    bits, count = numbers.view(np.int32), 0
    for k in range(len(bits)):
        count += 1 if bits[k] & EXPONENT == EXPONENT else 0
    return count


def agree(side: str, ports: Sequence[Any], wanted: Mapping[str, tuple[str, tuple[str, ...]]], place: str) -> None:
    """Refuse inputs or outputs of other names, types or fixed sizes.

    Raises:
        BadInput: there are such.
    """
    names = {one.name for one in ports}
    for name in sorted(names ^ set(wanted)):
        what = f"{side} '{name[:80]}' is {'not known' if name in names else 'missing'}"
        raise BadInput(what, place=place, remedy=REMEDY)
    for one in ports:
        kind, axes = wanted[one.name]
        fits = one.told == f"tensor({kind})" and len(one.shape) == len(axes)
        fits = fits and all(
            not isinstance(size, int) or str(size) == axis or not axis.isdigit()
            for size, axis in zip(one.shape, axes, strict=True)
        )  # fmt: skip
        if not fits:
            what = f"{side} {one}: expected tensor({kind})[{', '.join(axes)}]"
            raise BadInput(what, place=place, remedy=REMEDY)


def calibrated(told: str, place: str) -> Float32:
    """Slope and shift of each class, (HEAT, 2), as the metadata tell; one and zero where they tell nothing.

    Raises:
        BadInput: they are no numbers, or not as many.
    """
    found = np.tile(np.array([1.0, 0.0], dtype=np.float32), (HEAT, 1))
    if not told:
        return found
    try:
        rows = json.loads(told)
        numbers = [[float(number) for number in row] for row in rows]
    except (ValueError, TypeError, RecursionError):
        numbers = []
    fine = len(numbers) == HEAT and all(len(row) == 2 and all(map(math.isfinite, row)) for row in numbers)
    if not fine:
        what = f"metadata '{KNOWN[1]}' holds no {HEAT} pairs of numbers"
        raise BadInput(what, place=place, remedy=REMEDY)
    return np.array(numbers, dtype=np.float32)
