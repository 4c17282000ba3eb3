"""A lane's width where the car would enter it is looked up within the lane, whatever its speed."""

from types import SimpleNamespace

import numpy as np
import pytest

from aureole.drivers.rules.way import has_room


def room(speed, half_width):
    lanes = SimpleNamespace(
        seen=np.array([[6, 6]]), half_width=np.array([[[1.75] * 6, half_width]]), centre=np.zeros((1, 2, 6, 2))
    )
    own, nobody = SimpleNamespace(speed=np.array([speed]), half_width=0.9), SimpleNamespace(id=np.zeros((1, 0)))
    return has_room.py_func(lanes, 0, 1, nobody, None, own, np.zeros((9, 6)), None)


@pytest.mark.parametrize("speed", [np.nan, np.inf, -np.inf, 1e300, -1e300])
def test_at_no_speed_of_this_world_there_is_room_nowhere(speed):
    assert not room(speed, [1.75] * 6)


@pytest.mark.parametrize(("speed", "at"), [(0.0, 5), (20.0, 5), (1e5, 5), (-4.0, 3), (-20.0, 0), (-1e5, 0)])
def test_it_is_looked_up_ahead_where_it_is_entered_and_never_beside_the_lane(speed, at):
    narrow = [1.75] * 6
    narrow[at] = 0.5
    assert room(speed, [1.75] * 6)
    assert not room(speed, narrow)
