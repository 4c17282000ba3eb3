"""Logs that cannot be scored are refused by name; logs that lack something say what."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.exam.scores.logs.log import Body, vet
from aureole.exam.scores.logs.sample import resampled
from aureole.exam.scores.table import SCORES, measures
from tests.exam.scores.drawn import log, straight


def refused(found, place):
    with pytest.raises(BadInput) as error:
        measures(found, SCORES)
    assert error.value.place == place


def test_no_moment(road):
    refused(log(road, straight(0)), "Log.time")


def test_time_that_stands_falls_or_jumps(road):
    found = log(road, straight(5))
    for times in (
        [0, 0.1, 0.1, 0.2, 0.3],
        [0.4, 0.3, 0.2, 0.1, 0.0],
        [0, 0.1, 0.2, 0.3, 0.9],
        [0, 0.1, np.nan, 0.3, 0.4],
    ):
        refused(replace(found, time=np.array(times, np.float64)), "Log.time")


@pytest.mark.parametrize("field", ["xy", "heading", "velocity", "accel", "yaw_rate"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("who", ["ego", "human", "safe"])
def test_a_value_that_is_no_number(road, who, field, bad):
    motion = straight(9)
    getattr(motion, field)[3] = bad
    given = {"human": straight(9), "safe": straight(9)} | ({} if who == "ego" else {who: motion})
    refused(log(road, motion if who == "ego" else straight(9), **given), f"Log.{who}.{field}")


def test_a_motion_of_another_length(road):
    refused(log(road, straight(9), human=straight(8)), "Log.human.xy")


def test_a_broken_agent_that_is_there(road):
    found = log(road, straight(9), {"x": 130.0})
    found.others.xy[4] = np.nan
    refused(found, "Log.others.xy")


def test_a_broken_agent_that_is_not_there_is_nothing(road):
    found = log(road, straight(9), {"x": 130.0}, safe=straight(9))
    found.others.xy[4], found.others.present[4] = np.nan, False
    assert measures(found, ["pdms"])[0]["pdms"] == 1.0


@pytest.mark.parametrize("body", [Body(0.0, 1.8, 1.3), Body(4.5, np.nan, 1.3), Body(-1.0, 1.8, 1.3)])
def test_a_car_without_measures(road, body):
    with pytest.raises(BadInput):
        vet(replace(log(road, straight(9)), body=body))


def test_a_way_of_one_point(road):
    refused(log(road, straight(9), route=np.zeros((1, 2))), "Log.route")


def test_a_log_longer_than_an_hour(road):
    found = log(road, straight(2))
    with pytest.raises(BadInput, match="at most"):
        resampled(replace(found, time=np.array([0.0, 1e6])))


def test_one_moment_is_scored_as_far_as_it_goes(road):
    found, lacks = measures(log(road, straight(1)), SCORES)
    assert lacks["pdms"] == "c"
    assert found["pdms"] == 1.0


def test_nobody_known_is_not_nobody_there(road):
    alone = log(road, straight(41), safe=straight(41))
    assert measures(alone, ["pdms"])[1] == {}
    found, lacks = measures(replace(alone, others=None), ["pdms"])
    assert np.isnan(found["pdms"])
    assert lacks == {"pdms": "nc, ttc"}


def test_a_bare_log_lacks_almost_everything_and_raises_nothing(road):
    bare = replace(log(road, straight(41)), terrain=None, route=None, others=None)
    found, lacks = measures(bare, SCORES)
    assert all(np.isnan(found[name]) for name in SCORES)
    assert set(lacks) == set(SCORES)
