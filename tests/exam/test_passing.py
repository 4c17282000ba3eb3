"""Past what stands in the own lane: over the oncoming lane, and over lines that cones have opened."""

from __future__ import annotations

import math

import pytest

from aureole.core.kinds import Kind, Lamps
from aureole.exam.judges.lanes.lane import Lane
from tests.exam.staged import Actor, Moment, Stage, brief

OWN, ONCOMING = -1.75, 1.75  # t of the lane beside the oncoming one, and of that
LEFT = int(Lamps.INDICATOR_LEFT)


def swing(others, *, lamps=LEFT):
    """From the own lane into the oncoming one and along it; what the judge of lanes says fails."""

    def moments(road):
        judge = Lane(brief(road, ("Ego", *(f"Other{k}" for k in range(len(others)))), step=0.1))
        drive = []
        for k in range(50):
            t = OWN + (ONCOMING - OWN) * min(k / 20.0, 1.0)
            ego = Actor(100.0 + 0.5 * k, t, 5.0, lamps=lamps)
            drive.append(Moment(0.1 * k, [ego, *(other(0.1 * k) for other in others)]))
        Stage(road, [judge]).play(drive)
        return {event.name for event in judge.found(0).events}

    return moments


def stands(s, t, kind=Kind.CAR, lamps=0):
    return lambda time: Actor(s, t, 0.0, kind=kind, lamps=int(lamps))


def cone(s, t):
    return lambda time: Actor(s, t, 0.0, kind=Kind.CONE, size=(0.4, 0.4, 0.75), box_x=0.0)


def comes(ahead, speed=10.0):
    return lambda time: Actor(100.0 + ahead - speed * time, ONCOMING, speed, heading=math.pi)


def test_the_oncoming_lane_without_a_cause_is_the_wrong_lane(straight):
    assert swing([])(straight) == {"wrong_lane", "lane_departure"}


def test_past_a_standing_car_the_oncoming_lane_is_none_but_the_solid_line_still_counts(straight):
    assert swing([stands(118.0, OWN)])(straight) == {"lane_departure"}


@pytest.mark.parametrize("other", [stands(118.0, -8.75), stands(300.0, OWN), stands(118.0, OWN, lamps=Lamps.BRAKE)])
def test_what_stands_elsewhere_or_waits_is_no_obstruction(straight, other):
    assert "wrong_lane" in swing([other])(straight)


def test_who_comes_must_not_be_endangered(straight):
    assert "wrong_lane" in swing([stands(118.0, OWN), comes(60.0)])(straight)
    assert "wrong_lane" not in swing([stands(118.0, OWN), comes(140.0)])(straight)


def test_cones_in_the_own_lane_open_its_lines(straight):
    assert swing([cone(112.0, OWN), cone(118.0, OWN + 0.5)])(straight) == set()
    assert swing([cone(112.0, -8.75)])(straight) == {"wrong_lane", "lane_departure"}
