"""Worlds of one batch on several maps: each is as on its map alone."""

from pathlib import Path

import numpy as np
import pytest

import aureole
from aureole.core.errors import BadInput
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.batch import Batch
from aureole.world.traffic.ground.compiling import ground_of
from aureole.world.traffic.minds import NOBODY
from aureole.world.traffic.sizes import Sizes
from aureole.world.traffic.state import Agents
from tests.world.traffic import scenes

MAPS = Path(aureole.__file__).parent / "world/scenarios/maps"


@pytest.fixture(scope="module")
def grounds():
    return [ground_of(read_map(MAPS / name).road, 12, spacing=8.0) for name in ("rural.xodr", "bends.xodr")]


@pytest.mark.parametrize("threads", [1, 3])
def test_a_world_on_one_of_two_maps_is_as_on_that_map_alone(grounds, threads):
    parts = [scenes.placed(ground, 40, 8) for ground in grounds]
    on = np.arange(80, dtype=np.int32) % 2
    agents = Agents.empty(80, 8)
    for values, *each in zip(agents, *parts, strict=True):
        for k, one in enumerate(each):
            values[on == k] = one
    both = Batch(grounds[0], agents, Sizes(4, 12), threads=threads)
    both.lay([(ground, NOBODY) for ground in grounds], on)
    alone = [Batch(ground, part, Sizes(4, 12)) for ground, part in zip(grounds, parts, strict=True)]
    for step in range(4):
        actions = scenes.pushed(agents, step)
        seen, flags = both.step(actions)
        for k, batch in enumerate(alone):
            other, theirs = batch.step(actions[on == k])
            assert all((values[:, on == k] == one).all() for values, one in zip(seen, other, strict=True))
            assert all((values[on == k] == one).all() for values, one in zip(flags, theirs, strict=True))
            assert all((values[on == k] == one).all() for values, one in zip(agents, batch.agents, strict=True))
    both.close()


def test_a_ground_without_lists_of_points_is_not_read_beyond_its_end(grounds):
    ground = ground_of(read_map(MAPS / "rural.xodr").road, 0)
    seen, flags = Batch(ground, scenes.placed(grounds[0], 40, 8), Sizes(4, 0)).step()
    other, theirs = Batch(grounds[0], scenes.placed(grounds[0], 40, 8), Sizes(4, 12)).step()
    assert (seen.own == other.own).all()
    assert (flags.off == theirs.off).all()


def test_maps_with_other_lists_or_no_map_for_a_world_are_refused(grounds):
    batch = Batch(grounds[0], scenes.placed(grounds[0], 4, 8), Sizes(4, 12))
    with pytest.raises(BadInput, match="points"):
        batch.lay([(ground_of(read_map(MAPS / "rural.xodr").road, 5), NOBODY)], np.zeros(4, np.int32))
    with pytest.raises(BadInput, match="on"):
        batch.lay([(grounds[0], NOBODY)], np.zeros(3, np.int32))
