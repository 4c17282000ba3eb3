"""All eyes of a car drawn by one call give the bytes that each camera gives by itself."""

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.world.sensing.cameras.render import Camera
from aureole.world.sensing.eyes.rig import rig_of
from aureole.world.sensing.stage.light import WEATHERS
from tests.world.sensing import shown
from tests.world.sensing.eyes import gazes

SENSORS = {
    "alike": (gazes.eye("front"), gazes.eye("left", 1.0, z=1.1, pitch=0.1), gazes.eye("rear", 3.1, z=0.9)),
    "noisier": (gazes.eye("front"), gazes.eye("left", 1.0, noise=0.1), gazes.eye("rear", 3.1)),
    "bent": (gazes.eye("front", k1=-0.1, columns=16), gazes.eye("left", 1.0), gazes.eye("rear", 3.1, k1=-0.1)),
    "rolling": (gazes.eye("front", shutter=0.03), gazes.eye("left", 1.0, shutter=0.03), gazes.eye("rear", 3.1)),
}
KEYS, TICKS = np.arange(6, dtype=np.uint64).reshape(2, 3) + np.uint64(90), np.array([4, 9])
ALL = np.ones((2, 3), np.bool_)


def stage(weather="day"):
    cars = [
        [shown.thing(0, 0, 0), shown.thing(Kind.CAR, 9.0 + 3.0 * k, 1.0), shown.thing(Kind.CAR, -9.0, k)]
        for k in (0, 1)
    ]
    return shown.stage(cars, weather=WEATHERS[weather])


def eye():
    found = shown.eye(2, speed=9.0, yaw_rate=0.2, heading=0.1)
    found.xyz[1, :2] += (3.0, -0.7)
    found.angles[1] = 0.4, 0.02, -0.03
    return found


@pytest.mark.parametrize("weather", ["day", "rain"])
@pytest.mark.parametrize("name", SENSORS)
def test_a_picture_is_that_of_its_camera(name, weather):
    found = rig_of(SENSORS[name]).see(stage(weather), eye(), ALL, KEYS, TICKS)
    for k, sensor in enumerate(SENSORS[name]):
        wanted = Camera(sensor).see(stage(weather), eye(), keys=KEYS[:, k], ticks=TICKS)
        assert found[:, k].tobytes() == wanted.image.tobytes()
        assert wanted.image.std() > 10.0


@pytest.mark.parametrize(("name", "calls"), [("alike", 1), ("noisier", 2), ("bent", 2), ("rolling", 1)])
def test_cameras_that_are_alike_are_drawn_by_one_call(name, calls):
    assert len(rig_of(SENSORS[name]).alike) == calls
    assert sorted(number for group in rig_of(SENSORS[name]).alike for number in group) == [0, 1, 2]


@pytest.mark.parametrize("name", SENSORS)
def test_views_are_those_of_the_cameras(name):
    rig = rig_of(SENSORS[name])
    for k, camera in enumerate(rig.cameras):
        assert np.array_equal(rig.views(eye())[:, k], camera.views(eye()))


def test_pictures_that_are_not_wanted_stay_black():
    wanted = np.array([[True, False, True], [False, False, True]])
    rig = rig_of(SENSORS["noisier"])
    found, whole = (rig.see(stage(), eye(), which, KEYS, TICKS) for which in (wanted, ALL))
    assert not found[~wanted].any()
    assert found[wanted].tobytes() == whole[wanted].tobytes()


def test_a_pose_that_is_no_number_is_refused():
    broken = eye()
    broken.xyz[0, 1] = np.nan
    with pytest.raises(BadInput, match="not a number"):
        rig_of(SENSORS["alike"]).see(stage(), broken, ALL, KEYS, TICKS)
