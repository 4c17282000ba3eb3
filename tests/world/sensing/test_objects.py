"""What is seen, where, and how exactly."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.core import noise
from aureole.core.kinds import Kind, Lamps
from aureole.kernels import kernel
from aureole.world.sensing import noise as drawn
from aureole.world.sensing.objects import TRACKS
from aureole.world.sensing.sense import exact
from tests.world.sensing.looks import look, seen, senses
from tests.world.sensing.maps import car, scene, sensor


def test_a_track_is_given_in_the_axes_of_the_ego():
    lorry = {
        "xyz": (10.0, 30.0, 0.0), "heading": np.pi, "velocity": (0.0, 5.0), "size": (12.0, 2.5, 4.0),
        "box": (3.0, 0.0, 2.0), "kind": int(Kind.TRUCK), "lamps": int(Lamps.BRAKE),
    }  # fmt: skip
    tracks = look(scene([lorry], xyz=(10.0, 10.0, 0.0), heading=np.pi / 2)).tracks
    assert tracks.present[0].sum() == 1
    assert tracks.id[0, 0] == 1
    np.testing.assert_allclose(tracks.xy[0, 0], (20.0, 3.0), atol=1e-5)
    np.testing.assert_allclose(tracks.velocity[0, 0], (5.0, 0.0), atol=1e-5)
    np.testing.assert_allclose(tracks.heading[0, 0], np.pi / 2, atol=1e-6)
    np.testing.assert_allclose(tracks.size[0, 0], (12.0, 2.5))
    assert tracks.kind[0, 0] == Kind.TRUCK
    assert tracks.lamps[0, 0] == Lamps.BRAKE
    assert tracks.sure[0, 0] == 1.0
    assert tracks.given[0]


def test_an_absent_agent_is_not_seen():
    assert seen(scene([{"xyz": (20.0, 0.0, 0.0), "present": False}, {"xyz": (30.0, 9.0, 0.0)}])) == [2]


def test_range_counts_to_the_nearest_point_of_the_box():
    eyes = car(sensor(reach=50.0, x=3.0))
    assert seen(scene([{"xyz": (55.0, 0.0, 0.0)}]), eyes) == [1]
    assert seen(scene([{"xyz": (55.001, 0.0, 0.0)}]), eyes) == []


def test_the_field_of_view_counts_to_the_points_of_the_box():
    eyes = car(sensor(view=np.pi / 2))
    assert seen(scene([{"xyz": (18.0, 21.0, 0.0)}]), eyes) == [1]
    assert seen(scene([{"xyz": (18.0, 21.001, 0.0)}]), eyes) == []
    assert seen(scene([{"xyz": (0.0, 3.0, 0.0), "size": (12.0, 2.0, 3.0)}]), eyes) == [1]
    assert seen(scene([{"xyz": (-18.0, 0.0, 0.0)}]), eyes) == []


def test_a_sensor_that_looks_back_sees_what_is_behind():
    eyes = car(sensor(view=np.pi / 2, heading=np.pi))
    assert seen(scene([{"xyz": (-18.0, 0.0, 0.0)}, {"xyz": (18.0, 0.0, 0.0)}]), eyes) == [1]


def test_a_view_across_the_turn_of_the_angle_has_no_hole():
    eyes = car(sensor(view=2.0, heading=3.0))
    assert seen(scene([{"xyz": (-30.0, -20.0, 0.0)}, {"xyz": (-30.0, 20.0, 0.0)}]), eyes) == [1, 2]


def test_a_car_without_sensors_sees_nothing_and_is_silent():
    observation = look(scene([{"xyz": (18.0, 0.0, 0.0)}]), car())
    assert not observation.tracks.present.any()
    assert np.isinf(observation.age).all()


def test_only_the_nearest_are_kept_and_ties_go_by_id():
    ring = [
        {"xyz": (r * np.cos(a), r * np.sin(a), 0.0), "size": (0.1, 0.1, 1.0)}
        for r in (40.0, 20.0)
        for a in np.linspace(0.1, 6.0, 10)
    ]
    expected = [*range(11, 21), *range(1, 7)]
    found = seen(scene([{**agent, "size": (0.0, 0.0, 0.5)} for agent in ring]))
    assert len(found) == TRACKS
    assert sorted(found[:10]) == expected[:10]
    assert set(found[10:]) <= set(range(1, 11))
    line = [{"xyz": (20.0, y, 0.0)} for y in (-6.0, 6.0, 6.0, -6.0)]
    assert seen(scene([{**agent, "size": (2.0, 2.0, 0.5)} for agent in line])) == [1, 2, 3, 4]


def test_the_numbers_of_the_kernel_are_those_of_core_noise():
    @kernel
    def draw(key, tick, out, plain):
        for i in range(len(out)):
            plain[i] = drawn.uniform(key, tick, i)
            out[i] = drawn.normal(key, tick, i)

    key, tick = noise.key("case", 3, "sensing"), 2**33 + 5
    normal, uniform = np.empty(50), np.empty(50)
    draw(np.uint64(key), tick, normal, uniform)
    keys = np.array([key], dtype=np.uint64)
    assert (uniform == noise.uniform(keys, tick, (50,))[0]).all()
    np.testing.assert_allclose(normal, noise.normal(keys, tick, (50,))[0], rtol=1e-12, atol=1e-14)


def test_noise_has_its_stated_deviation_and_no_bias():
    worlds = 4000
    eyes = car(sensor(noise=0.5))
    tracks = look(scene([{"xyz": (75.0, 0.0, 0.0), "velocity": (9.0, 0.0)}], worlds=worlds), eyes).tracks
    error = np.concatenate([tracks.xy[:, 0] - (75.0, 0.0), tracks.velocity[:, 0] - (9.0, 0.0)], axis=1)
    np.testing.assert_allclose(error.mean(axis=0), 0.0, atol=5 * 0.5 / np.sqrt(worlds))
    np.testing.assert_allclose(error.std(axis=0), 0.5, rtol=5 / np.sqrt(2 * worlds))
    assert abs(np.corrcoef(error.T) - np.eye(4)).max() < 5 / np.sqrt(worlds)
    assert (tracks.sure[:, 0] < 1.0).all()


def test_noise_is_repeatable_changes_with_the_tick_and_can_be_switched_off():
    eyes = car(sensor(noise=0.5))
    here = scene([{"xyz": (75.0, 0.0, 0.0)}])
    later = scene([{"xyz": (75.0, 0.0, 0.0)}], stamp=100_000_000)
    first = look(here, eyes).tracks.xy
    assert (first == look(here, eyes).tracks.xy).all()
    assert (first[0, 0] != look(later, eyes).tracks.xy[0, 0]).all()
    assert (look(here, exact(eyes)).tracks.xy[0, 0] == (75.0, 0.0)).all()


def test_noise_of_one_agent_does_not_depend_on_how_many_there_are():
    eyes = car(sensor(noise=0.5))
    one = look(scene([{"xyz": (75.0, 0.0, 0.0)}]), eyes).tracks
    two = look(scene([{"xyz": (75.0, 0.0, 0.0)}, {"xyz": (90.0, 20.0, 0.0)}]), eyes).tracks
    assert (one.xy[0, 0] == two.xy[0, 0]).all()


def test_the_most_exact_sensor_that_sees_an_object_gives_it():
    eyes = car(sensor(noise=0.5), sensor(noise=0.0, view=1.0))
    tracks = look(scene([{"xyz": (30.0, 0.0, 0.0)}, {"xyz": (-40.0, 0.0, 0.0)}]), eyes).tracks
    assert (tracks.xy[0, 0] == (30.0, 0.0)).all()
    assert (tracks.xy[0, 1] != (-40.0, 0.0)).all()


@pytest.mark.parametrize("noisy", [0.0, 0.3])
def test_a_world_is_the_same_alone_and_in_a_batch(noisy):
    rng = np.linspace(0.0, 1.0, 64)
    whole = scene([{}, {}, {}, {}], worlds=64)
    whole.xyz[:, 1:, 0] = 20.0 + 40.0 * np.sin(13.0 * rng[:, None] + np.arange(4))
    whole.xyz[:, 1:, 1] = 10.0 * np.cos(7.0 * rng[:, None] + 2.0 * np.arange(4))
    whole.heading[:, :] = rng[:, None] * 3.0 + np.arange(5)
    whole.s[:, 0] = 100.0 + 900.0 * rng
    whole.t[:, 0] = 6.0 * np.sin(9.0 * rng)
    eyes = car(sensor(noise=noisy), sensor(view=1.0, noise=noisy / 2))
    keys = np.arange(64, dtype=np.uint64)
    batch = look(whole, eyes, keys=keys)
    for w in (0, 17, 63):
        part = type(whole)(**{name: getattr(whole, name)[w : w + 1] for name in whole.__slots__})
        alone = look(part, eyes, keys=keys[w : w + 1])
        for word in ("tracks", "lanes"):
            for name in getattr(alone, word).__slots__:
                one, many = getattr(getattr(alone, word), name), getattr(getattr(batch, word), name)
                assert (one[0] == many[w]).all(), name
        assert (alone.route[0] == batch.route[w]).all()


def test_an_order_that_does_not_fit_is_refused():
    from aureole.core.errors import BadInput

    with pytest.raises(BadInput, match="128"):
        senses(car()).__class__(
            car(), road=look.__defaults__[1], step=0.01, set_speed=np.ones(1), order="停" * 43,
            keys=np.zeros(1, dtype=np.uint64),
        )  # fmt: skip
