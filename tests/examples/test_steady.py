"""The driver of the how-to page keeps its lane and speaks the words as they are declared."""

import dataclasses
import typing
from typing import Any

import numpy as np
import pytest

from aureole.core.notes import check, notes
from aureole.core.observation import Observation
from examples.steady import Steady

SIZES = {"worlds": 2, "points": 40}


def zeros(word: type) -> Any:
    """The word with every array at zero."""
    arrays = {note.name: note for note in notes(word)}
    hints = typing.get_type_hints(word)
    values = {}
    for field in dataclasses.fields(word):
        note = arrays.get(field.name)
        if note is None:
            values[field.name] = zeros(hints[field.name])
        else:
            shape = [int(axis) if axis.isdigit() else SIZES.get(axis, 3) for axis in note.dims]
            values[field.name] = np.zeros(shape, note.dtype)
    return word(**values)


@pytest.fixture
def observation():
    """Two worlds at 20 m/s: a straight lane 1 m to the left, and one that bends."""
    seen = zeros(Observation)
    x = np.linspace(0, 80, SIZES["points"], dtype=np.float32)
    seen.lanes.centre[0, 0] = np.stack([x, np.ones_like(x)], axis=-1)
    seen.lanes.centre[1, 0] = np.stack([x, x**2 / 1000], axis=-1)
    seen.lanes.seen[:] = SIZES["points"]
    seen.set_speed[:] = 20
    return seen


def test_its_plan_has_the_declared_shape(observation):
    plan, _ = Steady().drive(observation, None)
    check(plan)


def test_it_keeps_the_centre_line(observation):
    plan, _ = Steady().drive(observation, None)
    np.testing.assert_allclose(plan.xy[0, :, 1], 1.0)
    np.testing.assert_allclose(plan.xy[1, :, 1], plan.xy[1, :, 0] ** 2 / 1000, atol=0.01)


def test_it_points_along_the_lane(observation):
    plan, _ = Steady().drive(observation, None)
    assert plan.heading[0, 10] == 0
    np.testing.assert_allclose(plan.heading[1, 10], np.arctan(2 * 20.0 / 1000), atol=0.01)


def test_it_stands_where_it_is_when_it_sees_no_lane(observation):
    observation.lanes.seen[:] = 0
    observation.set_speed[:] = 0
    plan, _ = Steady().drive(observation, None)
    assert np.all(np.isfinite(plan.xy))
