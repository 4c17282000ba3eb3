"""Polynomials of the plan view against the polynomials themselves."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.world.roads.reading.opendrive import read
from aureole.world.roads.reading.polynomials import MOST_PIECES, Curve, Unfit, arc_length, chained, points_of
from tests.world.roads.maps import Pose, ask_poses, document, made, road, write

TURNING = (0.0, 12.0, -1.0, -2.0), (0.0, 0.0, 9.0, -3.0)  # 90 degrees in 12 m
START = Pose(30.0, -20.0, 2.5)


def text_of(u, v, length, reach='pRange="normalized"'):
    names = [name + axis for axis in "UV" for name in "abcd"]
    values = " ".join(f'{name}="{value!r}"' for name, value in zip(names, (*u, *v), strict=True))
    return road([(length, 0.0, 0.0)], pose=START).replace("<line/>", f"<paramPoly3 {values} {reach}/>")


def brute(u, v, end, count=200_001):
    """p, arc length, x, y and heading along a polynomial laid at `START`: chords corrected for their sag."""
    p = np.linspace(0.0, end, count)
    x, y = (np.polynomial.polynomial.polyval(p, axis) for axis in (u, v))
    du, dv = (np.polynomial.polynomial.polyval(p, np.polynomial.polynomial.polyder(axis)) for axis in (u, v))
    speed = np.hypot(du, dv)
    s = np.concatenate([[0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]) * np.diff(p))])
    cosine, sine = math.cos(START.heading), math.sin(START.heading)
    heading = START.heading + np.unwrap(np.arctan2(dv, du))
    return s, np.column_stack([START.x + x * cosine - y * sine, START.y + x * sine + y * cosine]), heading


def worst(road_, s, xy, heading):
    picked = slice(None, None, 997)
    found = ask_poses(road_, 0, s[picked])
    away = np.hypot(*(found[:, :2] - xy[picked]).T).max()
    return away, np.abs(np.remainder(found[:, 2] - heading[picked] + 1, math.tau) - 1).max()


@pytest.mark.parametrize("reach", ["normalized", "arcLength"])
def test_a_param_poly3_is_followed_to_a_micrometre_at_every_station(tmp_path, reach):
    u, v = TURNING
    s, xy, heading = brute(u, v, 1.0)
    length = float(s[-1])
    if reach == "arcLength":
        u, v = ([value / length**k for k, value in enumerate(axis)] for axis in (u, v))
    map_ = made(tmp_path, text_of(u, v, length, f'pRange="{reach}"'))
    away, turned = worst(map_.road, s, xy, heading)
    assert away < 1.1e-6
    assert turned < 1e-5
    assert not [notice for notice in map_.notices if "arc length" in notice.what]


def test_curvature_along_a_param_poly3_is_that_of_the_polynomial(tmp_path):
    u, v = TURNING
    s, _, heading = brute(u, v, 1.0)
    map_ = made(tmp_path, text_of(u, v, float(s[-1])))
    exact = np.gradient(heading, s)[::997][1:-1]
    found = ask_poses(map_.road, 0, s[::997][1:-1])[:, 3]
    assert np.abs(found - exact).max() < 1e-3 * np.abs(exact).max()


def test_a_poly3_is_as_long_as_its_geometry_along_its_arc(tmp_path):
    cubic = (0.0, 0.0, 0.004, -0.00002)
    text = road([(100.0, 0.0, 0.0)], pose=START)
    values = " ".join(f'{name}="{value!r}"' for name, value in zip("abcd", cubic, strict=True))
    map_ = made(tmp_path, text.replace("<line/>", f"<poly3 {values}/>"))
    s, xy, heading = brute((0.0, 1.0, 0.0, 0.0), cubic, 100.0)
    inside = s <= 100.0
    away, turned = worst(map_.road, s[inside], xy[inside], heading[inside])
    assert away < 1.1e-6
    assert turned < 1e-5


CURVED = st.floats(-0.25, 0.25)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.5, 400.0), CURVED, CURVED, CURVED, CURVED)
def test_any_gentle_cubic_is_followed_to_a_micrometre(size, cu, du, cv, dv):
    curve = Curve(size * np.array([[0.0, 1.0, cu, du], [0.0, 0.0, cv, dv]]), 1.0)
    try:
        chain = chained(curve, arc_length(curve), 10.0)
    except Unfit:
        assert 1.0 - 2.0 * abs(cu) - 3.0 * abs(du) < 0.05 or size < 1.0
        return
    ends = chain.pose[:-1, :2] + led_by_simpson(chain)
    assert np.hypot(*(ends - chain.pose[1:, :2]).T).max() < 1e-6
    assert np.hypot(*(chain.pose[-1, :2] - points_of(curve, np.array(1.0)))) < 1e-9 * size
    assert math.isclose(chain.length.sum(), arc_length(curve), rel_tol=1e-9)


def led_by_simpson(chain, count=50):
    """Where each clothoid leads, by dense Simpson."""
    share = np.linspace(0.0, 1.0, 2 * count + 1)
    weight = np.where(np.arange(len(share)) % 2, 4.0, 2.0)
    weight[[0, -1]] = 1.0
    s = chain.length[:, None] * share
    angle = chain.pose[:-1, 2:] + s * (chain.curvature[:, :1] + 0.5 * chain.curvature[:, 1:] * s)
    scale = chain.length / (6 * count)
    return np.column_stack([(np.cos(angle) @ weight) * scale, (np.sin(angle) @ weight) * scale])


def test_a_wrong_length_spreads_the_stations_along_the_curve_and_is_noted(tmp_path):
    u, v = TURNING
    s, xy, _ = brute(u, v, 1.0)
    true = float(s[-1])
    map_ = made(tmp_path, text_of(u, v, true + 0.05))
    assert any("arc length" in notice.what for notice in map_.notices)
    found = ask_poses(map_.road, 0, [0.0, true + 0.05])
    assert math.dist(found[-1, :2], xy[-1]) < 0.0015
    inner = ask_poses(map_.road, 0, s[::997] * (true + 0.05) / true)
    assert np.hypot(*(inner[:, :2] - xy[::997]).T).max() < 0.0015


@pytest.mark.parametrize("name", ["e6mini", "fabriksgatan", "soderleden"])
def test_polynomials_of_real_maps_join(data, name):
    road_ = read(data / f"osc-esmini/xodr/{name}.xodr")
    for r in range(len(road_.road_length)):
        seams = road_.piece_s[road_.piece_first[r] + 1 : road_.piece_first[r + 1]]
        before, after = ask_poses(road_, r, seams - 1e-9), ask_poses(road_, r, seams + 1e-9)
        assert np.abs(before[:, :2] - after[:, :2]).max(initial=0.0) < 1e-3
        assert np.abs(np.remainder(before[:, 2] - after[:, 2] + 1, math.tau) - 1).max(initial=0.0) < 2e-4


NONE = {
    "stands still": ((0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0)),
    "stands still at its start": ((0.0, 0.0, 10.0, 0.0), (0.0, 0.0, 0.0, 3.0)),
    "turns back": ((0.0, 10.0, -10.0, 0.0), (0.0, 0.0, 0.0, 0.0)),
    "has a cusp": ((0.0, 3.0, -6.0, 4.0), (0.0, 0.0, 10.0, -6.6666666667)),
    "is far longer than its geometry": ((0.0, 99.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0)),
    "is a point": ((0.0, 1e-9, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0)),
    "is vast": ((0.0, 1e7, 1e7, -1e7), (0.0, 1e7, -1e7, 1e7)),
}


@pytest.mark.parametrize("kind", NONE)
def test_a_polynomial_that_is_no_road_is_refused_with_its_line(tmp_path, kind):
    u, v = NONE[kind]
    with pytest.raises(BadInput) as caught:
        made(tmp_path, text_of(u, v, 10.0))
    assert "<paramPoly3>" in caught.value.place
    assert caught.value.remedy


def test_a_poly3_too_steep_to_reach_its_length_is_refused_or_read(tmp_path):
    text = document(road([(1000.0, 0.0, 0.0)]).replace("<line/>", '<poly3 a="0" b="0" c="0" d="1e7"/>'))
    with pytest.raises(BadInput, match="polynomial"):
        read(write(tmp_path, text))


def test_one_geometry_never_becomes_endless_pieces():
    curve = Curve(np.array([[0.0, 1e6, 0.0, 0.0], [0.0, 0.0, 4e5, -3e5]]), 1.0)
    try:
        count = len(chained(curve, arc_length(curve), 10.0).length)
    except Unfit:
        count = 0
    assert count <= MOST_PIECES
