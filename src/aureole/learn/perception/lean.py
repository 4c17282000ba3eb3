"""A network's file written so that onnxruntime runs it fast: the same weights, the same answers but for last places.

Two things cost two fifths of a run (`docs/trials.md`). Lookups (GridSample) whose border is told to matter are done
number by number; where nothing is looked up beyond the border it does not matter, and they are planned once for all
channels. And convolutions of channels that are no multiple of four fall back to a slower kernel; an input of one
channel is handed to them a few times more, with weights of zero.
"""

from __future__ import annotations

from typing import Any

import numpy as np

ALIGNED = 4  # channels; of what onnxruntime's convolutions in blocks take


def lean(data: bytes) -> bytes:
    """The same network; of one that looks beyond the middles of its outermost cells the answers change there.

    The driver's own places (`drivers.perception.eyes.sampled`) never lie there.
    """
    import onnx

    model = onnx.load_from_string(data)
    within(model)
    aligned(model)
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
