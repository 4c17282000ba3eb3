"""Depth and classes against rays cast one by one in clear Python."""

import numpy as np
import pytest

from aureole.core.kinds import Kind
from aureole.world.sensing.cameras.grid import FREE, OFF_ROAD, TAKEN, occupancy
from aureole.world.sensing.stage.seen import Seen
from tests.world.sensing import shown


@pytest.mark.parametrize("heading", [0.0, 0.35])
def test_depth_and_class_are_those_of_rays_through_the_middles_of_pixels(heading):
    cam, things = shown.camera(), [shown.thing(0, 0, 0), *shown.boxes()]
    look = shown.eye(heading=heading)
    found = cam.see(shown.stage([things]), look)
    depth, seen = shown.traced(cam.views(look)[0], things[1:], cam.lens)
    classes = np.where(found.seen[0] == Seen.MARKING, Seen.ROAD, found.seen[0])
    same = classes == seen
    assert (
        same.mean() > 0.99
    )  # where an edge passes a pixel's middle, rounding decides; the road's far edge is filtered
    clear = same & np.isfinite(depth)
    assert np.allclose(found.depth[0][clear], depth[clear], rtol=2e-6)
    assert np.array_equal(np.isinf(found.depth[0]), ~np.isfinite(depth))


def test_an_instance_is_the_number_of_the_agent():
    things = [
        shown.thing(0, 0, 0),
        shown.thing(Kind.CAR, 15.0, -1.0),
        shown.thing(Kind.PEDESTRIAN, 10.0, 2.0, size=(0.5, 0.6, 1.8)),
    ]
    found = shown.camera(128, 72).see(shown.stage([things]), shown.eye())
    assert {int(k) for k in np.unique(found.name)} == {-1, 1, 2}
    assert set(found.seen[found.name == 1].tolist()) == {Seen.CAR}
    assert set(found.seen[found.name == 2].tolist()) == {Seen.PERSON}


def test_what_stands_behind_something_else_is_not_seen():
    things = [
        shown.thing(0, 0, 0),
        shown.thing(Kind.OBSTACLE, 10.0, -1.0, size=(1.0, 8.0, 4.0)),
        shown.thing(Kind.CAR, 20.0, -1.0),
    ]
    found = shown.camera().see(shown.stage([things]), shown.eye())
    assert 1 in found.name
    assert 2 not in found.name


def test_a_car_does_not_see_its_own_body():
    things = [shown.thing(Kind.CAR, 1.4, -1.0), shown.thing(0, 0, 0)]
    found = shown.camera().see(shown.stage([things]), shown.eye())
    assert 0 not in found.name


def test_the_grid_knows_who_stands_where_and_where_the_road_ends():
    things = [shown.thing(Kind.CAR, 1.4, -1.0), shown.thing(Kind.TRUCK, 20.0, 2.0, 0.5, (8.0, 2.5, 3.0))]
    found = occupancy(shown.stage([things]), np.array([[0.0, -1.0, 0.0]]), np.zeros(1))[0]

    def at(ahead, left):
        return found[int((ahead + 20.0) / 0.5), int((left + 20.0) / 0.5)]

    assert at(20.0, 3.0) == TAKEN
    assert at(1.4, 0.2) == FREE
    assert at(10.0, 0.2) == FREE
    assert at(10.0, 15.0) == OFF_ROAD
    area = (found == TAKEN).sum() * 0.25
    assert 8.0 * 2.5 < area < 8.5 * 3.0 * 1.25
