"""The maps that lie in the package are those the tool writes, and are what they say."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from aureole.core.kinds import LaneKind
from aureole.world.roads.reading.opendrive import read_map
from tests.world.roads.maps import ask_poses

ROOT = Path(__file__).resolve().parents[3]
MAPS = ROOT / "src/aureole/world/scenarios/maps"


def test_the_embedded_maps_are_what_the_tool_writes(tmp_path):
    subprocess.run([sys.executable, ROOT / "tools/make_maps.py", tmp_path], check=True)
    for path in MAPS.glob("*.xodr"):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


@pytest.mark.parametrize(
    ("name", "length", "driving", "limit"),
    [("motorway", 3000.0, 6, 130), ("bends", 3000.0, 4, 130), ("rural", 2000.0, 2, 100)],
)
def test_an_embedded_map_reads_without_a_notice(name, length, driving, limit):
    map_ = read_map(MAPS / f"{name}.xodr")
    assert map_.notices == ()
    assert map_.road.road_length[0] == length
    assert (map_.road.lane_kind == LaneKind.DRIVING).sum() == driving
    assert np.isclose(map_.road.road_limit[0], limit / 3.6)
    seams = map_.road.piece_s[1:]
    jump = ask_poses(map_.road, 0, seams - 1e-9) - ask_poses(map_.road, 0, seams + 1e-9)
    assert np.abs(jump).max(initial=0.0) < 2e-8
