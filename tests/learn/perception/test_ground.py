"""The truth about lanes: borders beside the line of the route, marks and neighbours as the world gives them."""

import numpy as np
import pytest

from aureole.core.kinds import LaneKind, Mark
from aureole.core.observation import Lanes
from aureole.drivers.perception import words
from aureole.drivers.perception.lanes import line_of
from aureole.drivers.perception.table import (
    BESIDE,
    G_BESIDE,
    G_MARK_LEFT,
    G_MARK_RIGHT,
    G_MAY_LEFT,
    G_OWN,
    PLACES,
)  # fmt: skip
from aureole.learn.perception.data.ground import lane_truth


def two_lanes(own: float, left: float) -> Lanes:
    """The own lane with its middle so far to the left, and another one to the left of it."""
    view = words.no_lanes(1)
    s = 5.0 * (np.arange(32) - 4)
    for row, middle in ((0, own), (1, left)):
        view["present"][0, row], view["seen"][0, row] = True, 32
        view["centre"][0, row] = np.stack((s, np.full(32, middle)), axis=-1)
        view["half_width"][0, row], view["kind"][0, row] = 1.75, LaneKind.DRIVING
        view["forward"][0, row] = row == 0
    view["left"][0, 0], view["right"][0, 1] = 1, 0
    view["mark_left"][0, 0], view["mark_right"][0, 0] = Mark.BROKEN, Mark.SOLID
    view["may_left"][0, 0] = True
    return Lanes(**view)


def truth(lanes: Lanes, route_left: float = 0.0):
    route = np.stack((5.0 * np.arange(32), np.full(32, route_left)), axis=-1)
    return lane_truth(lanes, lanes.centre[0].astype(np.float64), line_of(route))


def test_borders_lie_beside_the_car_and_not_beside_the_route():
    for off in (0.0, 0.7, 3.5):
        borders, _ = truth(two_lanes(0.3, 3.8), off)
        assert borders[:, 0] == pytest.approx(np.full(25, 2.05), abs=1e-3)
        assert borders[:, 1] == pytest.approx(np.full(25, -1.45), abs=1e-3)
        assert borders[:, 2].all()


def test_marks_and_the_lane_beside_are_told():
    _, facts = truth(two_lanes(0.0, 3.5))
    left = G_BESIDE + BESIDE * PLACES.index(1)
    assert facts[G_OWN] == 1.0
    assert facts[G_MARK_LEFT : G_MARK_LEFT + 4].tolist() == [0, 0, 1, 0]
    assert facts[G_MARK_RIGHT : G_MARK_RIGHT + 4].tolist() == [0, 1, 0, 0]
    assert facts[G_MAY_LEFT] == 1.0
    assert facts[left : left + 3].tolist() == [1.0, 0.0, 1.0]
    assert facts[left + 3] == pytest.approx(3.5 / 3.4, abs=1e-3)
    assert facts[G_BESIDE + BESIDE * PLACES.index(-1)] == 0.0


def test_who_is_put_into_the_lane_beside_is_asked_for_that_one():
    borders, facts = truth(two_lanes(-3.4, 0.1))
    assert borders[0, 0] == pytest.approx(1.85, abs=1e-3)
    assert facts[G_BESIDE + BESIDE * PLACES.index(-1)] == 1.0


def test_who_is_in_no_lane_is_asked_for_none():
    borders, facts = truth(two_lanes(-9.0, -5.5))
    assert not borders.any()
    assert not facts.any()
