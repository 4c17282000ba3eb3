"""Things over time: one thing keeps its name and gets its speed, one that was seen once by mistake goes again."""

import numpy as np
import pytest

from aureole.core.kinds import Kind
from aureole.drivers.perception.decode import D_CLASS, D_HEADING, D_LENGTH, D_SURE, D_WIDTH, D_X, D_Y, SEEN
from aureole.drivers.perception.remembered.tracking import (
    K_CLASS,
    K_ID,
    K_SURE,
    K_TOLD,
    K_VX,
    K_X,
    KEPT,
    moved,
    nothing,
    updated,
)
from aureole.drivers.perception.table import THINGS, heat_of
from tests.drivers.perception.clearly import spreads

PLAIN, HIDDEN = np.ones(KEPT, np.bool_), np.zeros(KEPT, np.bool_)


def a(kind, x, y, sure=0.9):
    row = np.zeros(SEEN)
    row[[D_SURE, D_CLASS, D_X, D_Y, D_HEADING, D_LENGTH, D_WIDTH]] = sure, heat_of(kind), x, y, 0.0, 4.5, 1.8
    return row


def looked(things, rows, now, step, plain=PLAIN):
    table = np.array(rows).reshape(-1, SEEN)
    return updated(moved(things, step), table, spreads(table, (0.0, 0.0)), now, plain)


def alive(things):
    return things.rows[things.rows[:, K_ID] >= 0.0]


def test_a_car_that_drives_away_keeps_its_id_and_gets_its_speed():
    things = nothing()
    for k in range(30):
        things = looked(things, [a(Kind.CAR, 15.0 + 0.8 * k, 0.0)], 0.1 * k, 0.1)
    found = alive(things)
    assert found[:, K_ID].tolist() == [1.0]
    assert found[0, K_VX] == pytest.approx(8.0, abs=0.3)
    assert found[0, K_X] == pytest.approx(15.0 + 0.8 * 29, abs=0.3)
    assert found[0, K_SURE] > 0.9


def test_two_cars_that_pass_each_other_keep_their_ids():
    things = nothing()
    for k in range(30):
        things = looked(things, [a(Kind.CAR, 20.0 + k, 2.0), a(Kind.CAR, 50.0 - k, -2.0)], 0.1 * k, 0.1)
    found = alive(things)
    assert sorted(found[:, K_ID].tolist()) == [1.0, 2.0]
    ahead = found[np.argmax(found[:, K_X])]
    assert ahead[K_ID] == 1.0
    assert ahead[K_VX] == pytest.approx(10.0, abs=0.5)


def test_a_cone_never_moves():
    things = nothing()
    for k in range(20):
        things = looked(things, [a(Kind.CONE, 12.0 + 0.05 * (-1) ** k, 1.0)], 0.1 * k, 0.1)
    assert alive(things)[0, K_VX] == pytest.approx(0.0, abs=1e-3)


def test_one_that_is_gone_in_plain_sight_is_forgotten_sooner_than_one_that_is_hidden():
    seen = nothing()
    for k in range(5):
        seen = looked(seen, [a(Kind.PEDESTRIAN, 10.0, 2.0)], 0.1 * k, 0.1)
    plain = hidden = seen
    for k in range(8):
        plain, hidden = (looked(one, [], 0.5 + 0.1 * k, 0.1, how) for one, how in ((plain, PLAIN), (hidden, HIDDEN)))
    assert len(alive(plain)) == 0
    assert alive(hidden)[0, K_SURE] > 0.5


def test_what_is_hardly_sure_does_not_begin():
    assert len(alive(looked(nothing(), [a(Kind.CAR, 20.0, 0.0, sure=0.2)], 0.0, 0.0))) == 0


def test_a_van_taken_for_a_lorry_once_stays_what_it_was():
    things = nothing()
    for k in range(6):
        kind = Kind.TRUCK if k == 4 else Kind.CAR
        things = looked(things, [a(kind, 20.0, 0.0)], 0.1 * k, 0.1)
    assert alive(things)[:, K_CLASS].tolist() == [THINGS.index(Kind.CAR)]


def test_an_id_is_never_given_twice():
    things, ids = nothing(), set()
    for k in range(200):
        things = looked(things, [a(Kind.CAR, 10.0 + (k * 37) % 60, (k * 13) % 20 - 10.0)], 0.1 * k, 0.1)
        ids |= set(alive(things)[:, K_ID].tolist())
    assert things.next_id == len(ids) + 1


def test_what_is_told_once_is_told_until_it_is_hardly_sure_any_more():
    things, told = nothing(), []
    for k, sure in enumerate([0.3, 0.9, 0.9, 0.3, 0.3, 0.3, 0.3]):
        things = looked(things, [a(Kind.CAR, 20.0, 0.0, sure=sure)], 0.1 * k, 0.1)
        told.append(bool(alive(things)[0, K_TOLD]))
    assert told[0] is False
    assert all(told[1:])
    for k in range(6):
        things = looked(things, [], 0.7 + 0.1 * k, 0.1)
    assert not (things.rows[:, K_ID] >= 0.0).any() or not alive(things)[0, K_TOLD]
