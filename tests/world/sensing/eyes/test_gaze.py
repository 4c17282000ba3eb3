"""What a car is given that sees for itself: pictures of a moment ago, a route that is a little off, nothing else."""

import dataclasses
import itertools
import math

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.notes import check
from aureole.world.sensing.cameras.render import Camera, eye_of
from aureole.world.sensing.eyes.senses import streams
from aureole.world.sensing.sense import taken
from aureole.world.sensing.stage.build import staged
from tests.world.sensing.eyes import gazes
from tests.world.sensing.looks import senses


def test_nothing_is_given_but_pictures_the_own_motion_and_a_route():
    found, _ = gazes.drive(gazes.gaze(), 11)
    given, _ = gazes.drive(senses(gazes.car()), 11)
    assert given[10].tracks.present.any()
    assert given[10].lanes.present.any()
    for one in found:
        check(one)
        for word in (one.tracks, one.lanes, one.signals, one.objects):
            assert not word.present.any()
            assert not word.given.any()
    assert not found[10].lanes.limit.any()
    assert not found[10].tracks.xy.any()
    assert found[10].images.shape == (1, 2, gazes.ROWS, gazes.COLUMNS, 3)
    assert found[10].ego.speed.tobytes() == given[10].ego.speed.tobytes()
    assert found[10].set_speed.tobytes() == given[10].set_speed.tobytes()


def test_senses_without_sensors_know_the_same_way_and_nobody():
    full, inward = senses(gazes.car()), senses(gazes.car()).inward()
    found, wanted = (gazes.drive(which, 21)[0] for which in (inward, full))
    assert wanted[20].tracks.present.any()
    for one, other in zip(found, wanted, strict=True):
        check(one)
        assert not one.tracks.present.any()
        assert np.isinf(one.age).all()
        for name in ("route", "set_speed"):
            assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
        for word in ("lanes", "ego"):
            for part in dataclasses.fields(getattr(one, word)):
                mine, its = (getattr(getattr(which, word), part.name) for which in (one, other))
                assert mine.tobytes() == its.tobytes(), part.name


def test_the_route_is_off_by_decimetres_and_keeps_its_shape():
    keys = np.arange(100, 140, dtype=np.uint64)
    found, _ = gazes.drive(gazes.gaze(40, keys=keys), 1, 40)
    given, _ = gazes.drive(senses(gazes.car(), 40, keys=keys), 1, 40)
    beside = (found[0].route - given[0].route)[:, 0, 1]
    assert 0.3 < beside.std() < 0.8
    steps = [np.hypot(*np.diff(route, axis=1).transpose(2, 0, 1)) for route in (found[0].route, given[0].route)]
    assert np.allclose(*steps, atol=1e-3)


@pytest.mark.parametrize(("latency", "faults"), [(0.0, ()), (0.1, ()), (0.13, ()), (0.1, ("latency:0.2",))])
def test_pictures_show_the_world_as_it_was_the_latency_ago(latency, faults):
    lag = round(100 * latency) + (20 if faults else 0)
    found, _ = gazes.drive(gazes.gaze(1, *faults, latency=latency), 61)
    keys = streams(np.array([11], dtype=np.uint64), ["image eye_front"])[:, 0]
    camera = Camera(gazes.eye("eye_front"))
    for tick in (0, 10, 40, 60):
        was = gazes.at(max(0, tick - lag))
        stage = staged(gazes.scenery(1).stages[0], was)
        wanted = camera.see(stage, eye_of(was), keys=keys, ticks=np.array([tick]))
        assert found[tick].images[0, 0].tobytes() == wanted.image[0].tobytes()
        assert found[tick].age[0, 0] == pytest.approx(0.01 * min(lag, tick), abs=1e-6)


def test_between_renewals_the_same_arrays_are_given_and_grow_older():
    found, _ = gazes.drive(gazes.gaze(latency=0.05), 31)
    for tick in range(10, 31):
        assert (found[tick].images is found[tick - 1].images) == (tick % 10 != 0)
        assert (found[tick].route is found[tick - 1].route) == (tick % 10 != 0)
        assert found[tick].age[0, 1] == pytest.approx(0.05 + 0.01 * (tick % 10), abs=1e-6)


def test_asking_only_when_there_is_something_to_be_done_gives_the_same():
    eyes = gazes.gaze(latency=0.13)
    each, _ = gazes.drive(eyes, 41)
    state = eyes.reset(gazes.at(0))
    for tick in range(41):
        if eyes.looks(tick):
            observation, state = eyes.sense(gazes.at(tick), state)
            if tick % 10 == 0:
                assert observation.images.tobytes() == each[tick].images.tobytes()
                assert observation.route.tobytes() == each[tick].route.tobytes()
    assert not all(eyes.looks(tick) for tick in range(10))


def test_a_state_is_not_changed_by_looking_on_from_it():
    eyes = gazes.gaze()
    _, state = gazes.drive(eyes, 15)
    before = state.images.copy(), state.past.things.copy(), state.times.copy(), state.shown.copy()
    for tick in (20, 30):
        eyes.sense(gazes.at(tick), state)
    for kept, now in zip(before, (state.images, state.past.things, state.times, state.shown), strict=True):
        assert kept.tobytes() == now.tobytes()


@pytest.mark.parametrize("weather", ["day", "rain"])
def test_a_world_sees_the_same_whoever_is_in_its_batch(weather):
    keys = np.array([5, 6, 7], dtype=np.uint64)
    faults = ("drop:0.4", "blind:rear@0.3")
    whole, _ = gazes.drive(gazes.gaze(3, *faults, weather=weather, keys=keys), 61, 3)
    for k in range(3):
        alone, _ = gazes.drive(gazes.gaze(1, *faults, weather=weather, keys=keys[k : k + 1]), 61)
        for tick in (0, 20, 40, 60):
            for name in ("images", "route", "age"):
                assert getattr(alone[tick], name)[0].tobytes() == getattr(whole[tick], name)[k].tobytes()


def test_worlds_that_are_left_out_change_nothing_for_the_others():
    eyes, rows = gazes.gaze(3, "drop:0.4"), np.array([2, 0])
    whole, state = gazes.drive(eyes, 25, 3)
    fewer, less = eyes.left(rows), taken(state, rows)
    one, _ = eyes.sense(gazes.at(30, 3), state)
    other, _ = fewer.sense(gazes.at(30, 2), less)
    check(other)
    for name in ("images", "route", "age"):
        assert getattr(other, name).tobytes() == getattr(one, name)[rows].tobytes()
    assert not np.array_equal(one.images, whole[0].images)


def test_a_world_that_stands_still_keeps_its_picture():
    eyes = gazes.gaze(2)
    _, state = gazes.drive(eyes, 25, 2)
    on = gazes.at(30, 2)
    over = dataclasses.replace(on, stamp=np.array([on.stamp[0], 24 * gazes.STEP]))
    found, state = eyes.sense(over, state)
    again, _ = eyes.sense(over, state)
    assert again.images is found.images
    before, _ = eyes.sense(gazes.at(24, 2), state)
    assert found.images[1].tobytes() == before.images[1].tobytes()


def test_two_eyes_and_two_seeds_have_noise_of_their_own():
    body = gazes.car(gazes.eye("eye_front"), gazes.eye("eye_left"))
    found, _ = gazes.drive(gazes.gaze(2, body=body), 1, 2)
    images = found[0].images
    assert not np.array_equal(images[0, 0], images[0, 1])
    assert not np.array_equal(images[0, 0], images[1, 0])
    assert np.abs(images[0, 0].astype(int) - images[1, 0]).mean() < 8.0


def test_a_covered_eye_is_black_and_gives_nothing():
    found, _ = gazes.drive(gazes.gaze(1, "blind:front"), 21)
    assert not found[20].images[0, 0].any()
    assert found[20].images[0, 1].any()
    assert np.isinf(found[20].age[0, 0])
    assert np.isfinite(found[20].age[0, 1])


def test_an_eye_that_is_covered_later_grows_older_from_then_on():
    found, _ = gazes.drive(gazes.gaze(1, "blind:front@0.2", latency=0.0), 41)
    assert found[10].images[0, 0].any()
    assert not found[20].images[0, 0].any()
    assert found[40].age[0].tolist() == pytest.approx([0.3, 0.0], abs=1e-6)


def test_of_a_dropped_frame_the_last_picture_stays_and_grows_older():
    found, _ = gazes.drive(gazes.gaze(1, "drop:0.5", latency=0.0), 601)
    looks, stayed = found[::10], 0
    for before, now in itertools.pairwise(looks):
        for k in range(2):
            dropped = now.age[0, k] > 0.05
            stayed += dropped
            assert np.array_equal(before.images[0, k], now.images[0, k]) == dropped
    assert 40 < stayed < 80  # of 120


def test_dropping_all_frames_leaves_eyes_that_have_shown_nothing():
    found, _ = gazes.drive(gazes.gaze(1, "drop:1"), 21)
    assert np.isinf(found[20].age).all()
    assert not found[20].images.any()


def test_weather_changes_pictures_and_nothing_else():
    day, _ = gazes.drive(gazes.gaze(), 1)
    night, _ = gazes.drive(gazes.gaze(weather="night"), 1)
    assert night[0].images.mean() < 0.7 * day[0].images.mean()
    assert night[0].route.tobytes() == day[0].route.tobytes()


@pytest.mark.parametrize(
    ("eyes", "said"),
    [
        ((gazes.eye("eye_front", eye=False),), "has no eyes"),
        ((gazes.eye("eye_front"), gazes.eye("eye_rear", rows=16)), "'eye_front' 16 × 8 px and 'eye_rear' 16 × 16 px"),
        ((gazes.eye("eye_front", k1=-0.9, columns=8),), "no lens has k1"),
        ((gazes.eye("eye_front", rows=0),), "16 × 0 pixels"),
        ((gazes.eye("eye_front", z=math.nan),), "not a number"),
        ((gazes.eye("eye_front", math.nan),), "not a number"),
    ],
)
def test_eyes_that_cannot_be_are_refused_before_anything_is_driven(eyes, said):
    with pytest.raises(BadInput) as refusal:
        gazes.gaze(body=gazes.car(*eyes))
    assert said in str(refusal.value)
    assert refusal.value.remedy


def test_no_weather_of_that_name_is_refused():
    from aureole.world.roads.reading.opendrive import read_map
    from aureole.world.scenarios.embedded import library
    from aureole.world.sensing.eyes.scenery import scenery

    map_ = read_map(library.find("cut-in").path.parent.parent / "maps" / "motorway.xodr")
    with pytest.raises(BadInput, match="no weather 'hail'"):
        scenery(map_, [0], "hail")


def test_seeds_share_the_ground_and_differ_beside_the_road():
    from aureole.world.roads.reading.opendrive import read_map
    from aureole.world.scenarios.embedded import library
    from aureole.world.sensing.eyes.scenery import scenery

    map_ = read_map(library.find("cut-in").path.parent.parent / "maps" / "motorway.xodr")
    found = scenery(map_, [0, 4, 0], "")
    assert found.of.tolist() == [0, 1, 0]
    assert found.stages[0].ground is found.stages[1].ground
    assert not np.array_equal(found.stages[0].fixed, found.stages[1].fixed)
    assert scenery(map_, [4], "fog").stages[0] is found.stages[1]


def test_without_its_pictures_all_else_is_the_same():
    eyes = gazes.gaze(1, "blind:front@0.2", "drop:0.4")
    drawn, black = gazes.drive(eyes, 61)[0], gazes.drive(eyes.undrawn(), 61)[0]
    assert any(one.images.any() for one in drawn)
    for one, other in zip(drawn, black, strict=True):
        assert not other.images.any()
        assert (one.age.tobytes(), one.route.tobytes()) == (other.age.tobytes(), other.route.tobytes())
        assert one.ego.speed.tobytes() == other.ego.speed.tobytes()
