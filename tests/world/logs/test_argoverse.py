"""Argoverse 2: boxes from the car's frame into the city's, maps as lanelets, and what happens without pyarrow."""

from __future__ import annotations

import builtins
import json
from math import cos, sin
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Missing
from aureole.core.kinds import Kind, Mark
from aureole.exam.life.identity import cases
from aureole.exam.suites.suite import of_paths
from aureole.world.logs.argoverse.land import archive, lanelets
from aureole.world.logs.argoverse.read import is_folder, read
from aureole.world.logs.resampling import even, ticks_of
from tests.world.logs.made_up import refused

TURN, PLACE = 0.5, (100.0, 50.0)
SECOND = 1_000_000_000


def border(y: float) -> list[dict[str, float]]:
    """Along x, in the city's frame."""
    return [{"x": x, "y": y, "z": 3.0} for x in (50.0, 150.0, 250.0)]


def lanes() -> dict[str, Any]:
    """Two lanes side by side, and one that comes against them."""
    plain = {"lane_type": "VEHICLE", "successors": [], "predecessors": [], "is_intersection": False}
    marks = {"left_lane_mark_type": "DASHED_WHITE", "right_lane_mark_type": "SOLID_WHITE"}
    right = {"id": 1, "left_lane_boundary": border(51.75), "right_lane_boundary": border(48.25), "left_neighbor_id": 2}
    left = {"id": 2, "left_lane_boundary": border(55.25), "right_lane_boundary": border(51.75), "right_neighbor_id": 1}
    against = {
        "id": 3, "left_lane_boundary": border(55.25)[::-1], "right_lane_boundary": border(58.75)[::-1],
        "left_neighbor_id": 2,
    }  # fmt: skip
    segments = {str(one["id"]): {**plain, **marks, **one} for one in (right, left, against)}
    segments["2"]["left_neighbor_id"] = 3
    return {"lane_segments": segments, "pedestrian_crossings": {}, "drivable_areas": {"1": {}}}


def log(folder: Path) -> Path:
    """A sensor log of 2 s: a standing, turned car, and a box that moves 5 m/s along its heading ahead of it."""
    arrow = pytest.importorskip("pyarrow")
    feather = pytest.importorskip("pyarrow.feather")
    ticks = np.arange(21)
    when = (ticks * 0.1 * SECOND).astype(np.int64) + (ticks % 2) * 3_000_000
    turned = {"qw": cos(TURN / 2), "qx": 0.0, "qy": 0.0, "qz": sin(TURN / 2)}
    pose = {**turned, "tx_m": PLACE[0], "ty_m": PLACE[1], "tz_m": 1.0}
    fine = np.arange(-10, 260) * 10_000_000
    car = {"timestamp_ns": fine, **{name: np.full(len(fine), value) for name, value in pose.items()}}
    feather.write_feather(arrow.table(car), str(folder / "city_SE3_egovehicle.feather"))
    boxes = {
        "timestamp_ns": when, "track_uuid": ["a"] * 21, "category": ["BUS"] * 21, "length_m": np.full(21, 12.0),
        "width_m": np.full(21, 2.6), "height_m": np.full(21, 3.0), "qw": np.ones(21), "qx": np.zeros(21),
        "qy": np.zeros(21), "qz": np.zeros(21), "tx_m": 20.0 + 5.0 * when / SECOND, "ty_m": np.zeros(21),
        "tz_m": np.zeros(21),
    }  # fmt: skip
    feather.write_feather(arrow.table(boxes), str(folder / "annotations.feather"))
    (folder / "map").mkdir()
    (folder / "map" / "log_map_archive_x.json").write_text(json.dumps(lanes()))
    return folder


def test_boxes_are_lifted_into_the_citys_frame_and_brought_to_even_ticks(tmp_path: Path) -> None:
    found = read(log(tmp_path))
    assert found.names == ("ego", "a")
    assert found.kind.tolist() == [Kind.CAR, Kind.BUS]
    ahead = 20.0 + 0.5 * np.arange(21)
    np.testing.assert_allclose(found.xyz[1, :, 0], PLACE[0] + ahead * cos(TURN), atol=1e-6)
    np.testing.assert_allclose(found.xyz[1, :, 1], PLACE[1] + ahead * sin(TURN), atol=1e-6)
    np.testing.assert_allclose(found.heading[1], TURN)
    np.testing.assert_allclose(found.speed[1], 5.0, atol=1e-6)
    np.testing.assert_allclose(found.xyz[0, :, 0], PLACE[0] + 1.339 * cos(TURN))
    assert {"lights", "limits", "area"} <= set(found.lacks)


def test_lanes_know_which_way_their_neighbours_run(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text(json.dumps(lanes()))
    found, told = lanelets(archive(path), "m")
    by_name = {lane.name: lane for lane in found}
    assert by_name["1"].beside_left == "2"
    assert by_name["1"].same_left
    assert by_name["2"].beside_left == "3"
    assert not by_name["2"].same_left
    assert (by_name["1"].mark_left, by_name["1"].mark_right) == (Mark.BROKEN, Mark.SOLID)
    assert any("drivable areas" in str(notice) for notice in told)


def test_without_pyarrow_the_remedy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return whole(name, *rest, **more)

    (tmp_path / "annotations.feather").write_bytes(b"x")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Missing, match="pyarrow") as caught:
        read(tmp_path)
    assert caught.value.exit_code == 3
    assert "aureole[data]" in caught.value.remedy


def test_a_folder_of_something_else_is_none(tmp_path: Path) -> None:
    assert not is_folder(tmp_path)
    with pytest.raises(BadInput, match="no folder of Argoverse 2"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["annotations.feather", "city_SE3_egovehicle.feather"])
def test_a_table_that_is_none_is_refused_with_its_file(tmp_path: Path, name: str) -> None:
    folder = log(tmp_path)
    (folder / name).write_bytes(b"ARROW1 and nothing of it")
    with pytest.raises(BadInput) as caught:
        read(folder)
    assert name in caught.value.place


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_broken_map_is_read_or_refused_with_its_place(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(json.dumps(lanes()).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "m.json"
    path.write_bytes(bytes(whole))
    refused(archive, path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_broken_table_is_read_or_refused_with_its_place(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path if (tmp_path / "map").exists() else log(tmp_path)
    path = folder / "annotations.feather"
    keep = folder / "whole"
    if not keep.exists():
        keep.write_bytes(path.read_bytes())
    whole = bytearray(keep.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(whole))
    refused(read, folder)


def test_an_exam_knows_a_folder_by_what_is_in_it(tmp_path: Path) -> None:
    folder = log(tmp_path)
    before = cases(of_paths([folder]))
    assert before == cases(of_paths([folder]))
    (folder / "map" / "log_map_archive_x.json").write_text(json.dumps({**lanes(), "drivable_areas": {}}))
    assert cases(of_paths([folder])) != before


def test_even_ticks_of_a_track_with_a_gap_leave_the_gap() -> None:
    time = np.array([0.0, 0.1, 0.2, 0.9, 1.0])
    values = np.column_stack((10.0 * time, np.zeros(5), np.zeros(5), np.zeros(5)))
    found = even(time, values, 0.1 * np.arange(11), 0.1, 3)
    assert found.present.tolist() == [True] * 3 + [False] * 6 + [True] * 2
    np.testing.assert_allclose(found.values[found.present, 0], 10.0 * time)
    assert len(ticks_of(np.array([0, SECOND]), 0.1)) == 11


def test_the_logs_of_argoverse_are_read(data: Path) -> None:
    pytest.importorskip("pyarrow")
    folders = sorted((data / "nc-av2").glob("log_*")) + sorted((data / "nc-av2" / "forecasting").glob("*"))
    if not folders:
        pytest.skip("no Argoverse 2 here")
    found = [read(folder) for folder in (folders[0], folders[-1])]
    assert [one.present.shape for one in found] == [(116, 156), (58, 110)]
