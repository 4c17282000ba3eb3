"""Maps of lanelets that the world uses become roads within the errors that we state."""

import numpy as np
import pytest

from aureole.world.logs.commonroad.scenario import read_scenario
from aureole.world.roads.lanelet2 import reading
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.writing.compare import differences
from aureole.world.roads.writing.opendrive import document
from tests.world.lanelets.lanes import strangers

NGSIM = {  # file: part of places in lanelets that may lie in another lane, because ends are cut at right angles
    "USA_US101-22_1_T-1": 0.0, "USA_Lanker-2_10_T-1": 0.005, "USA_Peach-4_1_T-1": 0.005, "USA_Peach-3_2_T-1": 0.005,
}  # fmt: skip
DRAWN = {  # file: the same part, and the part that may lie off every road
    "log-sind/Changchun/Changchun_Pudong.osm": (0.005, 0.0), "log-sind/Chongqing/NR_ll2.osm": (0.04, 0.0),
    "log-sind/Tianjin/map_relink_law_save.osm": (0.005, 0.0), "ll2-karlsruhe/mapping_example.osm.gz": (0.06, 0.005),
}  # fmt: skip


@pytest.mark.parametrize("name", NGSIM)
def test_recorded_roads_are_met_to_centimetres(data, name):
    scenario = read_scenario(data / "log-ngsim-commonroad" / f"{name}.xml.gz")
    made, lanes = scenario.made, list(scenario.lanelets.values())
    assert set(made.lane_of) == set(scenario.lanelets)
    assert made.close > 0.995
    assert made.errors.max() < 0.1
    other, off, asked = strangers(made, lanes)
    assert off == 0
    assert other <= NGSIM[name] * asked


@pytest.mark.parametrize("name", DRAWN)
def test_lanelet2_maps_are_met_or_the_lanelet_is_named(data, name, monkeypatch):
    lanes = []
    making = reading.to_map
    monkeypatch.setattr(reading, "to_map", lambda found, *given: making(lanes.extend(found) or found, *given))
    made = reading.read_lanelet2(data / name)
    assert made.close > 0.95
    far = {name for name, error in zip(made.lane_of, made.errors, strict=True) if error > 0.2}
    named = {notice.place for notice in made.notices if "from its lane's border" in notice.what}
    assert all(any(f"<lanelet {name}>" in place for place in named) for name in far)
    assert len(far) <= 0.02 * len(made.lane_of)
    other, off, asked = strangers(made, lanes)
    assert other <= DRAWN[name][0] * asked
    assert off <= DRAWN[name][1] * asked


def test_lanes_go_on_where_they_end(data):
    made = read_scenario(data / "log-ngsim-commonroad/USA_Lanker-2_10_T-1.xml.gz").made
    gaps = []
    for name, lane in read_scenario(data / "log-ngsim-commonroad/USA_Lanker-2_10_T-1.xml.gz").lanelets.items():
        for other in lane.after:
            gaps.append(np.hypot(*(end(made, name, last=True) - end(made, other, last=False))))
    assert len(gaps) > 100
    assert max(gaps) < 0.3
    assert np.mean(np.array(gaps) < 0.02) > 0.95


def end(made, name, *, last):
    """The middle of a lane's last or first place in the way of its traffic."""
    from aureole.world.roads.queries import lane_to_world
    from aureole.world.roads.reading.links import road_of_lanes

    road, row = made.map.road, made.lane_of[name]
    high = (made.map.links.way[row] > 0) == last
    whole = road.road_length[road_of_lanes(road)[row]]
    return lane_to_world(road, row, whole if high else 0.0)[0, :2]


@pytest.mark.parametrize("name", [*DRAWN, "log-ngsim-commonroad/USA_Peach-4_1_T-1.xml.gz"])
def test_a_public_map_is_written_and_reads_as_the_same(data, name, tmp_path):
    path = data / name
    map_ = reading.read_lanelet2(path).map if ".osm" in name else read_scenario(path).made.map
    out = tmp_path / "map.xodr"
    out.write_bytes(document(map_))
    assert differences(map_, read_map(out)) == ()
