"""What is paved where roads lie over each other."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.core.road import Road
from aureole.exam.judges.lanes.paving import paved_at
from aureole.kernels import kernel
from aureole.world.roads.reading.opendrive import read_map
from tests.world.scenarios.crossings import BLOCK, town


@kernel
def asked(road: Road, xyz: Float64, out: Bool) -> None:
    for k in range(len(xyz)):
        out[k] = paved_at(road, xyz[k, 0], xyz[k, 1], xyz[k, 2])


def paved(road: Road, *xyz: tuple[float, float, float]) -> list[bool]:
    out = np.zeros(len(xyz), dtype=np.bool_)
    asked(road, np.array(xyz, dtype=np.float64), out)
    return out.tolist()


def test_a_crossing_is_paved_by_whichever_of_its_roads_lies_there(tmp_path):
    road = read_map(town(tmp_path)).road
    middle_of_an_arm, beside_it = (-0.5 * BLOCK, -1.75, 0.0), (-0.5 * BLOCK, -30.0, 0.0)
    inside_a_crossing = (0.0, -1.75, 0.0)
    assert paved(road, middle_of_an_arm, inside_a_crossing, beside_it) == [True, True, False]


def test_a_road_on_another_storey_does_not_count(tmp_path):
    road = read_map(town(tmp_path)).road
    assert paved(road, (-0.5 * BLOCK, -1.75, 2.0), (-0.5 * BLOCK, -1.75, 6.0)) == [True, False]
