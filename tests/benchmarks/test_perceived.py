"""The tables of perceived against given: which cases, what a row counts, the picture of the curves."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from math import isnan
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import perceived_tables as tables
from perceiving.picture import curves

from aureole.cli import given
from aureole.exam.statistics import clopper_pearson
from tests.exam.sightless import network


def ends(*statuses: str, route: float = 0.5) -> list[tables.End]:
    return [tables.End(f"accident#{k}", "overtaking", one, route, k == 0, False, 0.0) for k, one in enumerate(statuses)]


def test_cases_come_evenly_from_all_situations_with_their_own_failing_events() -> None:
    whole = tables.cases(["interactive-44", "roadworks-20"], 2, 0)
    assert len(whole) == 2 * 64
    some = tables.cases(["interactive-44", "roadworks-20"], 1, 16)
    assert len({drive.case.name for drive, _ in some}) == 16
    assert all("collision" in fails for _, fails in some)
    later = tables.cases(["interactive-44", "roadworks-20"], 1, 16, 3)
    assert [drive.case.name.partition("#")[0] for drive, _ in later] == [
        drive.case.name.partition("#")[0] for drive, _ in some
    ]
    assert not {drive.case.name for drive, _ in later} & {drive.case.name for drive, _ in some}


def test_a_row_counts_only_what_was_tried() -> None:
    found = tables.row(ends("passed", "failed", "unavoidable", "not_exercised", "infrastructure"))
    assert (found.driven, found.cases, found.passed) == (5, 3, 2)
    assert found.success_bounds == clopper_pearson(2, 3)
    assert found.route == 0.5
    assert found.asked == pytest.approx(1 / 3)


def test_a_row_of_nothing_is_no_number() -> None:
    found = tables.row(ends("not_exercised"))
    assert isnan(found.success)
    assert found.success_bounds == (0.0, 1.0)


def test_every_step_of_every_curve_is_one_that_can_be_driven(tmp_path: Path) -> None:
    sight = str(network(tmp_path / "blind.onnx"))
    for steps in tables.CURVES.values():
        for _, (senses, weather, faults) in steps:
            given.setup("rules", None, senses=senses, weather=weather, faults=faults, perception=sight)


def test_what_was_driven_is_kept_and_not_driven_again(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    first = tables.Kept(file, "terms").of("rules", lambda: ends("passed", "failed"))
    assert tables.Kept(file, "terms").of("rules", lambda: pytest.fail("driven again")) == first
    assert tables.Kept(file, "others").of("rules", lambda: ends("failed")) == ends("failed")


def test_the_picture_has_a_point_for_every_step_of_every_driver() -> None:
    rows = {name: tables.row(ends("passed", "failed")) for name in ("rules", "expert")}
    lines = {
        over: {driver: [(name, rows[driver]) for name, _ in steps] for driver in rows}
        for over, steps in tables.CURVES.items()
    }
    drawn = ET.fromstring(curves(lines, rows))
    points = [node for node in drawn.iter() if node.tag.endswith("circle")]
    assert len(points) == 2 * sum(map(len, tables.CURVES.values()))
