"""The expert where others need room: sirens, hands, who waits to cross, works that lead aside, detours."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from staged import accel, decide, look, mission, oncoming, reasons, signal, things

from aureole.core.concepts import Concept
from aureole.core.kinds import Kind, Lamps, SignalKind, SignalState
from aureole.drivers.expert.driver import Expert
from aureole.drivers.expert.memory import begin
from aureole.drivers.expert.urges import AT_LEAST, ENOUGH, LITTLE, sight_needed

CAR, BICYCLE, CONE = int(Kind.CAR), int(Kind.BICYCLE), int(Kind.CONE)


def siren(**road):
    """A road with a car behind that has its blue lights on."""
    sight = look(placed=[(-30.0, 0.0, 18.0, 0.0, 5.0, 2.0, CAR)], **road)
    sight.tracks.lamps[:, 0] = int(Lamps.EMERGENCY)
    return sight


def test_a_siren_behind_makes_it_change_to_the_right():
    plan = decide(siren(speed=15.0, set_speed=15.0, left=0, right=1), looks=12)
    assert Concept.CHANGE_RIGHT in reasons(plan)


def test_the_same_car_without_a_siren_does_not():
    sight = siren(speed=15.0, set_speed=15.0, left=0, right=1)
    sight.tracks.lamps[:] = 0
    assert Concept.CHANGE_RIGHT not in reasons(decide(sight, looks=12))


def test_where_there_is_no_lane_to_the_right_it_keeps_to_the_right_of_its_own():
    plan = decide(siren(speed=12.0, set_speed=12.0, left=0, right=0))
    assert plan.xy[0, -1, 1] < -0.3


def test_a_hand_in_a_junction_stops_it_at_the_line_before():
    def sight():
        return signal(look(speed=9.0, set_speed=9.0, left=0, right=0), SignalKind.HAND, 45.0, state=SignalState.STOP)

    alone = decide(sight())
    with_line = decide(signal(sight(), SignalKind.LIGHT, 25.0, state=SignalState.GREEN, place=1))
    assert accel(with_line) < accel(alone) - 0.3
    assert Concept.FLAGGER in reasons(with_line)


@pytest.mark.parametrize(("turned", "slow"), [(0.5 * math.pi, True), (0.0, False)])
def test_it_creeps_past_a_cyclist_who_waits_to_cross(turned, slow):
    sight = look(speed=4.0, set_speed=8.0, placed=[(11.0, -2.7, 0.0, 0.0, 1.8, 0.6, BICYCLE)], left=0, right=0)
    sight.tracks.heading[:, 0] = turned
    plan = decide(sight)
    assert (float(plan.speed[0, 15]) < 3.0) == slow


def test_there_is_a_way_between_two_rows_of_cones():
    right = [(10.0 + 5.0 * k, -2.5, 0.4, 0.4, CONE) for k in range(5)]
    left = [(44.0 + 8.0 * k, 2.0, 0.4, 0.4, CONE) for k in range(3)]
    plan = decide(things(look(speed=8.0, set_speed=8.0, left=0, right=0), right + left))
    assert accel(plan) > -0.8
    assert Concept.STANDING not in reasons(plan)


def test_it_goes_to_the_right_of_its_lane_where_others_reach_into_it():
    sight = oncoming(look(speed=9.0, set_speed=9.0, placed=[(45.0, 1.6, -9.0, 0.0, 4.5, 1.8, CAR)], left=1, right=0))
    sight.tracks.heading[:, 0] = math.pi
    assert decide(sight).xy[0, -1, 1] < -0.2


@pytest.mark.parametrize(("state", "way"), [(SignalState.LEFT, 1.0), (SignalState.RIGHT, -1.0)])
def test_a_detour_leads_it_aside_before_the_road_that_is_closed(state, way):
    sight = signal(look(speed=5.0, set_speed=8.0, left=0, right=0), SignalKind.DETOUR, 1.0, state=state)
    sight = signal(sight, SignalKind.LIGHT, 2.0, state=SignalState.GREEN, place=1)
    plan = decide(signal(sight, SignalKind.NO_ENTRY, 38.0, place=2))
    assert plan.xy[0, -1, 1] * way > 0.2


def test_without_the_sign_of_a_detour_it_keeps_to_its_lane():
    sight = signal(look(speed=5.0, set_speed=8.0, left=0, right=0), SignalKind.LIGHT, 2.0, state=SignalState.GREEN)
    plan = decide(signal(sight, SignalKind.NO_ENTRY, 38.0, place=1))
    assert abs(float(plan.xy[0, -1, 1])) < 0.1


def test_who_has_stood_before_what_stands_needs_to_see_less_far():
    choice = begin(mission()).choice[0]
    seen = [sight_needed(choice, now, 12.0, 0.0) for now in np.arange(0.0, 20.0, 0.5)]
    assert seen[0] == ENOUGH
    assert seen[7] <= AT_LEAST
    assert seen[-1] == LITTLE
    assert sight_needed(choice, 60.0, math.inf, 9.0) == ENOUGH


def test_it_remembers_nothing_of_a_detour_in_another_world():
    driver = Expert()
    assert not driver.reset(mission(2)).memory.detour.any()
