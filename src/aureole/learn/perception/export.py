"""From torch to a file that drives: ONNX for one world, with what was calibrated in it, compared before it is kept."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from aureole.core.errors import BadInput
from aureole.core.notes import Array, Float32
from aureole.drivers.network.driver import hashed
from aureole.drivers.perception.network import KNOWN, Perceiver
from aureole.drivers.perception.table import HEAT, INPUTS, OUTPUTS, VERSION
from aureole.learn.perception.lean import lean
from aureole.learn.perception.lessons import FED, Lessons
from aureole.learn.perception.net import Net
from aureole.runtime.files import whole_bytes

OPSET = 17
APART = 2e-3  # the most by which outputs of torch and of the file may differ
SHAPE = (4, 64, 160)  # eyes, rows, columns with which it is traced; eyes and sides stay open


class One(nn.Module):
    """The network for one world, as the driver runs it."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, *fed: Tensor) -> tuple[Tensor, ...]:
        """Inputs and outputs of `drivers.perception.table`."""
        return tuple(part.squeeze(0) for part in self.net(*(one[None] for one in fed)))


def exported(net: Net, calibration: Float32) -> bytes:
    """The file's bytes."""
    import onnx

    feed = tuple(torch.zeros(shape_of(name), dtype=torch.uint8 if name == "images" else torch.float32) for name in FED)
    stream = io.BytesIO()
    torch.onnx.export(
        One(net.eval()), feed, stream, input_names=list(FED), output_names=list(OUTPUTS), opset_version=OPSET,
        dynamo=False, dynamic_axes={name: named(axes) for name, (_, axes) in (INPUTS | OUTPUTS).items() if named(axes)},
    )  # fmt: skip
    model = onnx.load_from_string(lean(stream.getvalue()))
    for name, value in ((KNOWN[0], VERSION), (KNOWN[1], json.dumps(np.round(calibration, 4).tolist()))):
        model.metadata_props.add(key=name, value=value)
    found: bytes = model.SerializeToString()
    return found


def shape_of(name: str) -> list[int]:
    """The shape with which an input is traced."""
    eyes, rows, columns = SHAPE
    sizes = {"eyes": eyes, "rows": rows, "columns": columns, "cell_rows": rows // 4, "cell_columns": columns // 4}
    return [int(axis) if axis.isdigit() else sizes[axis] for axis in INPUTS[name][1]]


def named(axes: tuple[str, ...]) -> dict[int, str]:
    """The axes that stay open."""
    return {k: axis for k, axis in enumerate(axes) if not axis.isdigit()}


def furthest(net: Net, file: Perceiver, lessons: Lessons, frames: int = 4) -> float:
    """By how much outputs of torch and of the file differ at most, over some frames."""
    worst, one = 0.0, One(net.eval())
    for k in range(min(frames, len(lessons.given))):
        batch = lessons.batch(np.array([k]))
        with torch.no_grad():
            wanted = one(*(batch[name][0] for name in FED))
        feed: Mapping[str, Array] = {name: batch[name][0].numpy() for name in FED}
        found = file.look(feed)
        for name, part in zip(OUTPUTS, wanted, strict=True):
            worst = max(worst, float(np.abs(found[name] - part.numpy()).max()))
    return worst


def write(net: Net, calibration: Float32, lessons: Lessons, path: Path) -> dict[str, Any]:
    """Write the file, opened and compared before it takes its name; what it is, in figures.

    Raises:
        BadInput: it does not give what torch gives.
        Trouble: it cannot be written.
    """
    if calibration.shape != (HEAT, 2):
        raise BadInput(f"a calibration of the shape {list(calibration.shape)}, expected [{HEAT}, 2]")
    data = exported(net, calibration)
    apart = furthest(net, Perceiver(data, str(path)), lessons)
    if not apart <= APART:
        raise BadInput(f"torch and the file differ by {apart:g}, at most {APART:g} is allowed", place=str(path))
    with whole_bytes(path) as stream:
        stream.write(data)
    return {"file": path.name, "hash": hashed(data), "bytes": len(data), "apart": apart}
