"""Temporary yellow lines lead lanes: borders as they are painted, the same rows, and nothing where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.world.roads import queries
from aureole.world.roads.furniture.led import border, edges, led, lines, moved_edges
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.situations import index
from aureole.world.situations.written import written
from tests.world.scenarios.drives import command

SHIFT, OPPOSITE = "lane-shift", "shift-to-opposite"


def road_of(name, folder, seed=25):
    """The map of a situation, and its stage."""
    made = index.make(name, seed)
    path = folder / index.MAP
    path.write_bytes(made.map)
    return read_map(path), made


@pytest.fixture(scope="module")
def shift(tmp_path_factory):
    return road_of(SHIFT, tmp_path_factory.mktemp("shift"))


def test_a_yellow_line_is_the_border_on_which_it_begins(shift):
    map_, made = shift
    road, found = led(map_.road, map_.furniture), list(lines(map_.road, map_.furniture))
    assert [border(map_.road, line) for line in found] == [-2, -1]
    for line, key in zip(found, (-2, -1), strict=True):
        for s, t in zip(line.s, line.t, strict=True):
            assert edges(road, 0, np.array([s]))[key][0] == pytest.approx(t, abs=0.005)
    middle = np.array([0.5 * (found[0].s[0] + found[0].s[-1])])
    width, by = made.stage.values["width"], made.stage.values["aside"] * made.stage.values["width"] + 0.5
    before, after = edges(map_.road, 0, middle), edges(road, 0, middle)
    assert after[-2] - before[-2] == pytest.approx(by, abs=0.02)
    assert after[-1] - after[-2] == pytest.approx(width, abs=0.02)  # the lane that is led keeps its width
    assert after[0] - after[-1] == pytest.approx(width - by, abs=0.02)  # the one beside it is squeezed
    assert after[0] == pytest.approx(before[0])


def test_before_and_behind_the_lines_nothing_is_moved(shift):
    map_, _ = shift
    road = led(map_.road, map_.furniture)
    line = next(lines(map_.road, map_.furniture))
    for s in (5.0, float(line.s[0]) - 1.0, float(line.s[-1]) + 1.0):
        before, after = edges(map_.road, 0, np.array([s])), edges(road, 0, np.array([s]))
        assert {key: t[0] for key, t in after.items()} == pytest.approx({key: t[0] for key, t in before.items()})


def test_lines_that_lead_onto_the_other_carriageway_move_the_centre_and_close_its_inner_lane(tmp_path):
    map_, made = road_of(OPPOSITE, tmp_path)
    road = led(map_.road, map_.furniture)
    line = next(lines(map_.road, map_.furniture))
    at = np.array([0.5 * (line.s[0] + line.s[-1])])
    before, after = edges(map_.road, 0, at), edges(road, 0, at)
    width = made.stage.values["width"]
    assert after[0] == pytest.approx(before[1])
    assert after[-1] == pytest.approx(before[0])
    assert after[1] == pytest.approx(before[1])
    assert queries.width(road, road_row(road, 1), at)[0] == pytest.approx(0.0, abs=1e-6)
    assert queries.width(road, road_row(road, -1), at)[0] == pytest.approx(width, abs=0.02)


def road_row(road, number):
    """The row of a lane of the first section."""
    return list(road.lane_id[: road.lane_first[1]]).index(number)


@pytest.mark.parametrize("name", ["accident", "cone-taper", "narrow-lane-beside-lorry"])
def test_a_road_without_lines_that_move_a_border_stays_what_it_is(name, tmp_path):
    map_, _ = road_of(name, tmp_path)
    assert led(map_.road, map_.furniture) is map_.road


def test_no_border_crosses_another():
    s = np.array([0.0, 10.0])
    before = {-2: np.array([-7.0, -7.0]), -1: np.array([-3.5, -3.5]), 0: np.zeros(2), 1: np.full(2, 3.5)}
    line = next(iter([type("Line", (), {"s": s, "t": np.array([-7.0, 1.0])})]))
    after = moved_edges(before, s, {-2: [line]})
    assert {key: t[1] for key, t in after.items()} == {-2: 1.0, -1: 1.0, 0: 1.0, 1: 3.5}
    assert {key: t[0] for key, t in after.items()} == {-2: -7.0, -1: -3.5, 0: 0.0, 1: 3.5}


@pytest.mark.parametrize("name", [SHIFT, OPPOSITE])
def test_the_lane_that_a_car_is_told_goes_between_the_yellow_lines(name, tmp_path):
    map_, made = road_of(name, tmp_path)
    stage = made.stage
    stage.actors, stage.events = [], []
    path = tmp_path / "road.xosc"
    path.write_bytes(written(stage, name, index.MAP))
    world = build(Case(name, path), [Variation({}, 0)], step=0.1)
    scene, state = world.reset()
    begin = float(next(lines(map_.road, map_.furniture)).s[0])
    while scene.s[0, 0] < begin - 20.0:
        scene, state = world.step(scene, command(1), state)
    seen, _ = world.sense(scene, state)
    count = int(seen.lanes.seen[0, 0])
    points = seen.lanes.centre[0, 0, :count]
    begun, pair = float(scene.s[0, 0]), list(lines(map_.road, map_.furniture))
    for line_of in (points, seen.route[0]):
        found = queries.locate(map_.road, in_the_world(line_of, scene))
        ahead = (found.s > begun) & (found.s < pair[0].s[-1])
        wanted = 0.5 * sum(np.interp(found.s, line.s, line.t) for line in pair)
        assert np.abs(found.t - wanted)[ahead].max() < 0.02
        assert np.abs(found.t - scene.t[0, 0])[ahead].max() > 1.5  # far beside the old lane
    assert seen.lanes.half_width[0, 0, count - 1] == pytest.approx(0.5 * stage.values["width"], abs=0.05)


def in_the_world(points, scene):
    """Points of the ego frame in the world."""
    c, s = np.cos(scene.heading[0, 0]), np.sin(scene.heading[0, 0])
    return points @ np.array([[c, s], [-s, c]]) + scene.xyz[0, 0, :2]
