"""Whole files against closed forms: Euler's spiral by its power series in rationals, arcs, lines, lengths."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import read, read_map
from tests.world.roads.maps import Pose, document, made, road, write


def fresnel(rate, s):
    """x, y after s of a spiral that starts straight, its curvature growing by `rate` per metre: power series, exact."""
    half, s = Fraction(rate) / 2, Fraction(s)
    x = y = Fraction(0)
    term = s  # half^n · s^(2n+1) / n!
    for n in range(40):
        part = (-1) ** (n // 2) * term / (2 * n + 1)
        x, y = (x + part, y) if n % 2 == 0 else (x, y + part)
        term = term * half * s * s / (n + 1)
    return float(x), float(y)


@pytest.mark.parametrize(("length", "end"), [(100.0, 0.02), (60.0, -0.05), (300.0, 0.008), (12.0, 0.4)])
def test_a_spiral_is_the_power_series_of_fresnel_to_a_nanometre(tmp_path, length, end):
    map_ = made(tmp_path, road([(length, 0.0, end)]))
    for share in (0.1, 0.37, 0.5, 0.83, 1.0):
        found = queries.poses(map_.road, 0, share * length)[0]
        assert math.dist(found[:2], fresnel(end / length, share * length)) < 1e-9
        assert math.isclose(found[2], 0.5 * end * share**2 * length, abs_tol=1e-12)
        assert math.isclose(found[3], end * share, abs_tol=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.floats(5.0, 300.0), st.floats(-0.01, 0.01), st.floats(0.0, 1.0))
def test_any_spiral_from_straight_is_the_power_series(tmp_path_factory, length, end, share):
    map_ = made(tmp_path_factory.mktemp("spiral"), road([(length, 0.0, end)]))
    found = queries.poses(map_.road, 0, share * length)[0]
    assert math.dist(found[:2], fresnel(end / length, share * length)) < 1e-9


def test_a_spiral_driven_backwards_is_the_same_curve(tmp_path):
    """One that ends straight, seen from its end, is one that starts straight, mirrored."""
    map_ = made(tmp_path, road([(80.0, 0.03, 0.0)]))
    end = queries.poses(map_.road, 0, 80.0)[0]
    s = np.linspace(0.0, 80.0, 9)
    found = queries.poses(map_.road, 0, s)[:, :2] - end[:2]
    cosine, sine = math.cos(end[2]), math.sin(end[2])
    back = np.column_stack([-(cosine * found[:, 0] + sine * found[:, 1]), cosine * found[:, 1] - sine * found[:, 0]])
    exact = np.array([fresnel(0.03 / 80.0, float(80.0 - one)) for one in s])
    assert np.abs(back - exact).max() < 1e-9


@pytest.mark.parametrize("t", [-7.25, 0.0, 3.5])
def test_a_lane_beside_an_arc_is_a_circle_about_the_same_middle(tmp_path, t):
    map_ = made(tmp_path, road([(150.0, 0.02, 0.02)], pose=Pose(10.0, 20.0, 1.0)))
    middle = np.array([10.0 - 50.0 * math.sin(1.0), 20.0 + 50.0 * math.cos(1.0)])
    xy = queries.to_world(map_.road, 0, np.linspace(0, 150, 31), t)[:, :2]
    assert np.abs(np.hypot(*(xy - middle).T) - (50.0 - t)).max() < 1e-9


@pytest.mark.parametrize(
    "name",
    [
        "osc-esmini/xodr/e6mini.xodr",
        "osc-esmini/xodr/soderleden.xodr",
        "osc-esmini/xodr/curves_elevation.xodr",
        "osc-alks/concrete_scenarios/road_networks/alks_road_different_curvatures.xodr",
    ],
)
def test_pieces_are_as_long_as_their_stations_say(data, name):
    road_ = read(data / name)
    for r in range(len(road_.road_length)):
        rows = slice(int(road_.piece_first[r]), int(road_.piece_first[r + 1]))
        ends = np.append(road_.piece_s[rows][1:], road_.road_length[r])
        assert np.abs(road_.piece_s[rows] + road_.piece_length[rows] - ends).max() < 1e-4


def test_curvature_is_continuous_across_the_pieces_of_a_polynomial(tmp_path):
    u, v = (0.0, 60.0, -2.0, -6.0), (0.0, 0.0, 30.0, -12.0)
    names = [name + axis for axis in "UV" for name in "abcd"]
    values = " ".join(f'{name}="{value!r}"' for name, value in zip(names, (*u, *v), strict=True))
    length = 60.99  # spread over the true length, which is near it
    text = road([(length, 0.0, 0.0)]).replace("<line/>", f"<paramPoly3 {values}/>")
    road_ = read_map(write(tmp_path, document(text))).road
    before = road_.piece_curvature[:-1, 0] + road_.piece_curvature[:-1, 1] * road_.piece_length[:-1]
    assert len(before) > 5
    assert np.abs(before - road_.piece_curvature[1:, 0]).max() < 2e-3 * np.abs(road_.piece_curvature[:, 0]).max()


def test_heights_and_rolls_are_their_polynomials(tmp_path):
    more = """<elevationProfile><elevation s="0" a="1" b="0.1" c="-0.002" d="0.00001"/>
<elevation s="50" a="3" b="0" c="0" d="0"/></elevationProfile>
<lateralProfile><superelevation s="0" a="0.1" b="0.001" c="0" d="0"/></lateralProfile>"""
    map_ = made(tmp_path, road(before=more))
    for s in (0.0, 20.0, 49.9, 50.0, 120.0):
        height = 1 + 0.1 * s - 0.002 * s**2 + 0.00001 * s**3 if s < 50 else 3.0
        for t in (-5.0, 0.0, 4.0):
            x, y, z, _ = queries.to_world(map_.road, 0, s, t)[0]
            roll = 0.1 + 0.001 * s
            assert (x, y) == pytest.approx((s, t * math.cos(roll)), abs=1e-9)
            assert z == pytest.approx(height + t * math.sin(roll), abs=1e-9)
