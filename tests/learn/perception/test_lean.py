"""The same network written leaner: the same answers, by quicker ways."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from aureole.drivers.perception.shipped import SHIPPED
from aureole.learn.perception.lean import ALIGNED, lean

ROWS, COLUMNS, FEATURES, OUT = 6, 8, 5, 3


def network(last=1, *, both=False) -> bytes:
    """Looks features up at places, joins them with what is known, and convolves; `last`: channels of what is known."""
    weights = (np.arange(OUT * (FEATURES + last) * 9).reshape(OUT, FEATURES + last, 3, 3) % 7 - 3.0).astype(np.float32)
    nodes = [
        helper.make_node(
            "GridSample", ["features", "grid"], ["looked"], mode="bilinear", padding_mode="border", align_corners=0
        ),
        helper.make_node("Concat", ["looked", "seen"], ["joined"], axis=1),
        helper.make_node("Conv", ["joined", "weights"], ["out"], pads=[1, 1, 1, 1]),
        *([helper.make_node("Relu", ["joined"], ["more"])] if both else []),
        helper.make_node("Relu", ["known"], ["seen"]),
    ]
    nodes = [nodes[-1], *nodes[:-1]]
    inputs = {"features": [1, FEATURES, ROWS, COLUMNS], "grid": [1, 4, 4, 2], "known": [1, last, 4, 4]}
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("out", "more")[: 1 + both]]
    graph = helper.make_graph(nodes, "looks", given, outputs, [numpy_helper.from_array(weights, "weights")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()


def answer(data: bytes, last=1, furthest=1.0):
    """What it gives for places up to the middles of the outermost cells, times `furthest`."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    edge = furthest * np.array([1.0 - 1.0 / COLUMNS, 1.0 - 1.0 / ROWS])
    places = np.stack(np.meshgrid(np.linspace(-1, 1, 4), np.linspace(-1, 1, 4)), axis=-1) * edge
    features = np.sin(np.arange(FEATURES * ROWS * COLUMNS)).reshape(1, FEATURES, ROWS, COLUMNS)
    known = np.cos(np.arange(last * 16)).reshape(1, last, 4, 4)
    feed = {"features": features, "grid": places[None], "known": known}
    return session.run(["out"], {name: array.astype(np.float32) for name, array in feed.items()})[0]


def joined(data: bytes) -> list[str]:
    return list(next(node for node in onnx.load_from_string(data).graph.node if node.op_type == "Concat").input)


def test_what_is_lean_answers_alike():
    before, after = network(), lean(network())
    assert before != after
    assert answer(after) == pytest.approx(answer(before), abs=1e-5)


def test_beyond_the_outermost_cells_it_does_not():
    assert np.abs(answer(network(), furthest=1.3) - answer(lean(network()), furthest=1.3)).max() > 0.01


def test_channels_become_a_multiple_of_four():
    model = onnx.load_from_string(lean(network()))
    weights = numpy_helper.to_array(model.graph.initializer[0])
    assert weights.shape[1] % ALIGNED == 0
    assert not weights[:, FEATURES + 1 :].any()
    assert joined(lean(network())) == ["looked", "seen", "seen", "seen"]


@pytest.mark.parametrize("changed", [{"last": 2}, {"both": True}, {"last": 3}])
def test_what_cannot_be_widened_or_need_not_stays_as_it_is(changed):
    assert joined(lean(network(**changed))) == ["looked", "seen"]


def test_twice_is_as_once():
    assert lean(lean(network())) == lean(network())


def test_the_shipped_weights_are_written_so():
    data = SHIPPED.read_bytes()
    assert lean(data) == data, "write them anew: Path.write_bytes(lean(Path.read_bytes())), and the hash in card.json"


def grounded() -> bytes:
    """Two outputs of one feature; one of them is multiplied by what is known of the ground, four cells."""
    nodes = [
        helper.make_node("Abs", ["features"], ["base"]),
        helper.make_node("Sqrt", ["base"], ["heat"]),
        helper.make_node("Neg", ["base"], ["low"]),
        helper.make_node("Mul", ["low", "ground_known"], ["seen"]),
        helper.make_node("Sub", ["seen", "base"], ["occupied"]),
    ]
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in ("features", "ground_known")]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in ("heat", "occupied")]
    graph = helper.make_graph(nodes, "grounded", inputs, outputs)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()


@pytest.mark.parametrize(("known", "told"), [([1, 0, 1, 0], [-2, -2, -8, -8]), ([0, 0, 0, 0], [0, 0, 0, 0])])
def test_the_ground_is_worked_out_only_where_a_cell_is_looked_up(known, told):
    session = onnxruntime.InferenceSession(lean(grounded()), providers=["CPUExecutionProvider"])
    features = np.array([1.0, -2.0, 4.0, 8.0], np.float32)
    heat, occupied = session.run(None, {"features": features, "ground_known": np.array(known, np.float32)})
    assert heat.tolist() == np.sqrt(np.abs(features)).tolist()
    assert occupied.tolist() == told


def test_what_serves_the_ground_alone_goes_into_its_branch_and_what_others_read_does_not():
    model = onnx.load_from_string(lean(grounded()))
    branch = next(node for node in model.graph.node if node.op_type == "If").attribute
    inside = {node.op_type for one in branch if one.name == "then_branch" for node in one.g.node}
    assert inside == {"Neg", "Mul", "Sub"}
    assert {"Abs", "Sqrt"} <= {node.op_type for node in model.graph.node}
    assert lean(lean(grounded())) == lean(grounded())
