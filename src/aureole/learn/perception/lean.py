"""A network's file written so that onnxruntime runs it fast: the same weights, the same answers but for last places.

Two things cost two fifths of a run (`docs/trials.md`). Lookups (GridSample) whose border is told to matter are done
number by number; where nothing is looked up beyond the border it does not matter, and they are planned once for all
channels. And convolutions of channels that are no multiple of four fall back to a slower kernel; an input of one
channel is handed to them a few times more, with weights of zero. A third costs a fifth of what is left: what the cells
of the ground hold is worked out only where a cell is looked up at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

ALIGNED = 4  # channels; of what onnxruntime's convolutions in blocks take
ASKED = ("occupied", "ground_known")
"""An output that is worked out only where an input is not zero everywhere; zeros where it is."""


def lean(data: bytes) -> bytes:
    """The same network; of one that looks beyond the middles of its outermost cells the answers change there.

    The driver's own places (`drivers.perception.eyes.sampled`) never lie there.
    """
    import onnx

    model = onnx.load_from_string(data)
    within(model)
    aligned(model)
    asked(model)
    found: bytes = model.SerializeToString()
    return found


def within(model: Any) -> None:
    """Lookups may take what lies beyond the border for nothing, in place."""
    for node in model.graph.node:
        for attribute in node.attribute:
            if node.op_type == "GridSample" and attribute.name == "padding_mode":
                attribute.s = b"zeros"


def aligned(model: Any) -> None:
    """Convolutions of joined channels get so many that they are a multiple of `ALIGNED`, in place."""
    from onnx import numpy_helper, shape_inference

    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    held = {one.name: one for one in graph.initializer}
    sizes = {one.name: one.type.tensor_type.shape.dim for one in shape_inference.infer_shapes(model).graph.value_info}
    for node in graph.node:
        if node.op_type != "Conv" or node.input[1] not in held or node.input[0] not in made:
            continue
        joined, weights = made[node.input[0]], numpy_helper.to_array(held[node.input[1]])
        more, last = -weights.shape[1] % ALIGNED, sizes.get(joined.input[-1] if joined.input else "", ())
        one = len(last) > 1 and last[1].dim_value == 1
        if not more or joined.op_type != "Concat" or not one or shared(graph, joined.output[0], node.input[1]):
            continue
        joined.input.extend([joined.input[-1]] * more)
        room = np.zeros((weights.shape[0], more, *weights.shape[2:]), weights.dtype)
        wider = numpy_helper.from_array(np.concatenate((weights, room), axis=1), node.input[1])
        held[node.input[1]].CopyFrom(wider)


def shared(graph: Any, *names: str) -> bool:
    """Whether one of some values goes into more than one node."""
    return any(sum(name in node.input for node in graph.node) > 1 for name in names)


def asked(model: Any) -> None:
    """What serves the output of `ASKED` alone goes into a branch that is taken where it is asked for, in place."""
    from onnx import TensorProto, helper

    output, given = ASKED
    graph, none = model.graph, f"{output}_none"
    last = next((node for node in graph.node if output in node.output), None)
    if last is None or last.op_type == "If" or given not in {one.name for one in graph.input}:
        return
    port = next(one for one in graph.output if one.name == output)
    sizes = [axis.dim_value for axis in port.type.tensor_type.shape.dim]
    mine = needed(graph, [output]) - needed(graph, [one.name for one in graph.output if one.name != output])
    looked = [node for node in graph.node if mine & set(node.output)]
    rest = [node for node in graph.node if not mine & set(node.output)]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes) for name in (f"{output}_asked", none)]
    last.output[list(last.output).index(output)] = ends[0].name
    zero, room = helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0]), len(sizes)
    empty = helper.make_node("ConstantOfShape", [f"{none}_sizes"], [none], value=zero)
    then = helper.make_graph(looked, "asked", [], ends[:1])
    other = helper.make_graph(
        [empty], "not asked", [], ends[1:], [helper.make_tensor(f"{none}_sizes", TensorProto.INT64, [room], sizes)]
    )
    nodes = [
        *rest, helper.make_node("ReduceMax", [given], [f"{given}_most"], keepdims=0),
        helper.make_node("Cast", [f"{given}_most"], [f"{given}_asked"], to=TensorProto.BOOL),
        helper.make_node("If", [f"{given}_asked"], [output], then_branch=then, else_branch=other),
    ]  # fmt: skip
    whole = helper.make_graph(nodes, graph.name, graph.input, graph.output, graph.initializer)
    graph.CopyFrom(whole)


def needed(graph: Any, names: Sequence[str]) -> set[str]:
    """Values that are worked out for some values, these among them."""
    made = {name: node for node in graph.node for name in node.output}
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name in made and name not in found:
            found.add(name)
            left += made[name].input
    return found
