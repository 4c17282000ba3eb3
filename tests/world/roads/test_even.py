"""What is worked out once about a map is what its tables say anywhere along it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from aureole.core.road import Road
from aureole.kernels import kernel
from aureole.world.roads.clothoid import displacement
from aureole.world.roads.lanes import MIDDLE, height_at, lane_again, road_of, section_at
from aureole.world.roads.line import along_arc
from aureole.world.roads.making.make import make
from aureole.world.roads.queries import lane_at, lane_span, poses
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.reading.tables import evened

FOLDER = Path(__file__).parents[3] / "src/aureole/world/scenarios/maps"


@pytest.fixture(scope="module", params=["motorway", "bends", "made motorway", "made mixed"])
def road(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """A map of ours, or one that is made: with ramps, junctions, lanes that widen."""
    word, _, kind = request.param.rpartition(" ")
    file = FOLDER / f"{kind}.xodr"
    if word:
        file = tmp_path_factory.mktemp("maps") / f"{kind}.xodr"
        file.write_bytes(make(kind, 3).data)
    return read_map(file).road


def forgotten(road: Road) -> Road:
    """The same road, of whose lanes nobody knows that they are even."""
    return road._replace(lane_even=np.full_like(road.lane_even, np.nan))


def test_borders_looked_up_are_the_numbers_that_widths_add_up_to(road: Road) -> None:
    random = np.random.default_rng(1)
    rows = random.integers(0, len(road.lane_id), 500)
    sections = road.lane_section[rows]
    roads = np.searchsorted(road.section_first, sections, side="right") - 1
    ends = np.append(road.section_s, 0.0)[sections + 1]
    last = sections + 1 == road.section_first[roads + 1]
    s = random.uniform(road.section_s[sections], np.where(last, road.road_length[roads], ends))
    assert lane_span(road, rows, s).tobytes() == lane_span(forgotten(road), rows, s).tobytes()
    t = random.uniform(-15.0, 15.0, 500)
    assert lane_at(road, roads, s, t).tolist() == lane_at(forgotten(road), roads, s, t).tolist()


def test_a_lane_is_even_exactly_where_no_width_on_its_inner_side_changes(road: Road) -> None:
    even = np.isfinite(road.lane_even[:, 0])
    for row, lane in enumerate(road.lane_id.tolist()):
        inner = range(row - lane, row, 1 if lane > 0 else -1) if lane else ()
        widths = [road.width_cubic[road.width_first[k] : road.width_first[k + 1], 1:4] for k in (*inner, row)]
        r = int(np.searchsorted(road.section_first, road.lane_section[row], side="right") - 1)
        offsets = road.offset_cubic[road.offset_first[r] : road.offset_first[r + 1], 1:]
        assert even[row] == (not offsets.any() and not any(width.any() for width in widths))


def test_a_lane_looked_for_first_where_something_was_is_the_lane_that_is_there(road: Road) -> None:
    random = np.random.default_rng(4)
    count = 3000
    roads = random.integers(0, len(road.road_length), count)
    s, t = random.uniform(-1.0, road.road_length[roads] + 1.0), random.uniform(-12.0, 12.0, count)
    before = random.integers(-1, len(road.lane_id), count)
    before[::3] = lane_at(road, roads, s, t)[::3]
    found = np.empty(count, np.int64)
    again(road, roads, s, t, before, found)
    assert found.tolist() == lane_at(road, roads, s, t).tolist()


@kernel
def again(road, roads, s, t, before, found) -> None:  # type: ignore[no-untyped-def]
    """All places, one after the other."""
    for k in range(len(found)):
        at = (int(roads[k]), s[k], t[k])
        found[k] = lane_again(road, at, section_at(road, at[0], at[1]), int(before[k]))


@pytest.mark.parametrize("height", [0.0, 0.15])
def test_a_lane_without_height_is_known_to_have_none_and_one_with_height_has_it(height: float, road: Road) -> None:
    row = int(np.flatnonzero((road.lane_id != 0) & np.isfinite(road.lane_even[:, 0]))[0])
    cubics = road.width_cubic.copy()
    cubics[road.width_first[row] : road.width_first[row + 1], [4, 6]] = height
    raised = evened(road._replace(width_cubic=cubics))
    assert (raised.lane_even[row, 3] == 0.0) == (height == 0.0)
    found = np.empty(1)
    how_high(raised, row, found)
    assert found[0] == height


@kernel
def how_high(road, row, found) -> None:  # type: ignore[no-untyped-def]
    """In the middle of a lane, at the start of its section."""
    section = road.lane_section[row]
    r = road_of(road, row)
    found[0] = height_at(road, r, road.section_s[section], road.lane_even[row, MIDDLE], row)


def test_a_way_along_an_arc_is_the_one_the_reader_of_maps_works_out() -> None:
    random = np.random.default_rng(7)
    for _ in range(2000):
        heading, curvature = random.uniform(-3.0, 3.0), random.choice([-1.0, 1.0]) * 10.0 ** random.uniform(-6.0, -1.0)
        ds = random.uniform(0.0, min(500.0, 6.0 / abs(curvature)))
        x, y, c, s = along_arc(math.cos(heading), math.sin(heading), heading, curvature, ds)
        assert (x, y) == pytest.approx(displacement(heading, curvature, 0.0, ds), abs=2e-12 * max(1.0, ds))
        turned = heading + curvature * ds
        assert (c, s) == pytest.approx((math.cos(turned), math.sin(turned)), abs=1e-15)


def test_the_direction_of_each_piece_is_that_of_its_heading(road: Road) -> None:
    for heading, (cosine, sine) in zip(road.piece_heading.tolist(), road.piece_way.tolist(), strict=True):
        assert (cosine, sine) == (math.cos(heading), math.sin(heading))


def test_a_straight_piece_goes_on_along_its_direction(road: Road) -> None:
    straight = int(np.flatnonzero((road.piece_curvature == 0.0).all(axis=1))[0])
    r = int(np.searchsorted(road.piece_first, straight, side="right") - 1)
    s = float(road.piece_s[straight] + 0.5 * road.piece_length[straight])
    x, y, heading, bend = poses(road, r, s)[0]
    way = road.piece_xy[straight] + 0.5 * road.piece_length[straight] * road.piece_way[straight]
    assert (x, y) == pytest.approx(tuple(way), abs=1e-9)
    assert (heading, bend) == (road.piece_heading[straight], 0.0)
