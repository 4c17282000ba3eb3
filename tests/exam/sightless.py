"""Networks of perception that see nothing, or fail: written in ONNX's own text."""

from __future__ import annotations

import json
from pathlib import Path

import onnx.parser

from aureole.drivers.perception.table import (
    FACTS,
    FIELDS,
    GRID,
    HEAT,
    INPUTS,
    OCCUPIED,
    OUTPUTS,
    STATION,
    STATIONS,
    VERSION,
)

SHAPES = {"lane": (len(STATIONS), STATION), "facts": (FACTS,), "occupied": (OCCUPIED, *GRID)}
BODY = """
 axis = Constant <value = int64[1] {1}> ()
 low = Constant <value = float {-12.0}> ()
 none = Constant <value = float {0.0}> ()
 one = ReduceSum (rays, axis)
 empty = Mul (one, none)
 cold = Add (empty, low)
 of_heat = Constant <value = int64[4] {1, @HEAT@, 1, 1}> ()
 heat = Expand (cold, of_heat)
 of_fields = Constant <value = int64[4] {1, @FIELDS@, 1, 1}> ()
 fields = Expand (empty, of_fields)
"""


def network(path: Path, *, fails: bool = False, note: str = "") -> Path:
    """A network as a file: it sees nothing at all; or gives, once there is light, what is no number.

    `note` is written into it: another file that does the same.
    """
    body = BODY.replace("@HEAT@", str(HEAT)).replace("@FIELDS@", str(FIELDS))
    if fails:
        body += " bright = Cast <to = 1> (images)\n"
        body += " most = ReduceMax <keepdims = 0> (bright)\n dim = Sub (none, most)\n root = Sqrt (dim)\n"
    for name, shape in SHAPES.items():
        sizes = ", ".join(map(str, shape))
        body += f" of_{name} = Constant <value = int64[{len(shape)}] {{{sizes}}}> ()\n"
        value = "root" if fails and name == "lane" else "none"
        body += f" {name} = Expand ({value}, of_{name})\n"
    ports = [f"{kind}[{', '.join(axes)}] {name}" for name, (kind, axes) in INPUTS.items()]
    back = [f"{kind}[{', '.join(axes)}] {name}" for name, (kind, axes) in OUTPUTS.items()]
    text = (
        f'<ir_version: 10, opset_import: ["" : 21]>\nnet ({", ".join(ports)}) => ({", ".join(back)})\n{{\n{body}\n}}\n'
    )
    model = onnx.parser.parse_model(text)
    model.metadata_props.add(key="aureole.perception", value=VERSION)
    model.metadata_props.add(key="aureole.calibration", value=json.dumps([[1.0, 0.0]] * HEAT))
    model.metadata_props.add(key="note", value=note)
    path.write_bytes(model.SerializeToString())
    return path
