"""The traffic's tables say what the map says: middles, followers, who gives way, which lights are open together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.kernels import kernel
from aureole.world.roads.queries import locate
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.net import places
from aureole.world.traffic.net.compiling import net_of, with_goals
from aureole.world.traffic.net.lights import conflicts, light, lights_of
from aureole.world.traffic.net.net import Light, Meeting
from tests.world.traffic.maps import ARM, crossing, lane, lanes, line, made, ring, straight


@kernel
def _poses(net, row, along, out):
    for k in range(len(along)):
        out[k, 0], out[k, 1], out[k, 2] = places.pose_at(net, row[k], along[k])


@kernel
def _locate(net, poses, out):
    for k in range(len(poses)):
        row, along, across = places.locate(net, poses[k, 0], poses[k, 1], poses[k, 2], -1)
        out[k, 0], out[k, 1], out[k, 2] = row, along, across


@kernel
def _lights(lights, group, time, out):
    for k in range(len(time)):
        out[k] = light(lights, group, time[k])


def poses(net, row, along):
    out = np.zeros((len(along), 3))
    _poses(net, np.asarray(row, np.int64), np.asarray(along, np.float64), out)
    return out


def shows(lights, group, time):
    out = np.zeros(len(time), np.int64)
    _lights(lights, group, np.asarray(time, np.float64), out)
    return out


def way(net, name, map_):
    """The stretch of a connecting road."""
    section = np.searchsorted(map_.road.lane_first, net.lane, side="right") - 1
    road = np.searchsorted(map_.road.section_first, section, side="right") - 1
    return int(np.flatnonzero(road == map_.number(str(name)))[0])


def rank(net, one, other):
    rows = [k for k in range(net.meet_first[one], net.meet_first[one + 1]) if net.meet_other[k] == other]
    return int(net.meet_rank[rows[0]])


@pytest.mark.parametrize("spacing", [0.5, 2.0, 5.0])
def test_places_between_the_points_err_by_no_more_than_is_said(tmp_path, spacing):
    radius = 20.0
    net = net_of(ring(tmp_path, radius), spacing=spacing)
    along = np.linspace(0.0, net.length[0], 997)
    found = poses(net, np.zeros(997), along)
    true = radius + 1.75
    assert net.length[0] == pytest.approx(2.0 * math.pi * true, abs=1e-6)
    assert np.abs(np.hypot(found[:, 0], found[:, 1]) - true).max() <= spacing**4 / (384.0 * true**3) + 1e-9
    assert np.hypot(*np.diff(found[:, :2], axis=0).T) == pytest.approx(net.length[0] / 996, rel=1e-4)


@pytest.mark.parametrize("town", ["Town01", "Town04", "Town10HD"])
def test_middles_of_a_public_town_lie_in_the_middle_of_their_lanes(data, town):
    map_ = read_map(data / "odr-carla-towns" / f"{town}.xodr.gz")
    net = net_of(map_)
    draw = np.random.default_rng(7)
    row = draw.integers(len(net.lane), size=2000)
    along = draw.uniform(0.0, 1.0, 2000) * net.length[row]
    found = poses(net, row, along)
    section = np.searchsorted(map_.road.lane_first, net.lane[row], side="right") - 1
    road = np.searchsorted(map_.road.section_first, section, side="right") - 1
    s = net.start[row] + along / net.length[row] * (net.end[row] - net.start[row])
    there = locate(map_.road, found[:, :2], road, s)
    inside = there.row == net.lane[row]
    assert inside.mean() > 0.98  # the others lie at an end, or where a lane has no width
    assert np.abs(there.offset[inside]).max() < 0.05  # in spirals that bend sharply within two points
    assert np.quantile(np.abs(there.offset[inside]), 0.99) < 0.025


def test_what_follows_is_what_the_map_links(tmp_path):
    net = net_of(crossing(tmp_path))
    entries = np.flatnonzero(np.diff(net.after_first) == 3)
    assert len(entries) == 4
    assert len(net.sources) == 4
    assert set(net.sources.tolist()) == set(entries.tolist())
    for row in entries:
        assert sorted(net.turn[net.after[net.after_first[row] : net.after_first[row + 1]]].round(3)) == [
            -1.571, 0.0, 1.571
        ]  # fmt: skip


def test_who_comes_from_the_right_goes_first(tmp_path):
    map_ = crossing(tmp_path)
    net = net_of(map_)
    east, north, west, south = (way(net, 10 + 4 * k + 2, map_) for k in range(4))
    assert rank(net, east, north) == 1  # driving west, north is on the right
    assert rank(net, north, east) == -1
    assert rank(net, south, east) == 1
    assert rank(net, west, south) == 1


def test_where_traffic_keeps_left_who_comes_from_the_left_goes_first(tmp_path):
    map_ = crossing(tmp_path, rule="LHT")
    net = net_of(map_)
    east, north = (way(net, 10 + 4 * k + 2, map_) for k in range(2))
    assert rank(net, east, north) == -1
    assert rank(net, north, east) == 1


def test_who_turns_across_lets_oncoming_traffic_pass(tmp_path):
    for folder, rule, turn in (("r", "RHT", 3), ("l", "LHT", 1)):
        (tmp_path / folder).mkdir()
        map_ = crossing(tmp_path / folder, rule=rule)
        net = net_of(map_)
        assert rank(net, way(net, 10 + turn, map_), way(net, 10 + 4 * 2 + 2, map_)) == 1


def test_a_priority_of_the_map_goes_before_the_rule(tmp_path):
    net_map = crossing(tmp_path, priority='<priority high="12" low="16"/>')
    net = net_of(net_map)
    assert rank(net, way(net, 12, net_map), way(net, 16, net_map)) == -1
    assert rank(net, way(net, 16, net_map), way(net, 12, net_map)) == 1


def test_of_two_who_meet_at_most_one_gives_way(data):
    for town in ("Town04", "Town10HD"):
        net = net_of(read_map(data / "odr-carla-towns" / f"{town}.xodr.gz"))
        own = np.repeat(np.arange(len(net.lane)), np.diff(net.meet_first))
        table = {
            (a, b): r for a, b, r in zip(own.tolist(), net.meet_other.tolist(), net.meet_rank.tolist(), strict=True)
        }
        assert all(table[b, a] == -r for (a, b), r in table.items())


def test_paint_decides_where_lanes_may_be_changed(tmp_path):
    for name, mark, may in (("a", "broken", True), ("b", "solid", False)):
        (tmp_path / name).mkdir()
        net = net_of(straight(tmp_path / name, count=2, mark=mark))
        right, left = (int(k) for k in np.argsort(net.lane))
        assert net.beside[right, 0] == left
        assert (net.open[right, 0] < net.open[right, 1]) == may
        assert (net.open[left, 2] < net.open[left, 3]) == may


def test_a_goal_is_reached_by_following_its_table(tmp_path):
    net = net_of(crossing(tmp_path))
    exits = [int(k) for k in np.flatnonzero(np.diff(net.after_first) == 0)]
    net = with_goals(net, exits)
    for goal in exits:
        for here in net.sources.tolist():
            row, hops = here, 0
            while row != goal and hops < 5:
                row, hops = int(net.hop[net.goal_row[goal], row]), hops + 1
            assert row == goal or hops == 1 or net.hop[net.goal_row[goal], here] == -1


def test_conflicting_lights_are_never_open_together(tmp_path, data):
    nets = [net_of(crossing(tmp_path, lights=True))]
    nets += [
        net_of(read_map(data / "odr-carla-towns" / f"{town}.xodr.gz")) for town in ("Town01", "Town04", "Town10HD")
    ]
    time = np.arange(0.0, 400.0, 0.1)
    for net in nets:
        lights = lights_of(net)
        shown = {g: shows(lights, g, time) for g in range(len(lights.offset))}
        assert conflicts(net)
        for one, other in conflicts(net):
            assert not ((shown[one] >= Light.AMBER) & (shown[other] >= Light.AMBER)).any()
        assert all((shown[g] == Light.GREEN).any() for g in shown)


@given(time=st.floats(0.0, 1e5), cycles=st.integers(0, 1000))
def test_a_programme_comes_back_to_its_start(tmp_path_factory, time, cycles):
    if not LIGHTS:
        LIGHTS.append(lights_of(net_of(crossing(tmp_path_factory.mktemp("map"), lights=True))))
    lights = LIGHTS[0]
    whole = float(lights.until[lights.first[1] - 1])
    at = math.floor(time) + 0.4137
    assert shows(lights, 0, [at]) == shows(lights, 0, [at + cycles * whole])


LIGHTS: list = []


def test_a_place_of_the_world_is_found_again(tmp_path):
    net = net_of(crossing(tmp_path))
    draw = np.random.default_rng(3)
    row = draw.integers(len(net.lane), size=500)
    along = draw.uniform(0.05, 0.95, 500) * net.length[row]
    out = np.zeros((500, 3))
    _locate(net, poses(net, row, along), out)
    again = poses(net, out[:, 0].astype(int), out[:, 1])
    assert np.abs(again[:, :2] - poses(net, row, along)[:, :2]).max() < 0.02
    outside = net.junction[row] < 0
    assert (out[outside, 0] == row[outside]).all()


def test_a_lane_that_ends_is_known_by_the_lane_beside_it(tmp_path):
    first = lanes([lane(-1, link='<successor id="-1"/>'), lane(-2)])
    link = '<link><successor elementType="road" elementId="1" contactPoint="start"/></link>'
    back = '<link><predecessor elementType="road" elementId="0" contactPoint="end"/></link>'
    map_ = made(
        tmp_path,
        f'<road id="0" junction="-1" length="300">{link}{line(0, 0, 0, 300)}{first}</road>',
        f'<road id="1" junction="-1" length="500">{back}{line(300, 0, 0, 500)}'
        f'{lanes([lane(-1, link="""<predecessor id="-1"/>""")])}</road>',
    )
    net = net_of(map_)
    assert sorted(net.onward.round(6)) == [300.0, 500.0, 800.0]


@pytest.mark.parametrize("given_", [{"spacing": 0.0}, {"spacing": math.nan}, {"careless": 1.5}, {"goals": (99,)}])
def test_a_wrong_parameter_is_named(tmp_path, given_):
    with pytest.raises(BadInput, match=next(iter(given_))[:4]):
        net_of(straight(tmp_path), **given_)


def test_a_map_without_lanes_for_cars_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no lane for cars"):
        net_of(
            made(
                tmp_path,
                f'<road id="0" junction="-1" length="9">{line(0, 0, 0, 9)}{lanes([lane(-1, kind="sidewalk")])}</road>',
            )
        )


def test_ways_out_of_one_lane_part_and_ways_into_one_merge(tmp_path):
    map_ = crossing(tmp_path)
    net = net_of(map_)
    kinds = {
        int(net.meet_other[k]): int(net.meet_kind[k])
        for k in range(*net.meet_first[way(net, 11, map_) : way(net, 11, map_) + 2])
    }
    assert kinds[way(net, 12, map_)] == Meeting.PART
    assert kinds[way(net, 17, map_)] in {Meeting.CROSS, Meeting.MERGE}
    assert ARM > 0
