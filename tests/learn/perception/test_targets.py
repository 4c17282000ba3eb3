"""What the network is asked: a peak where a thing is, its place told from the cell, nothing where nobody can see."""

import numpy as np
import pytest

from aureole.core.kinds import SignalKind, SignalState
from aureole.drivers.perception.decode import D_VX, D_VY, D_X, D_Y, seen
from aureole.drivers.perception.eyes import aims
from aureole.drivers.perception.table import (
    F_AHEAD,
    F_FAR,
    F_LEFT,
    F_LENGTH,
    F_LIMIT,
    FIELDS,
    HEAT,
    SPEED_SCALE,
    sign_of,
)  # fmt: skip
from aureole.learn.perception.data import things
from aureole.learn.perception.targets import Where, asked
from tests.learn.perception.made import EYES, frames

WHERE = Where(aims(EYES), np.stack([eye.place for eye in EYES]))


def rows(**changed):
    row = frames(1)["rows"][:1].copy()
    for column, value in changed.items():
        row[0, getattr(things, column)] = value
    return row


def test_the_peak_is_in_the_cell_of_the_middle_of_its_pixels():
    found = asked([rows()], WHERE)
    eye, kind, i, j = (int(one[0]) for one in np.nonzero(found.heat[0] > 0.999))
    assert (eye, kind, i) == (0, 0, 7)
    assert found.place[0].tolist() == [0, 0, 7, j]


def test_what_is_asked_leads_back_to_the_place_of_the_thing():
    given = rows(R_X=18.0, R_Y=1.5)
    found = asked([given], WHERE)
    heat = np.full((4, HEAT, 16, 40), -9.0, np.float32)
    fields = np.zeros((4, FIELDS, 16, 40), np.float32)
    for place, value in zip(found.place, found.value, strict=True):
        fields[place[1], :F_LIMIT, place[2], place[3]] = value
    heat[0, 0, found.place[0, 2], found.place[0, 3]] = 5.0
    table = seen({"heat": heat, "fields": fields}, EYES, WHERE.aims, np.tile(np.float32([1.0, 0.0]), (HEAT, 1)))
    assert table[0, [D_X, D_Y]] == pytest.approx([18.0, 1.5], abs=1e-3)
    side, drop = WHERE.aims.sides[0], EYES[0].place[2] / np.hypot(16.0, 1.5)
    looks = WHERE.aims.drops[tuple(found.place[0, 1:])]
    assert found.value[0, F_FAR] == pytest.approx((drop - looks) / side, abs=1e-4)
    assert found.share[0] == pytest.approx(side / drop, abs=1e-4)
    assert found.value[0, F_LENGTH] == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize("eye", range(4))
def test_a_velocity_is_told_along_the_way_its_cell_looks_and_comes_back_along_the_cars_axes(eye):
    found = asked([rows(R_EYE=eye, R_VX=3.0, R_VY=-4.0)], WHERE)
    way = WHERE.aims.ways[tuple(found.place[0, 1:])]
    along = np.array([np.cos(way), np.sin(way)]) @ [3.0, -4.0]
    assert SPEED_SCALE * found.value[0, F_AHEAD] == pytest.approx(along, abs=1e-4)
    assert SPEED_SCALE * np.hypot(*found.value[0, [F_AHEAD, F_LEFT]]) == pytest.approx(5.0, abs=1e-4)
    heat, fields = np.full((4, HEAT, 16, 40), -9.0, np.float32), np.zeros((4, FIELDS, 16, 40), np.float32)
    heat[eye, 0, found.place[0, 2], found.place[0, 3]] = 5.0
    fields[eye, :F_LIMIT, found.place[0, 2], found.place[0, 3]] = found.value[0]
    table = seen({"heat": heat, "fields": fields}, EYES, WHERE.aims, np.tile(np.float32([1.0, 0.0]), (HEAT, 1)))
    assert table[0, [D_VX, D_VY]] == pytest.approx([3.0, -4.0], abs=1e-3)


def test_nothing_is_asked_of_what_shows_two_pixels_or_is_far_away():
    for few in (rows(R_PIXELS=2), rows(R_X=150.0)):
        found = asked([few], WHERE)
        assert len(found.place) == 0
        assert (found.heat > 0.0).sum() == 0
        assert (found.heat < 0.0).sum() == 9


def test_the_back_of_a_sign_is_not_asked_for():
    stop = sign_of(SignalKind.STOP, SignalState.NONE)
    assert len(asked([rows(R_CLASS=stop, R_HEADING=0.0)], WHERE).place) > 0
    assert len(asked([rows(R_CLASS=stop, R_HEADING=3.1)], WHERE).place) == 0


def test_a_frame_without_anybody_is_asked_for_nothing():
    found = asked([np.zeros((0, 20), np.float32)], WHERE)
    assert found.heat.max() == 0.0
    assert len(found.limit) == 0
