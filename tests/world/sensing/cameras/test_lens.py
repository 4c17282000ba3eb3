"""The lens: distortion and its inverse, and lenses that cannot be."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.car import Optics, Sensor
from aureole.core.errors import BadInput
from aureole.world.sensing.cameras.lens import distorted, lens_of, undistorted
from aureole.world.sensing.cameras.render import Camera
from tests.world.sensing import shown


def sensor(view=1.0, **optics):
    return Sensor(
        "eye", "camera", 0.0, 0.0, 0.0, view, 0.0, 0.0, Optics(**{"columns": 64, "rows": 36, "z": 1.4, **optics})
    )


@given(st.floats(0.0, 1.0), st.floats(-0.2, 0.3), st.floats(-0.02, 0.1))
def test_undoing_the_distortion_gives_the_ray_again(r, k1, k2):
    if (1.0 + 3.0 * k1 * np.linspace(0, 1, 50) ** 2 + 5.0 * k2 * np.linspace(0, 1, 50) ** 4).min() > 0.1:
        assert math.isclose(undistorted(distorted(np.array(r), k1, k2), k1, k2), r, abs_tol=1e-9)


def test_the_view_is_the_angle_between_left_and_right_edge_with_and_without_distortion():
    for k1 in (0.0, -0.1, 0.15):
        one = sensor(1.2, k1=k1)
        lens = lens_of(one, one.optics)
        if not len(lens.warp):
            half = (lens.middle[0] + 0.5) / lens.focal
        else:
            half = (lens.middle[0] - lens.warp[18, 0, 1]) / lens.focal
            step = (lens.warp[18, 1, 1] - lens.warp[18, 0, 1]) / lens.focal
            half += 0.5 * step
        assert math.isclose(half, math.tan(0.6), rel_tol=2e-3)


def test_a_barrel_draws_the_edge_of_the_picture_together():
    stage = shown.stage([[shown.thing(0, 0, 0)]])
    straight = shown.camera(160, 90, samples=1).see(stage, shown.eye())
    bent = shown.camera(160, 90, samples=1, k1=-0.15).see(stage, shown.eye())
    assert straight.image.shape == bent.image.shape
    assert not np.array_equal(straight.image, bent.image)
    assert np.array_equal(straight.seen[0, 44:46, 78:82], bent.seen[0, 44:46, 78:82])


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (sensor(3.2), "does not fit on a flat picture"),
        (sensor(math.nan), "not a number"),
        (sensor(0.0), "does not fit"),
        (sensor(1.6, k1=-0.9), "no lens has k1"),
        (sensor(2.6, k2=-0.4), "no lens has k1"),
        (sensor(columns=0), "0 × 36 pixels"),
        (sensor(rows=-3), "64 × -3 pixels"),
        (sensor(samples=9), "9 × 9 samples"),
        (sensor(z=math.inf), "not a number"),
        (sensor(exposure=0.0), "exposure 0"),
        (sensor(noise=-0.1), "noise -0.1"),
        (sensor(shutter=7.0), "shutter 7"),
        (Sensor("eye", "camera", 0.0, 0.0, 0.0, 1.0, 0.0, 0.0), "gives no pictures"),
    ],
)
def test_a_camera_that_cannot_be_is_refused(one, said):
    with pytest.raises(BadInput, match="eye") as caught:
        Camera(one)
    assert said in str(caught.value)


def test_a_pose_that_is_not_a_number_is_refused():
    with pytest.raises(BadInput, match="pose is not a number"):
        shown.camera().see(shown.stage([[shown.thing(0, 0, 0)]]), shown.eye(at=(math.nan, 0.0, 0.0)))
