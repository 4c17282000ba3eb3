"""The steps of one check where a whole drive meets a limit never exactly, and what is remembered of them."""

from __future__ import annotations

import pytest

from aureole.runtime.guard import decide
from aureole.runtime.guard.bounds import bounds_of
from aureole.runtime.guard.findings import Action
from aureole.runtime.guard.rows import Wish
from aureole.runtime.guard.state import State
from tests.runtime.guard.scene import CAR

B = bounds_of(CAR, 0.01)


@pytest.mark.parametrize(("speed", "accel"), [(0.0099, -0.5), (0.01, -0.04), (-0.0099, -0.5), (-0.01, -0.04)])
def test_a_hundredth_of_a_metre_a_second_is_braked_and_less_is_held(speed, accel):
    assert decide.stop(None, None, 0.01, False, (State(speed=speed), B, {})) == (0.0, accel, Action.STOPPING)


@pytest.mark.parametrize(("asked", "given"), [(1e-5, 1e-5), (-1e-5, -1e-5), (1.1e-5, 0.0), (-1.1e-5, 0.0)])
def test_in_an_emergency_a_command_is_kept_that_differs_by_what_single_precision_does(asked, given):
    wish = Wish(0, 0.0, asked, 0, 0, False, 0)
    order, action = decide.give(wish, (0.0, 0.0, Action.EMERGENCY), 0, 0.01, (State(), B, {}))
    assert (order.accel, action) == (given, Action.EMERGENCY)


def test_a_stop_is_remembered_as_one_and_so_is_the_way_back():
    state = State(good=10)
    assert decide.stops(True, False, state)
    assert (state.stopping, state.returning, state.good) == (1, 0, 0)
    state.good = 10
    assert not decide.stops(False, False, state)
    assert (state.stopping, state.returning, state.good) == (0, 1, 10)
