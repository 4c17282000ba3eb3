"""The batch against the plain reference: collisions, ground, nearest agents and points, on 10^5 random scenes."""

import numpy as np
import pytest

from aureole.kernels import kernel
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.batch import Batch
from aureole.world.traffic.ground.compiling import ground_of
from aureole.world.traffic.looking import place, survey
from aureole.world.traffic.seeing import near_points
from aureole.world.traffic.sizes import Sizes, scratch_of
from tests.world.roads.maps import Pose, made, road
from tests.world.traffic import brute, scenes

SCENES, COUNT = 100_000, 5
WITH = 3  # nearest agents and, times four, nearest points


@pytest.fixture(scope="module")
def crossing(tmp_path_factory):
    """Two roads that lie over each other: one bends and kinks, one is straight."""
    bent = road([(60.0, 0.0, 0.0), (40.0, 0.0, 0.02), (60.0, 0.02, 0.02), (40.0, 0.02, -0.01)])
    straight = road([(150.0, 0.0, 0.0)], name="1", pose=Pose(60.0, -40.0, 1.2))
    return ground_of(made(tmp_path_factory.mktemp("crossing"), bent, straight).road, 12, spacing=8.0)


@pytest.fixture(scope="module")
def many(crossing):
    """10^5 scenes and what the batch says of them."""
    agents = scenes.placed(crossing, SCENES, COUNT, close=8.0)
    return Batch(crossing, agents, Sizes(WITH, 12))


def others_seen(batch):
    """How far what agents see of others is from what the nearest ones look like."""
    return matched(batch, brute.nearest(batch.agents, batch.sizes.neighbours))


def matched(batch, rows):
    """How far what is seen is from what the agents of `rows` look like."""
    agents, seen = batch.agents, batch.seen.others
    x, y, c, s = brute.middles(agents)
    world = np.arange(len(x))[:, None, None]
    there = (rows >= 0) & agents.present[..., None]
    dx, dy = x[world, rows] - x[..., None], y[world, rows] - y[..., None]
    c, s = c[..., None], s[..., None]
    oc, os = np.cos(agents.heading[world, rows]), np.sin(agents.heading[world, rows])
    expected = [c * dx + s * dy, c * dy - s * dx, c * oc + s * os, c * os - s * oc,
                agents.speed[world, rows], agents.length[world, rows], agents.width[world, rows],
                agents.kind[world, rows]]  # fmt: skip
    return np.stack([np.abs(np.where(there, value, 0.0) - seen[k]) for k, value in enumerate(expected)]).max()


@kernel
def list_points(ground, agents, scratch, out):
    """Rows of the nearest road points of every agent that is there, by the batch's own way."""
    for w in range(len(out)):
        for a in range(out.shape[1]):
            place(agents, scratch, w, a, 0)
            if agents.present[w, a]:
                survey(ground, scratch, a, 0)
                near_points(ground.points, scratch, 0, a, 0)
                out[w, a] = scratch.chosen[0, : out.shape[2]]


def points_wrong(batch):
    """How many agents have other road points than the nearest, and how far what they see is from those rows; m."""
    agents, points, there = batch.agents, batch.ground.points, batch.agents.present
    expected = brute.nearest_points(agents, points)
    rows = np.zeros(expected.shape, np.int64)
    list_points(batch.ground, agents, scratch_of(1, 1, rows.shape[1], len(points.kind)), rows)
    wrong = (np.sort(rows, axis=-1) != expected).any(axis=-1)[there].sum()
    x, y, c, s = (value[..., None] for value in brute.middles(agents))
    dx, dy = points.xy[rows, 0] + points.origin[0] - x, points.xy[rows, 1] + points.origin[1] - y
    pc, ps = points.xy[rows, 2], points.xy[rows, 3]
    fields = [c * dx + s * dy, c * dy - s * dx, c * pc + s * ps, c * ps - s * pc, points.kind[rows]]
    seen = batch.seen.points[..., : rows.shape[-1]]
    return wrong, max(np.abs(np.where(there[..., None], value, 0) - seen[k]).max() for k, value in enumerate(fields))


def test_collisions_of_1e5_scenes_are_those_of_brute_force(many):
    expected = brute.hits(many.agents)
    assert 0.05 < (expected >= 0).mean() < 0.6
    assert (many.flags.hit != expected).sum() == 0


def test_off_road_and_wrong_lane_of_1e5_scenes_are_those_of_brute_force(many):
    off, wrong = brute.grounded(many.ground.surface, many.agents)
    assert 0.05 < off.mean() < 0.9
    assert wrong.mean() > 0.005
    assert (many.flags.off != off).sum() == 0
    assert (many.flags.wrong != wrong).sum() == 0


def test_the_nearest_agents_of_1e5_scenes_are_those_of_brute_force(many):
    assert others_seen(many) < 1e-4


def test_the_nearest_points_of_1e5_scenes_are_those_of_brute_force(many):
    wrong, away = points_wrong(many)
    assert wrong == 0
    assert away < 1e-3


@pytest.mark.parametrize("name", ["Town10HD", "Town04"])
def test_a_real_town_full_of_agents_is_seen_as_by_brute_force(data, name):
    ground = ground_of(read_map(data / f"odr-carla-towns/{name}.xodr.gz").road)
    batch = Batch(ground, scenes.placed(ground, 12, 64, close=60.0), Sizes(16, 64))
    off, wrong = brute.grounded(ground.surface, batch.agents)
    assert (batch.flags.hit != brute.hits(batch.agents)).sum() == 0
    assert (batch.flags.off != off).sum() == 0
    assert (batch.flags.wrong != wrong).sum() == 0
    assert others_seen(batch) < 1e-4
    wrong, away = points_wrong(batch)
    assert wrong == 0
    assert away < 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["odr-carla-towns/Town01", "odr-carla-towns/Town02", "odr-liboped/libOpenDRIVE_test"])
def test_more_towns_are_seen_as_by_brute_force(data, name):
    ground = ground_of(read_map(data / f"{name}.xodr.gz").road)
    batch = Batch(ground, scenes.placed(ground, 200, 64, 1, close=60.0), Sizes(16, 64))
    off, wrong = brute.grounded(ground.surface, batch.agents)
    assert (batch.flags.hit != brute.hits(batch.agents)).sum() == 0
    assert (batch.flags.off != off).sum() == 0
    assert (batch.flags.wrong != wrong).sum() == 0
    assert others_seen(batch) < 1e-4
    wrong, away = points_wrong(batch)
    assert wrong == 0
    assert away < 1e-3
