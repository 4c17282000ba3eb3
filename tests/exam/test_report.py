"""The report as a file: whole, small, safe, and true to the drive."""

import json
import re

import numpy as np
import pytest

from aureole.exam.report import encode, write
from aureole.exam.report.write import About
from tests.exam import played

ABOUT = About("quick", "aureole exam quick --driver rules", 0.01, "sedan")


@pytest.fixture(scope="module")
def replay(straight):
    return played.cut_in(straight, span=10.0)


def content(path) -> dict:
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1])


def report(folder, verdicts, histories, roads, **more):
    path = folder / "report.html"
    write.write(path, verdicts, histories, roads, about=ABOUT, **more)
    return path


def undone(codes, order=1):
    """What the page does to a list of differences."""
    if order == 1:
        return np.cumsum(codes)
    slopes = np.cumsum(codes[1:])
    return np.concatenate((codes[:1], codes[0] + np.cumsum(slopes)))


def test_the_way_comes_back_to_the_centimetre(replay):
    coded = encode.replay(replay, ground=0)
    for axis, key in enumerate("xy"):
        back = undone(coded["agents"][1][key], 2) * 0.01
        assert back == pytest.approx(replay.xyz[:, 1, axis], abs=0.0051)
    assert undone(coded["agents"][0]["h"]) * 1e-4 == pytest.approx(replay.heading[:, 0], abs=6e-5)
    assert undone(coded["t"]) * 1e-3 == pytest.approx(replay.time, abs=6e-4)


def test_a_drive_is_small(replay):
    assert len(json.dumps(encode.replay(replay, ground=0), separators=(",", ":"))) < 20_000


def test_a_coarser_replay_keeps_the_end(replay):
    coded = encode.replay(replay, ground=0, stride=8)
    assert undone(coded["t"])[-1] == round(1000 * replay.time[-1])


def test_one_road_is_drawn_once_and_the_worst_are_replayed_first(tmp_path, straight, replay):
    verdicts = [played.verdict(k, status) for k, status in enumerate(["passed", "failed", "unavoidable"])]
    path = report(tmp_path, verdicts, dict.fromkeys(range(3), replay), dict.fromkeys(range(3), straight))
    found = content(path)
    assert [row["replay"] for row in found["rows"]] == [2, 0, 1]
    assert len(found["grounds"]) == 1
    assert {mark["kind"] for mark in found["grounds"][0]["marks"]} == {1, 2, 3}


def test_a_name_cannot_break_out_of_the_page(tmp_path, straight, replay):
    from dataclasses import replace

    evil = "</script><script>alert(1)</script><!-- @DATA@ \u2028"
    path = report(tmp_path, [replace(played.verdict(), case=evil)], {0: replay}, {0: straight})
    text = path.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert text.count("</script>") == 2
    assert content(path)["rows"][0]["case"] == evil


def test_nothing_in_the_file_points_outside(tmp_path, straight, replay):
    text = report(tmp_path, [played.verdict()], {0: replay}, {0: straight}).read_text(encoding="utf-8")
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text)
    assert not re.search(
        r"<(link|img|iframe|object|embed)\b|@import|url\(|\bsrc=|fetch\(|XMLHttp|WebSocket|import\(", text
    )
    assert "default-src 'none'" in text


def test_a_report_stays_below_its_size_by_coarser_then_fewer_replays(tmp_path, straight, replay, monkeypatch):
    verdicts = [played.verdict(k) for k in range(6)]
    histories, roads = dict.fromkeys(range(6), replay), dict.fromkeys(range(6), straight)
    full = report(tmp_path, verdicts, histories, roads).stat().st_size
    monkeypatch.setattr(write, "LARGEST", full - 20_000)
    path = report(tmp_path, verdicts, histories, roads)
    assert path.stat().st_size <= full - 20_000
    assert len(content(path)["replays"]) == 6
    monkeypatch.setattr(write, "LARGEST", full - 69_000)
    path = report(tmp_path, verdicts, histories, roads)
    assert path.stat().st_size <= full - 69_000
    assert len(content(path)["replays"]) < 6


def test_at_most_fifty_drives_are_replayed(tmp_path, straight, replay):
    verdicts = [played.verdict(k) for k in range(60)]
    path = report(tmp_path, verdicts, dict.fromkeys(range(60), replay), dict.fromkeys(range(60), straight))
    assert len(content(path)["replays"]) == 50
    assert path.stat().st_size <= 5_000_000


def test_a_report_without_any_replay_is_written_too(tmp_path):
    assert content(report(tmp_path, [played.verdict()], {}, {}))["replays"] == []


def test_the_command_of_a_row_drives_that_row_again():
    from dataclasses import replace

    ours = played.verdict(3)
    assert write.command(ours) == (
        "aureole drive alks_4_4_1_cut_in/03 --driver rules --seed 3 --dt 0.01 --set CutIn_Vy=1.5 --set Ego_speed=100"
    )
    theirs = replace(ours, params={}, extra={"path": "my cases/one.xosc", "step": "0.05"})
    assert write.command(theirs) == "aureole drive 'my cases/one.xosc' --driver rules --seed 3 --dt 0.05"


def test_every_script_and_style_on_disk_is_in_the_page(tmp_path):
    from pathlib import Path

    folder = Path(write.__file__).parent / "page"
    assert {path.name for path in folder.iterdir()} == {*write.STYLES, *write.SCRIPTS, "page.html"}
    assert all(len(path.read_text().splitlines()) <= 300 for path in folder.iterdir())
