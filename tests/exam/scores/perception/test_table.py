"""Every score by name, with bounds over drives."""

from math import isnan

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.exam.scores.perception.boxes import boxes
from aureole.exam.scores.perception.table import Looks, table, text
from aureole.exam.statistics.resampled import again, interval
from tests.exam.scores.perception.placed import RED, posts, random, straight

LOOKS = 6


def looks(rows, drives=2, shift=0.0, light=20.0):
    drive = np.repeat(np.arange(drives), LOOKS)
    signs = posts(*((look, *RED, light, 3) for look in range(drives * LOOKS)))._replace(drive=drive)
    return Looks(drive, rows, signs, straight(drives * LOOKS, shift)._replace(drive=drive))


def test_the_truth_itself_has_every_score_at_its_best_with_bounds_of_no_width():
    truth, _ = random(3)
    found = table(looks(truth), looks(truth), draws=20)
    for name in ("detection.map", "hota", "occupancy.iou", "signals.recall", "signals.state_precision", "lanes.f1@0.3"):
        assert found.scores[name].value == pytest.approx(1.0), name
        assert found.scores[name].bounds == pytest.approx((1.0, 1.0)), name
    assert found.scores["ece"].value == found.scores["brier"].value == 0.0
    assert (found.drives, found.looks) == (2, 12)


def test_who_perceives_nothing_has_every_score_at_0():
    truth, _ = random(3)
    none = Looks(looks(truth).drive, boxes(0), posts(), straight(12, roles=())._replace(drive=looks(truth).drive))
    found = table(looks(truth), none, draws=20)
    for name in ("detection.map", "hota", "occupancy.iou", "signals.recall", "lanes.f1@0.3"):
        assert found.scores[name].value == 0.0, name
    assert isnan(found.scores["ece"].value)


def test_bounds_hold_the_score_and_are_the_same_every_time():
    truth, seen = random(9, drives=8, agents=4)
    one, other = (table(looks(truth, 8), looks(seen, 8, 0.1, 22.0), draws=100) for _ in range(2))
    assert repr(one) == repr(other)
    for name in ("detection.map", "hota", "occupancy.iou", "brier"):
        value, (low, high) = one.scores[name]
        assert low <= value <= high
        assert low < high
    assert "hota" in text(one)


def test_one_drive_alone_has_no_bounds():
    truth, seen = random(9, drives=1)
    found = table(looks(truth, 1), looks(seen, 1), draws=10)
    assert isnan(found.scores["hota"].bounds.low)


def test_looks_of_other_drives_are_refused():
    truth, seen = random(9)
    with pytest.raises(BadInput, match="same looks"):
        table(looks(truth), looks(seen)._replace(drive=np.zeros(12, np.int64)))


def test_what_is_drawn_again_is_as_many_each_time_and_every_cluster_about_as_often():
    times = again(5, draws=400)
    assert (times.sum(axis=1) == 5).all()
    assert times.mean(axis=0) == pytest.approx(np.ones(5), abs=0.2)
    assert (again(5, draws=4) == again(5, draws=4)).all()
    assert (again(5, draws=4, seed=1) != again(5, draws=4)).any()


def test_an_interval_of_fewer_than_two_numbers_is_not_known():
    assert all(isnan(end) for end in interval(np.array([0.5, np.nan])))
    assert interval(np.linspace(0.0, 1.0, 1001)) == pytest.approx((0.025, 0.975))
