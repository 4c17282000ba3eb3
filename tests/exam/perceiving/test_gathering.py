"""What there was beside what was perceived, look by look."""

from dataclasses import replace
from math import pi

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.exam.drive import driven
from aureole.exam.perceiving.collecting import collected, watching
from aureole.exam.perceiving.gathering import one_after_the_other, put_together
from aureole.exam.scores.perception.table import table
from aureole.vehicle.cars import load
from tests.exam.perceiving.retelling import Retelling, drives, gathered, setup

BEST = ("detection.map", "hota", "lanes.f1@0.3", "occupancy.iou")
WORKS = "works-at-junction#0"  # cones, signs
ASIDE = "hazard-at-side-lane#0"  # cars, cyclists, a straight road
CROSSING = "pedestrian-crossing#1"  # walkers, a light


def scored(gathering, *names):
    found = table(*gathering.looks, draws=2).scores
    return [found[name].value for name in names]


@pytest.mark.parametrize("name", [ASIDE, CROSSING])
def test_who_tells_the_truth_has_every_score_at_its_best(name):
    # words are float32: a cell at the very edge of a box may fall to either side
    assert scored(gathered(name), *BEST) == pytest.approx([1.0] * len(BEST), abs=2e-3)


def test_signals_are_told_with_what_they_show():
    names = ("signals.precision", "signals.recall", "signals.state_precision", "signals.state_recall")
    gathering = gathered(CROSSING)
    assert scored(gathering, *names) == [1.0] * 4
    assert gathering.looks[0].posts.counted.any()


def test_a_known_shift_is_the_error_that_is_found():
    found = scored(gathered(ASIDE, Retelling(shift=(0.3, 0.4))), "detection.translation", "lanes.f1@0.3", "loca")
    assert found[0] == pytest.approx(0.5, abs=1e-5)
    assert found[1] == 0.0
    assert found[2] == pytest.approx((15 * 0.75 + 4) / 19, abs=1e-3)


def test_who_is_silent_every_second_look_misses_half():
    found = scored(gathered(WORKS, Retelling(silent=2)), "deta", "lanes.recall@0.3", "lanes.precision@0.3")
    assert found == pytest.approx([0.5, 0.5, 1.0], abs=0.03)


def test_who_forgets_names_keeps_detection_and_loses_association():
    whole, cut = gathered(ASIDE), gathered(ASIDE, Retelling(rename=80))
    assert scored(cut, "deta", "detection.map") == pytest.approx([1.0, 1.0])
    assert scored(whole, "assa")[0] == pytest.approx(1.0)
    assert 0.4 < scored(cut, "assa")[0] < 0.7


def test_who_is_always_right_and_half_sure_is_half_honest():
    assert scored(gathered(WORKS, Retelling(sure=0.5)), "ece", "brier") == pytest.approx([0.5, 0.25])


@pytest.mark.parametrize("name", [WORKS, CROSSING, "bus-hides-crossing#0"])
def test_rows_of_the_scene_are_where_the_exact_senses_see_them(name):
    truth, seen = gathered(name).looks
    for there, here in ((truth.boxes, seen.boxes), (truth.posts, seen.posts)):
        counted = np.flatnonzero(there.counted)
        assert len(counted) == len(here.look)
        for row in counted:
            mine = here.look == there.look[row]
            mine &= here.kind == there.kind[row]
            nearest = np.abs(here.xy[mine] - there.xy[row]).max(axis=1).min()
            assert nearest < 1e-4
    agent = {(look, name // 2): k for k, (look, name) in enumerate(zip(seen.boxes.look, seen.boxes.id, strict=True))}
    for row in np.flatnonzero(truth.boxes.counted):
        k = agent[truth.boxes.look[row], truth.boxes.id[row]]
        assert seen.boxes.velocity[k] == pytest.approx(truth.boxes.velocity[row], abs=1e-4) or seen.boxes.kind[
            k
        ] >= int(Kind.CONE)
        turn = (seen.boxes.heading[k] - truth.boxes.heading[row] + pi) % (2 * pi) - pi
        assert turn == pytest.approx(0.0, abs=1e-4)


def test_what_a_bus_hides_does_not_count_until_it_is_seen():
    truth = gathered("bus-hides-crossing#0").looks[0].boxes
    walkers = truth.kind == Kind.PEDESTRIAN
    hidden = np.unique(truth.look[walkers & ~truth.counted & (np.hypot(*truth.xy.T) < 40.0)])
    seen = np.unique(truth.look[walkers & truth.counted])
    assert len(hidden)
    assert len(seen)
    assert hidden.min() < seen.min()


def test_looking_changes_nothing_in_the_drive():
    terms, one = setup(), drives(WORKS)
    alone = driven(one, terms).verdicts[0].digest
    assert driven(one, terms, extra=[gathered(WORKS)]).verdicts[0].digest == alone


def test_looks_of_several_drives_are_numbered_on():
    parts = [gathered(WORKS, seconds=1.0).looks[0] for _ in range(2)]
    both = put_together(parts)
    count = len(parts[0].drive)
    assert len(both.drive) == 2 * count
    assert both.boxes.look.max() == 2 * count - 1
    assert both.posts.look.max() >= count
    assert len(one_after_the_other([]).drive) == 0


def test_a_suite_is_collected_drive_by_drive_through_the_cars_own_eyes():
    told = []
    truth, seen = collected(drives(WORKS, CROSSING), setup(timeout=0.5), Retelling(), done=told.append)
    assert sum(told) == 2
    assert sorted(set(truth.drive)) == [0, 1]
    assert (truth.drive == seen.drive).all()
    assert len(truth.boxes.look)
    assert len(seen.boxes.look) == 0  # the eyes give pictures, and whoever only retells finds nothing in them
    assert table(truth, seen, draws=2).scores["lanes.f1@0.3"].value == 0.0


def test_a_car_without_eyes_is_refused():
    with pytest.raises(BadInput, match="no eyes"):
        collected(drives(WORKS), replace(setup(), car=load("lorry")), Retelling())
    with pytest.raises(BadInput, match="no eyes"):
        watching(load("lorry"))
