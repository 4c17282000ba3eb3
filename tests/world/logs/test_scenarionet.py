"""ScenarioNet files become recordings; what is wrong in them is mended and told, or refused."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind, Mark
from aureole.world.logs.recording import Recording
from aureole.world.logs.scenarionet.read import read
from tests.world.logs.made_up import TICKS, lane, refused, scene, track, written


def told(found: Recording) -> str:
    return "\n".join(map(str, found.notices))


def test_tracks_keep_their_places_kinds_and_measures(tmp_path: Path) -> None:
    found = read(
        written(tmp_path, scene(walker=track(50.0, 6.0, 1.0, "PEDESTRIAN"), cone=track(90.0, 3.0, 0.0, "TRAFFIC_CONE")))
    )
    assert found.names == ("me", "walker", "cone")
    assert found.kind.tolist() == [Kind.CAR, Kind.PEDESTRIAN, Kind.OBSTACLE]
    assert found.names[found.ego] == "me"
    assert found.step == pytest.approx(0.1)
    np.testing.assert_allclose(found.xyz[0, :, 0], 20.0 + np.arange(TICKS))
    np.testing.assert_allclose(found.speed[0], 10.0)
    assert found.goal.tolist() == pytest.approx([80.0, 0.0])


def test_two_lanes_with_a_common_border_become_one_road_with_its_lines(tmp_path: Path) -> None:
    road = read(written(tmp_path, scene())).map.road
    assert len(road.road_length) == 1
    assert (road.lane_id != 0).sum() == 2
    assert {Mark.BROKEN, Mark.SOLID} <= set(road.mark_kind.tolist())


def test_what_the_log_lacks_and_what_is_not_used_is_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, scene()))
    assert found.lacks == ("lights", "area", "heights", "lane_kinds", "limits")
    assert "1 of CROSSWALK: not used" in told(found)


def test_lights_are_read_by_the_words_of_their_states(tmp_path: Path) -> None:
    held = scene()
    states = ["LANE_STATE_STOP"] * 20 + ["LANE_STATE_CAUTION"] * 20 + ["LANE_STATE_GO"] * 20 + [None]
    held["dynamic_map_states"] = {
        "right": {"type": "TRAFFIC_LIGHT", "lane": "right", "state": {"object_state": states}}
    }
    found = read(written(tmp_path, held))
    assert found.lights[0, [0, 20, 40, 60]].tolist() == [1, 2, 3, 0]
    assert found.light_lane[0] >= 0
    assert "lights" not in found.lacks


def test_nuscenes_own_car_is_turned_to_its_length_and_its_box_put_ahead_of_the_axle(tmp_path: Path) -> None:
    held = scene()
    held["metadata"]["dataset"] = "nuscenes"
    state = held["tracks"]["me"]["state"]
    state["length"], state["width"] = np.full((TICKS, 1), 1.73), np.full((TICKS, 1), 4.08)
    found = read(written(tmp_path, held))
    assert found.size[0, :2].tolist() == [4.08, 1.73]
    assert found.xyz[0, 0, 0] == pytest.approx(20.0 + 1.385)


def test_a_pose_that_is_no_number_is_left_out_and_told(tmp_path: Path) -> None:
    held = scene(other=track(60.0, 0.0, 10.0))
    held["tracks"]["other"]["state"]["position"][5] = np.nan
    found = read(written(tmp_path, held))
    assert not found.present[1, 5]
    assert "1 poses that are no numbers: left out (other)" in told(found)
    assert "1 times a track comes back after a gap (other)" in told(found)


def test_a_leap_and_a_missing_size_are_told(tmp_path: Path) -> None:
    held = scene(other=track(60.0, 0.0, 10.0))
    held["tracks"]["other"]["state"]["position"][30:, 0] += 100.0
    del held["tracks"]["other"]["state"]["width"]
    found = read(written(tmp_path, held))
    assert "1 leaps faster than 90 m/s: not driven through (other)" in told(found)
    assert found.size[1, 1] == pytest.approx(1.9)


def test_uneven_ticks_are_brought_to_even_ones(tmp_path: Path) -> None:
    held = scene()
    held["metadata"]["ts"] = 0.1 * np.arange(TICKS) + 0.03 * (np.arange(TICKS) % 2)
    state = held["tracks"]["me"]["state"]
    state["position"][:, 0] = 20.0 + 10.0 * held["metadata"]["ts"]
    found = read(written(tmp_path, held))
    assert "uneven" in told(found)
    ticks = np.arange(found.present.shape[1])
    np.testing.assert_allclose(found.xyz[0, :, 0], 20.0 + 10.0 * found.step * ticks, atol=0.35)


BROKEN: dict[str, Any] = {
    "no tracks": lambda s: s.pop("tracks"),
    "no own car": lambda s: s["metadata"].update(sdc_id="you"),
    "no lanes": lambda s: s["map_features"].clear(),
    "length of another kind": lambda s: s.update(length="61"),
    "a track of another length": lambda s: s["tracks"]["me"]["state"].update(heading=np.zeros(7)),
    "a track of words": lambda s: s["tracks"]["me"]["state"].update(position=[["a"] * 3] * TICKS),
    "stamps that fall": lambda s: s["metadata"].update(ts=-np.arange(TICKS)),
    "a lane of lists of lists": lambda s: s["map_features"]["right"].update(polyline=[[[1.0] * 9] * 9] * 9),
    "an own car that is never there": lambda s: s["tracks"]["me"]["state"].update(valid=np.zeros(TICKS)),
    "lanes without a length": lambda s: s.update(map_features={"a": lane(0.0, 5.0, 5.0)}),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_scene_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    held = scene()
    BROKEN[name](held)
    path = written(tmp_path, held)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert str(path) in caught.value.place


ODD = (None, -1, 3, "x", float("nan"), [], {}, (1, 2), np.zeros((2, 2)), np.full(TICKS, np.inf))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_anything_in_any_place_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    held = copy.deepcopy(scene(other=track(60.0, 0.0, 10.0)))
    for _ in range(data.draw(st.integers(1, 3))):
        at: Any = held
        while True:
            key = data.draw(st.sampled_from(sorted(at)))
            if not isinstance(at[key], dict) or not at[key] or data.draw(st.integers(0, 4)) == 0:
                break
            at = at[key]
        at[key] = data.draw(st.sampled_from(ODD))
    refused(read, written(tmp_path, held))


def test_every_scene_of_nuscenes_is_read(data: Path) -> None:
    files = sorted((data / "nc-nuscenes-mini").glob("*.pkl.gz"))
    if not files:
        pytest.skip("no nuScenes here")
    found = read(files[0])
    assert found.present.shape == (30, 201)
    assert found.size[found.ego, 0] > found.size[found.ego, 1]
    assert len(found.map.road.lane_id) > 100
