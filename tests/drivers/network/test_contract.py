"""What a network may ask for and must give: everything else is refused when it is opened, with place and remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from aureole.core.errors import BadInput, Trouble, Unsupported
from aureole.core.notes import notes
from aureole.core.observation import Observation
from aureole.drivers.network.contract import AXES, CAR, FIELDS
from aureole.drivers.network.session import BATCH
from tests.drivers.network.made import PORTS, RECURRENT, STRAIGHT, opened, refused, seen, written

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "networks.md"
ONE = "({}) => (float[worlds] accel, float[worlds] steer)"
ROUTE = "(float[worlds, 32, 2] route) => (float[worlds, 32, 2] xy)"
ALONG = "xy = Identity (route)"
EGO = ONE.format("float[worlds] ego_speed")
DIFFERENCE = "Sub (set_speed, ego_speed)"


def both(name):
    """The same for acceleration and steering."""
    return f"accel = Identity ({name})\n steer = Identity ({name})"


def summed(name, axes):
    """The sum over these axes, for acceleration and steering."""
    told = ", ".join(map(str, axes))
    axis = f"axes = Constant <value = int64[{len(axes)}] {{{told}}}> ()"
    return f"{axis}\n sum = ReduceSum <keepdims = 0> ({name}, axes)\n {both('sum')}"


def told(path):
    """What is said of a network that is refused."""
    with pytest.raises(BadInput) as error:
        refused(path)
    assert error.value.exit_code == 2
    assert error.value.remedy
    assert error.value.place == str(path)
    return str(error.value)


REFUSED = {
    "an unknown input": (ONE.format("float[worlds] speed"), both("speed"), "input 'speed' is not known"),
    "a near miss": (ONE.format("float[worlds] ego_sped"), both("ego_sped"), "did you mean 'ego_speed'?"),
    "another type": (
        ONE.format("double[worlds] ego_speed"),
        f"x = Cast <to = 1> (ego_speed)\n {both('x')}",
        "input ego_speed tensor(double)['worlds']: expected tensor(float)",
    ),
    "a stamp as a float": (
        ONE.format("float[worlds] stamp"),
        both("stamp"),
        "input stamp tensor(float)['worlds']: expected tensor(int64)",
    ),
    "another number of axes": (
        ONE.format("float[worlds, 1] ego_speed"),
        summed("ego_speed", [1]),
        "expected the axes worlds",
    ),
    "another size of a numbered axis": (
        ONE.format("float[worlds, 16, 3] tracks_xy"),
        summed("tracks_xy", [1, 2]),
        "expected the axes worlds tracks 2",
    ),
    "an unknown output": (
        "(float[worlds] ego_speed) => (float[worlds] throttle)",
        "throttle = Neg (ego_speed)",
        "output 'throttle' is not known",
    ),
    "no steering": (
        "(float[worlds] ego_speed) => (float[worlds] accel)",
        "accel = Neg (ego_speed)",
        "gives accel: expected xy, or accel and steer",
    ),
    "a type that no output has": (
        "(float[worlds] ego_speed) => (double[worlds] accel, float[worlds] steer)",
        "accel = Cast <to = 11> (ego_speed)\n steer = Neg (ego_speed)",
        "output accel tensor(double)",
    ),
    "a memory that does not come back": (
        ONE.format("float[worlds] ego_speed, float[worlds, 1] memory_x"),
        both("ego_speed"),
        "has no output 'next_memory_x'",
    ),
    "a memory that comes from nowhere": (
        EGO.replace("steer)", "steer, float[worlds] next_memory_x)"),
        both("ego_speed") + "\n next_memory_x = Neg (ego_speed)",
        "has no input 'memory_x'",
    ),
    "a memory without a size": (
        RECURRENT.replace("worlds, 1", "worlds, n"),
        STRAIGHT + "\n next_memory_looks = Identity (memory_looks)",
        "the axes of a memory have fixed sizes",
    ),
    "points without times": (ROUTE, ALONG, "does not say once when its points are reached"),
    "an operator that does not exist": (
        PORTS,
        STRAIGHT.replace("Sub", "Understand"),
        "No Op registered for Understand",
    ),
    "what cannot be added": (
        ONE.format("float[worlds] ego_speed, float[worlds, 16, 2] tracks_xy"),
        f"all = Add (ego_speed, tracks_xy)\n {summed('all', [0, 2])}",
        "",
    ),
    "worlds of two sizes": (
        PORTS.replace("worlds] ego", "4] ego").replace("worlds] set", "8] set"),
        STRAIGHT.replace(DIFFERENCE, "Neg (ego_speed)"),
        "has different sizes",
    ),
    "rows that nobody asked for": (
        PORTS,
        STRAIGHT.replace(DIFFERENCE, "Concat <axis = 0> (set_speed, ego_speed)"),
        "output 'accel' has the shape [64], expected [32]",
    ),
    "chance": (
        PORTS,
        STRAIGHT.replace(DIFFERENCE, "RandomNormalLike (ego_speed)"),
        "gives other numbers when it is run again",
    ),
}
METADATA = {
    "times that fall": ({"time": "1 0.5"}, "expected rising seconds from zero on"),
    "times that are none": ({"time": "soon"}, "expected rising seconds"),
    "more points than times": ({"time": "1 2"}, "output 'xy' has the shape [32, 32, 2], expected [32, 2, 2]"),
    "unknown metadata": ({"times": "1"}, "metadata 'aureole.times' is not known"),
    "a batch that is none": ({"batch": "0"}, "is run on 0 worlds at once"),
    "a batch that is no number": ({"batch": "many"}, "is run on many worlds at once"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_keep_the_contract_is_refused_when_it_is_opened(what, tmp_path):
    ports, body, why = REFUSED[what]
    assert why in told(written(tmp_path / "net.onnx", body, ports))


@pytest.mark.parametrize("what", METADATA)
def test_metadata_that_say_nothing_are_refused_when_it_is_opened(what, tmp_path):
    metadata, why = METADATA[what]
    times = {"time": " ".join(str(k) for k in range(32))} if "batch" in metadata else {}
    assert why in told(written(tmp_path / "net.onnx", ALONG, ROUTE, **times, **metadata))


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    assert "cannot be read: No such file" in told(tmp_path / "none.onnx")


def test_a_folder_is_no_network(tmp_path):
    (tmp_path / "net.onnx").mkdir()
    assert "cannot be read" in told(tmp_path / "net.onnx")


@pytest.mark.parametrize("data", [b"", b"not a network", b"<xml/>" * 100, bytes(1000)])
def test_what_is_no_onnx_file_is_refused(tmp_path, data):
    path = tmp_path / "net.onnx"
    path.write_bytes(data)
    assert "is no ONNX file" in told(path)


def test_tensors_in_another_file_are_not_read(tmp_path):
    path = written(tmp_path / "net.onnx")
    model = onnx.load(path)
    tensor = model.graph.node[0].attribute[0].t
    tensor.ClearField("float_data")
    tensor.data_location, tensor.name = onnx.TensorProto.EXTERNAL, "weights"
    tensor.external_data.add(key="location", value="../secret.bin")
    path.write_bytes(model.SerializeToString())
    with pytest.raises(Unsupported, match="tensor 'weights' lies in another file"):
        refused(path)


def test_every_name_of_the_contract_stands_on_its_page():
    page = PAGE.read_text(encoding="utf-8")
    assert {note.name.replace(".", "_") for note in notes(Observation)} == set(FIELDS)
    assert [name for name in (*FIELDS, *CAR, *AXES) if f"`{name}`" not in page] == []


def test_a_network_may_ask_for_everything_that_can_be_known(tmp_path):
    types = {
        np.dtype(t): n
        for t, n in (
            (np.float32, "float"),
            (np.int32, "int32"),
            (np.int64, "int64"),
            (np.bool_, "bool"),
            (np.uint8, "uint8"),
        )
    }
    some = [(name, note) for name, note in FIELDS.items() if name not in ("ego_speed", "set_speed", "images", "points")]
    axes = {name: ", ".join(axis if axis.isdigit() else f"n_{axis}" for axis in note.dims[1:]) for name, note in some}
    ports = [f"{types[note.dtype]}[worlds{', ' * bool(axes[name])}{axes[name]}] {name}" for name, note in some]
    ports += [f"float[worlds] {name}" for name in CAR]
    path = written(tmp_path / "net.onnx", ports=PORTS.replace("(", f"({', '.join(ports)}, ", 1))
    mission, looks = seen()
    driver = opened(path)
    plan, _ = driver.drive(looks[0], driver.reset(mission))
    assert np.isfinite(plan.xy).all()
    assert len(driver.network.inputs) == len(FIELDS) - 2 + len(CAR)


def test_fewer_tracks_are_the_nearest_and_more_are_filled_up_with_absent_ones(tmp_path):
    mission, looks = seen()
    for count in (1, 40):
        ports = ONE.format(f"float[worlds, {count}] tracks_present")
        path = written(tmp_path / f"{count}.onnx", summed("tracks_present", [1]), ports)
        driver = opened(path)
        speed = driver.drive(looks[-1], driver.reset(mission))[0].speed
        there = looks[-1].tracks.present[:, :count].sum(axis=1)
        assert there.any()
        np.testing.assert_allclose(speed[:, 10] - speed[:, 0], np.minimum(there, 3.0), rtol=0.1)


def test_another_size_of_what_is_seen_is_told_when_it_is_seen(tmp_path):
    ports = ONE.format("float[worlds, 7, 2] route")
    driver = opened(written(tmp_path / "net.onnx", summed("route", [1, 2]), ports))
    mission, looks = seen()
    with pytest.raises(Trouble, match="input 'route': axis 'points' is 32, the network takes 7"):
        driver.drive(looks[0], driver.reset(mission))


def test_the_batch_is_what_the_network_says(tmp_path):
    assert opened(written(tmp_path / "open.onnx")).network.batch == BATCH
    assert opened(written(tmp_path / "told.onnx", batch="5")).network.batch == 5
    fixed = written(tmp_path / "fixed.onnx", ports=PORTS.replace("worlds", "3"))
    assert opened(fixed).network.batch == 3
