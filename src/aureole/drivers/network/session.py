"""A network that is open: always run in batches of one size, so that no world's numbers depend on the others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from aureole.core.errors import BadInput, BadWord, Missing
from aureole.core.notes import Array
from aureole.drivers.network.contract import AXES, MEMORY, Port, check_inputs, check_outputs, port
from aureole.drivers.network.wire import whole

BATCH = 32  # worlds; where the network leaves it open and its metadata do not say
MOST = 4096  # worlds of a batch
FATAL = 4  # severity of onnxruntime's log: what goes wrong is raised, not printed
KNOWN = ("aureole.time", "aureole.batch")
"""Metadata of ours."""


class Network:
    """A network with its contract checked; `run` gives its outputs for any number of worlds.

    `batch` worlds are run at once, `rows` of them real, the rest zeros: as many as the batch, unless `trying.tried`
    finds that the others or the place among them change a bit; then one.

    Args:
        data: the file.
        place: its name, for what is told.

    Raises:
        BadInput: it is no network, or does not keep the contract.
        Missing: onnxruntime is not installed.
    """

    def __init__(self, data: bytes, place: str) -> None:
        whole(data, place)
        self.place, self.session = place, begun(data, place)
        self.inputs, self.outputs, words = declared(self.session, place)
        odd = sorted(name for name in words if name.startswith("aureole.") and name not in KNOWN)
        if odd:
            what = f"metadata '{odd[0][:80]}' is not known"
            raise BadInput(what, place=place, remedy=f"there are {', '.join(KNOWN)}")
        self.times = times_of(words.get(KNOWN[0], ""), place)
        check_inputs(self.inputs, self.outputs, place)
        check_outputs(self.inputs, self.outputs, self.times, place)
        self.batch = batch_of([*self.inputs, *self.outputs], words.get(KNOWN[1], ""), place)
        self.rows = self.batch

    def run(self, feed: Mapping[str, Array], worlds: int) -> dict[str, Array]:
        """Every output by name, one row a world; `feed` has every input.

        Raises:
            BadWord: an output has another shape than the contract says.
        """
        parts = []
        for first in range(0, worlds, self.rows):
            count = min(self.rows, worlds - first)
            given = {name: padded(array[first : first + count], self.batch) for name, array in feed.items()}
            found = self.once(given)
            parts.append({name: array[:count] for name, array in found.items()})
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def memory(self, worlds: int) -> dict[str, Array]:
        """What it remembers before its first look: zeros."""
        ours = [one for one in self.inputs if one.name.startswith(MEMORY)]
        return {one.name: np.zeros((worlds, *map(int, map(str, one.shape[1:]))), dtype=np.float32) for one in ours}

    def once(self, feed: Mapping[str, Array]) -> dict[str, Array]:
        """Every output by name, of one whole batch.

        Raises:
            BadWord: an output has another shape than the contract says.
        """
        found = dict(zip([one.name for one in self.outputs], self.session.run(None, dict(feed)), strict=True))
        sizes = {"worlds": self.batch, **({"steps": len(self.times)} if self.times else {})}
        for name, array in found.items():
            remembered = [str(size) for size in feed[name.removeprefix("next_")].shape[1:]] if name not in AXES else []
            expect(name, array, AXES.get(name, ("worlds", *remembered)), sizes)
        return found


def expect(name: str, array: Array, axes: Sequence[str], sizes: dict[str, int]) -> None:
    """Refuse an output of another shape; `sizes` by axis are those seen so far, and are added to.

    Raises:
        BadWord: it has one.
    """
    wanted = [int(axis) if axis.isdigit() else sizes.get(axis, 0) for axis in axes]
    fits = array.ndim == len(axes) and all(n > 0 and w in (0, n) for w, n in zip(wanted, array.shape, strict=True))
    if not fits:
        told = ", ".join(str(size or axis) for axis, size in zip(axes, wanted, strict=True))
        raise BadWord(f"output '{name}' has the shape {list(array.shape)}, expected [{told}]")
    sizes.update(zip(axes, array.shape, strict=True))


def begun(data: bytes, place: str) -> Any:
    """A session of onnxruntime on the processor, in this thread alone.

    Raises:
        BadInput: it is no network, or asks for an operator that does not exist.
        Missing: onnxruntime is not installed.
    """
    try:
        import onnxruntime
    except ImportError:
        raise Missing("onnxruntime is not installed", remedy="pip install onnxruntime") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = FATAL
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"], enable_fallback=0)
    except Exception as error:
        what = f"is no network that onnxruntime {onnxruntime.__version__} can run: {first_line(error)}"
        raise BadInput(what, place=place, remedy="export it anew, to operators that are there") from error


def declared(session: Any, place: str) -> tuple[list[Port], list[Port], dict[str, str]]:
    """The inputs, the outputs and the metadata of a network.

    Raises:
        BadInput: one of them has a name that is no text.
    """
    try:
        sides = [[port(one) for one in side] for side in (session.get_inputs(), session.get_outputs())]
        return sides[0], sides[1], session.get_modelmeta().custom_metadata_map
    except UnicodeDecodeError as error:
        what = f"holds a name that is no text: {error}"
        raise BadInput(what, place=place, remedy="export it anew") from None


def first_line(error: Exception) -> str:
    """What onnxruntime says, without its own numbers."""
    told = (str(error).splitlines() or [type(error).__name__])[0]
    return told.rpartition(" : ")[2][:300] if told.startswith("[ONNXRuntimeError]") else told[:300]


def times_of(told: str, place: str) -> tuple[float, ...]:
    """Times of a network's points, s, as its metadata say.

    Raises:
        BadInput: they are no times.
    """
    try:
        times = tuple(float(word) for word in told.replace(",", " ").split())
    except ValueError:
        times = (math.nan,)
    if any(not math.isfinite(one) or one < 0.0 for one in times) or any(np.diff(times) <= 0.0):
        what = f"metadata 'aureole.time' is '{told[:80]}': expected rising seconds from zero on"
        raise BadInput(what, place=place, remedy='write e.g. "0.5 1.0 1.5 2.0"')
    return times


def batch_of(ports: Sequence[Port], told: str, place: str) -> int:
    """How many worlds a network is run on at once: what it declares, else what its metadata say, else `BATCH`.

    Raises:
        BadInput: it says different sizes, or none that is one.
    """
    sizes = {one.shape[0] for one in ports if isinstance(one.shape[0], int)}
    if len(sizes) > 1 or (sizes and told):
        what = f"its first axis, the worlds, has different sizes: {sorted(sizes)} {told[:20]}".strip()
        raise BadInput(what, place=place, remedy="leave that axis open, or give it one size everywhere")
    size = sizes.pop() if sizes else int(told) if told.isdecimal() else 0 if told else BATCH
    if not 1 <= size <= MOST:
        what = f"is run on {told[:20] or size} worlds at once, expected 1 to {MOST}"
        raise BadInput(what, place=place, remedy="leave the first axis open")
    return size


def padded(array: Array, count: int) -> Array:
    """The same rows, and zeros behind them."""
    if len(array) == count:
        return array
    room = np.zeros((count, *array.shape[1:]), dtype=array.dtype)
    room[: len(array)] = array
    return room
