"""The same input gives the same bytes, in any batch and with any number of threads."""

import numpy as np

from aureole.core.kinds import Kind
from aureole.world.sensing.stage.light import WEATHERS
from tests.world.sensing import shown

LENS = {"k1": -0.08, "k2": 0.01, "noise": 0.02, "shutter": 0.02, "samples": 2}


def worlds():
    return [
        [
            shown.thing(0, 0, 0),
            shown.thing(Kind.CAR, 10.0 + 3.0 * k, 1.0),
            shown.thing(Kind.BICYCLE, 9.0, -3.0 + k, 0.3, (1.8, 0.6, 1.75)),
        ]
        for k in range(3)
    ]


def seen(which, threads=1, weather="day"):
    keys, ticks = np.arange(5, 8, dtype=np.uint64), np.array([3, 4, 5])
    cam = shown.camera(**LENS)
    stage = shown.stage([worlds()[k] for k in which], weather=WEATHERS[weather])
    look = shown.eye(len(which), speed=20.0, yaw_rate=0.1)
    return cam.see(stage, look, keys=keys[list(which)], ticks=ticks[list(which)], threads=threads)


def test_twice_the_same_is_the_same_to_the_last_byte():
    one, other = seen((0, 1, 2)), seen((0, 1, 2))
    for a, b in zip(one, other, strict=True):
        assert a.tobytes() == b.tobytes()


def test_a_picture_does_not_depend_on_its_batch():
    together = seen((0, 1, 2), weather="rain")
    for k in range(3):
        alone = seen((k,), weather="rain")
        assert alone.image[0].tobytes() == together.image[k].tobytes()
        assert alone.depth[0].tobytes() == together.depth[k].tobytes()


def test_a_picture_does_not_depend_on_threads():
    assert seen((0, 1, 2), threads=3).image.tobytes() == seen((0, 1, 2)).image.tobytes()


def test_noise_differs_from_picture_to_picture_and_has_the_size_asked_for():
    things = [[shown.thing(0, 0, 0)]] * 2
    plain = shown.camera(truth=False).see(shown.stage(things), shown.eye(2)).image.astype(float)
    noisy = (
        shown.camera(truth=False, noise=0.02)
        .see(shown.stage(things), shown.eye(2), ticks=np.array([1, 2]))
        .image.astype(float)
    )
    assert np.array_equal(plain[0], plain[1])
    assert not np.array_equal(noisy[0], noisy[1])
    spread = (noisy - plain).std() / 255.0
    assert 0.6 * 0.02 < spread < 1.3 * 0.02


def test_a_rolling_shutter_leans_what_the_car_passes():
    """While the rows are read the car turns left: an upright edge slants to the right from top to bottom."""
    pole = shown.thing(Kind.OBSTACLE, 12.0, -1.0, 0.0, (0.3, 0.3, 6.0))
    still, moved = (
        shown.camera(256, 144, shutter=0.05).see(shown.stage([[shown.thing(0, 0, 0), pole]]), shown.eye(yaw_rate=rate))
        for rate in (0.0, 0.5)
    )
    rows = np.flatnonzero((still.name[0] == 1).any(axis=1) & (moved.name[0] == 1).any(axis=1))

    def middle(found, row):
        return np.flatnonzero(found.name[0, row] == 1).mean()

    top, low = rows[2], rows[-3]
    assert abs(middle(still, top) - middle(still, low)) < 1.0
    lean = middle(moved, low) - middle(moved, top)
    focal = 128.0 / np.tan(0.5)
    assert np.isclose(lean, focal * 0.5 * 0.05 * (low - top) / 143.0, atol=1.5)
