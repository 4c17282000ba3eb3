"""The reference line against closed forms and brute force."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.world.roads.clothoid import displacement
from aureole.world.roads.reading.opendrive import read
from aureole.world.roads.reading.planview import Piece
from tests.world.roads.maps import Pose, ask_poses, made, road, simpson

ROADS = "osc-alks/concrete_scenarios/road_networks"


def test_a_line_leads_straight_on(tmp_path):
    map_ = made(tmp_path, road([(200.0, 0.0, 0.0)], pose=Pose(3.0, -4.0, 0.7)))
    x, y, heading, curvature = ask_poses(map_.road, 0, 150.0)[0]
    assert (heading, curvature) == (0.7, 0.0)
    assert math.dist((x, y), (3 + 150 * math.cos(0.7), -4 + 150 * math.sin(0.7))) < 1e-12


@pytest.mark.parametrize("radius", [250.0, -1000.0, 12.0])
def test_an_arc_lies_on_its_circle(tmp_path, radius):
    map_ = made(tmp_path, road([(4.0 * abs(radius), 1 / radius, 1 / radius)]))
    s = np.linspace(0, 4.0 * abs(radius), 101)
    out = ask_poses(map_.road, 0, s)
    exact = np.column_stack([radius * np.sin(s / radius), radius * (1 - np.cos(s / radius)), s / radius])
    assert np.abs(out[:, :3] - exact).max() < 1e-9


CURVATURE = st.floats(-0.02, 0.02)


@settings(max_examples=40, deadline=None)
@given(st.floats(1.0, 400.0), CURVATURE, CURVATURE, st.floats(0.0, 1.0), st.floats(-math.pi, math.pi))
def test_a_cut_clothoid_is_the_integral_to_a_nanometre(length, start, end, share, heading):
    pieces = Piece(0.0, 10.0, 20.0, heading, length, start, (end - start) / length).cut()
    s = share * length
    piece = max((p for p in pieces if p.s <= s), key=lambda p: p.s)
    dx, dy = displacement(piece.heading, piece.curvature, piece.change, s - piece.s)
    if s == 0.0:
        return
    exact = simpson(Pose(10.0, 20.0, heading), s, start, start + (end - start) * share)
    assert math.dist((piece.x + dx, piece.y + dy), exact[:2]) < 1e-9


@pytest.mark.parametrize("name", ["different_curvatures", "left_radius_250m", "right_radius_1000m"])
def test_the_alks_lines_are_continuous_and_as_long_as_they_say(data, name):
    road_ = read(data / ROADS / f"alks_road_{name}.xodr")
    seams = road_.piece_s[1:]
    before, after = ask_poses(road_, 0, seams - 1e-9), ask_poses(road_, 0, seams + 1e-9)
    assert np.abs(before[:, :2] - after[:, :2]).max() < 1e-8
    assert np.abs(np.remainder(before[:, 2] - after[:, 2] + 1, math.tau) - 1).max() < 1e-9
    assert np.abs(before[:, 3] - after[:, 3]).max() < 1e-9
    assert abs(road_.piece_s[-1] + road_.piece_length[-1] - road_.road_length[0]) < 1e-9
    s = np.linspace(0.0, road_.road_length[0], 20_001)
    chords = np.hypot(*np.diff(ask_poses(road_, 0, s)[:, :2], axis=0).T).sum()
    assert abs(chords - road_.road_length[0]) < 1e-4 * road_.road_length[0] / 1000


def test_no_piece_of_a_bend_turns_far(data):
    road_ = read(data / ROADS / "alks_road_left_radius_250m.xodr")
    assert len(road_.piece_s) == 12
    assert (road_.piece_length * np.abs(road_.piece_curvature[:, 0])).max() <= 0.5


def test_beyond_its_ends_a_road_goes_straight_on(tmp_path):
    map_ = made(tmp_path, road([(100.0, 0.01, 0.01)]))
    x, y, heading, curvature = ask_poses(map_.road, 0, [-10.0, 110.0]).T
    assert (x[0], y[0], heading[0]) == (-10.0, 0.0, 0.0)
    end = ask_poses(map_.road, 0, 100.0)[0]
    assert math.dist((x[1], y[1]), (end[0] + 10 * math.cos(1.0), end[1] + 10 * math.sin(1.0))) < 1e-12
    assert (curvature == 0.0).all()
