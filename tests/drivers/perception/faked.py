"""Networks of perception that see what a test wants, made without a school."""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from aureole.core.notes import Array
from aureole.drivers.perception.table import (
    FACTS,
    FIELDS,
    G_SURE,
    GRID,
    HEAT,
    INPUTS,
    L_LEFT,
    L_RIGHT,
    L_SURE,
    OCCUPIED,
    OUTPUTS,
    STATION,
    STATIONS,
    VERSION,
)  # fmt: skip

KINDS = {"uint8": TensorProto.UINT8, "float": TensorProto.FLOAT}
EYES, ROWS, COLUMNS = 4, 16, 40


def plain() -> dict[str, Array]:
    """What a network says that sees a straight lane 3.6 m wide, and nobody."""
    lane = np.zeros((len(STATIONS), STATION), np.float32)
    lane[:, L_LEFT], lane[:, L_RIGHT], lane[:, L_SURE] = 1.8, -1.8, 6.0
    facts = np.full(FACTS, -6.0, np.float32)
    facts[G_SURE] = 6.0
    return {
        "heat": np.full((EYES, HEAT, ROWS, COLUMNS), -12.0, np.float32),
        "fields": np.zeros((EYES, FIELDS, ROWS, COLUMNS), np.float32), "lane": lane, "facts": facts,
        "occupied": np.zeros((OCCUPIED, *GRID), np.float32),
    }  # fmt: skip


def network(
    says: Mapping[str, Array] | None = None, *, words: Mapping[str, str] | None = None, **changed: str
) -> bytes:
    """A file whose network always says the same, but for what is no number where a picture holds pure white.

    Args:
        says: outputs by name; `plain` where left out.
        words: metadata.
        changed: another name for an output.
    """
    said = {**plain(), **(says or {})}
    nodes = [
        helper.make_node("Cast", ["images"], ["light"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMax", ["light"], ["most"], keepdims=0),
        helper.make_node("Sub", ["white", "most"], ["left"]),
        helper.make_node("Div", ["zero", "left"], ["none"]),
    ]
    for k, name in enumerate(["rays", "lane_grid", "lane_known", "ground_grid", "ground_known"]):
        nodes += [
            helper.make_node("ReduceMax", [name], [f"most{k}"], keepdims=0),
            helper.make_node("Mul", [f"most{k}", "zero"], [f"nought{k}"]),
            helper.make_node("Add", [f"nought{k}", "none" if k == 0 else f"sum{k - 1}"], [f"sum{k}"]),
        ]
    made = [numpy_helper.from_array(np.array(value, np.float32), name) for name, value in (("white", 255), ("zero", 0))]
    outputs = []
    for name, array in said.items():
        told = changed.get(name, name)
        made.append(numpy_helper.from_array(array.astype(np.float32), f"said_{name}"))
        source = f"said_{name}"
        if name in ("heat", "fields"):  # as many eyes as there are pictures
            nodes += [
                helper.make_node("Shape", ["images"], [f"eyes_{name}"], start=0, end=1),
                helper.make_node("Slice", [source, "from", f"eyes_{name}", "axis"], [f"cut_{name}"]),
            ]
            source = f"cut_{name}"
        nodes.append(helper.make_node("Add", [source, "sum4"], [told]))
        axes = OUTPUTS[name][1]
        outputs.append(helper.make_tensor_value_info(told, TensorProto.FLOAT, sizes(axes, array.shape)))
    made += [numpy_helper.from_array(np.array([0], np.int64), name) for name in ("from", "axis")]
    inputs = [helper.make_tensor_value_info(name, KINDS[kind], sizes(axes)) for name, (kind, axes) in INPUTS.items()]
    graph = helper.make_graph(nodes, "perception", inputs, outputs, made)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    for name, value in ({"aureole.perception": VERSION} if words is None else words).items():
        model.metadata_props.add(key=name, value=value)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def sizes(axes: tuple[str, ...], shape: tuple[int, ...] | None = None) -> list[int | str]:
    """Fixed sizes as figures, open ones as words; of outputs as they are."""
    if shape is not None:
        return [axis if not axis.isdigit() else size for axis, size in zip(axes, shape, strict=True)]
    return [int(axis) if axis.isdigit() else axis for axis in axes]
