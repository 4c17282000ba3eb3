"""A lidar's points against boxes and the ground."""

import math

import numpy as np
import pytest

from aureole.core.car import Optics, Sensor
from aureole.core.errors import BadInput, Unsupported
from aureole.core.kinds import Kind
from aureole.world.sensing.lidar.lidar import Lidar
from aureole.world.sensing.stage.light import WEATHERS
from aureole.world.sensing.stage.seen import Seen
from tests.world.sensing import shown


def lidar(rings=16, columns=180, *, view=6.283, reach=120.0, noise=0.0, heading=0.0, **optics):
    return Lidar(
        Sensor("top", "lidar", 1.0, 0.0, heading, view, reach, noise, Optics(columns, rings, 1.9, tall=0.5, **optics))
    )


def test_points_lie_where_rays_meet_boxes_and_ground():
    things = [shown.thing(0, 0, 0), *shown.boxes(4), shown.thing(Kind.OBSTACLE, -9.0, 0.5, 0.2)]
    echo = lidar().see(shown.stage([things]), shown.eye())
    points, names = echo.points[0].astype(float), echo.name[0]
    hit = points[:, 3] > 0.0
    assert set(np.unique(names[hit]).tolist()) == {-1, 1, 2, 3, 4, 5}
    origin = np.array([1.0, -1.0, 1.9])
    for point in points[hit]:
        place = point[:3] + np.array([0.0, -1.0, 0.0])
        ray = (place - origin) / np.linalg.norm(place - origin)
        far = min(
            [shown.box_met(origin, ray, row) for row in things[1:]] + [-1.9 / ray[2] if ray[2] < 0.0 else math.inf]
        )
        assert math.isclose(np.linalg.norm(place - origin), far, rel_tol=1e-4)


def test_a_ray_that_meets_nothing_gives_nothing():
    echo = lidar().see(shown.stage([[shown.thing(0, 0, 0)]]), shown.eye())
    up = echo.points[0].reshape(16, 180, 4)[12:]
    assert not up.any()
    assert set(np.unique(echo.kind[0]).tolist()) == {0, Seen.TERRAIN, Seen.ROAD, Seen.MARKING}


def test_points_do_not_depend_on_batch_or_threads_and_noise_has_its_size():
    worlds = [[shown.thing(0, 0, 0), shown.thing(Kind.CAR, 8.0 + k, 1.0)] for k in range(3)]
    keys, ticks = np.arange(3, dtype=np.uint64), np.arange(3)
    seen = lidar(noise=0.03).see(shown.stage(worlds), shown.eye(3), keys=keys, ticks=ticks)
    many = lidar(noise=0.03).see(shown.stage(worlds), shown.eye(3), keys=keys, ticks=ticks, threads=3)
    alone = lidar(noise=0.03).see(shown.stage(worlds[1:2]), shown.eye(1), keys=keys[1:2], ticks=ticks[1:2])
    assert seen.points.tobytes() == many.points.tobytes()
    assert seen.points[1].tobytes() == alone.points[0].tobytes()
    exact = lidar().see(shown.stage(worlds), shown.eye(3))
    away = np.linalg.norm(seen.points[..., :3] - exact.points[..., :3], axis=2)[exact.points[..., 3] > 0.0]
    assert 0.02 < math.sqrt((away**2).mean()) < 0.04


def test_fog_swallows_what_is_far():
    things = [[shown.thing(0, 0, 0), shown.thing(Kind.TRUCK, 70.0, 0.0, 0.0, (8.0, 2.5, 3.5))]]
    clear, fog = (
        lidar(columns=720).see(shown.stage(things, weather=WEATHERS[name]), shown.eye()) for name in ("day", "fog")
    )
    assert 1 in clear.name
    assert 1 not in fog.name


@pytest.mark.parametrize(
    "lidar_of",
    [
        {"rings": 0},
        {"columns": 2},
        {"view": math.nan},
        {"view": 9.0},
        {"reach": 0.0},
        {"noise": math.inf},
        {"pitch": math.nan},
    ],
)
def test_a_lidar_that_cannot_be_is_refused(lidar_of):
    with pytest.raises(BadInput, match="top"):
        lidar(**lidar_of)


def test_a_turn_that_takes_time_is_said_to_be_missing():
    with pytest.raises(Unsupported, match="not there yet"):
        lidar(shutter=0.1)
