"""The network of perception: its contract is checked before it drives, and what is no answer is told as such."""

import json

import numpy as np
import pytest

from aureole.core.errors import BadInput, Blind
from aureole.drivers.perception.network import TRIED, Perceiver
from aureole.drivers.perception.table import HEAT, INPUTS, OUTPUTS, VERSION
from tests.drivers.perception.faked import network, plain


def fed(white=False):
    feed = {}
    for name, (kind, axes) in INPUTS.items():
        shape = [int(axis) if axis.isdigit() else {**TRIED, "eyes": 4}[axis] for axis in axes]
        feed[name] = np.zeros(shape, np.uint8 if kind == "uint8" else np.float32)
    if white:
        feed["images"][0, 0, 0, 0] = 255
    return feed


def test_a_network_that_keeps_the_contract_gives_every_output_by_name():
    found = Perceiver(network(), "a.onnx").look(fed())
    assert set(found) == set(OUTPUTS)
    assert (found["lane"] == plain()["lane"]).all()


def test_what_is_no_number_at_run_time_is_told_as_failed_perception():
    perceiver = Perceiver(network(), "a.onnx")
    with pytest.raises(Blind, match="perception failed: 'heat' holds what is no number"):
        perceiver.look(fed(white=True))


def test_a_network_that_gives_no_number_in_darkness_is_refused_before_it_drives():
    with pytest.raises(BadInput, match="'lane' holds what is no number"):
        Perceiver(network({"lane": plain()["lane"] * np.float32(np.nan)}), "a.onnx")


def test_an_output_of_another_shape_is_refused_and_named():
    with pytest.raises(BadInput, match=r"output lane tensor\(float\)\[24, 3\]"):
        Perceiver(network({"lane": plain()["lane"][:-1]}), "a.onnx")


def test_an_output_that_is_missing_or_not_known_is_refused_by_name():
    with pytest.raises(BadInput, match="output 'facets' is not known"):
        Perceiver(network(facts="facets"), "a.onnx")
    with pytest.raises(BadInput, match="output 'facts' is missing"):
        Perceiver(network(facts="other"), "a.onnx")


def test_a_network_made_for_another_table_is_refused():
    with pytest.raises(BadInput, match="table 99 of perception, expected"):
        Perceiver(network(words={"aureole.perception": "99"}), "a.onnx")
    with pytest.raises(BadInput, match="table none of perception"):
        Perceiver(network(words={}), "a.onnx")


@pytest.mark.parametrize("told", ["[1, 2]", "{", "[[1, 2]]", "[[1, null]]", json.dumps([[1.0, float("nan")]] * HEAT)])
def test_a_calibration_that_is_none_is_refused(told):
    with pytest.raises(BadInput, match=f"no {HEAT} pairs of numbers"):
        Perceiver(network(words={"aureole.perception": VERSION, "aureole.calibration": told}), "a.onnx")


def test_the_same_pictures_give_the_same_bits_beside_other_worlds():
    perceiver = Perceiver(network(), "a.onnx")
    first = perceiver.look(fed())
    with pytest.raises(Blind):
        perceiver.look(fed(white=True))
    again = perceiver.look(fed())
    assert all(first[name].tobytes() == again[name].tobytes() for name in first)
