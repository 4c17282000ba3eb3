"""Where the car believes to be: the error of a receiver, and the route as it lies with it."""

import numpy as np

from aureole.world.sensing.eyes.drift import KNOT, PLACE, TURN, error, placed

KEYS = np.arange(3, 43, dtype=np.uint64)


def at(seconds, keys=KEYS):
    return error(keys, np.full(len(keys), round(seconds * 1e9), dtype=np.int64))


def test_the_error_is_the_same_for_the_same_key_and_moment_whatever_the_batch():
    whole = at(12.3)
    for k in (0, 7, 39):
        assert at(12.3, KEYS[k : k + 1])[0].tobytes() == whole[k].tobytes()
    assert np.unique(whole[:, 0]).size == len(KEYS)


def test_the_error_creeps_and_never_leaps():
    moments = np.arange(0.0, 3.0 * KNOT, 0.1)
    found = np.stack([at(moment, KEYS[:4]) for moment in moments])
    steps = np.abs(np.diff(found, axis=0)).max(axis=(0, 1))
    assert steps[:2].max() < 0.05  # m in a tenth of a second
    assert steps[2] < 0.05 * TURN / PLACE
    assert np.ptp(found[:, :, 0], axis=0).min() > 0.05


def test_the_error_is_as_large_as_it_says_between_draws_too():
    keys = np.arange(1, 1501, dtype=np.uint64)
    for seconds in (0.0, 0.5 * KNOT, 0.8 * KNOT):
        spread = at(seconds, keys).std(axis=0)
        assert np.allclose(spread, (PLACE, PLACE, TURN), rtol=0.08)


def test_a_route_lies_off_by_the_error_in_the_frame_of_who_believes_it():
    straight = np.stack((np.arange(0.0, 160.0, 5.0), np.full(32, 0.4)), axis=1)[None].astype(np.float32)
    off = np.array([[1.0, 0.25, 0.0]])
    ahead = placed(straight, np.array([0.0]), off)[0]
    assert np.allclose(ahead, straight[0] - (1.0, 0.25), atol=1e-5)
    north = placed(straight, np.array([0.5 * np.pi]), off)[0]  # the map's x is the car's right
    assert np.allclose(north, straight[0] - (0.25, -1.0), atol=1e-5)
    turned = placed(straight, np.array([0.0]), np.array([[0.0, 0.0, 0.01]]))[0]
    assert np.isclose(np.arctan2(*(turned[-1] - turned[0])[::-1]), -0.01, atol=1e-5)


def test_where_there_is_no_route_none_is_made_up():
    none = np.zeros((1, 32, 2), dtype=np.float32)
    assert not placed(none, np.array([0.3]), np.array([[1.0, 1.0, 0.1]])).any()
