"""The report as a file: whole, small, safe, and true to the drive."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.core.verdict import Verdict
from aureole.exam.report import encode, write
from aureole.exam.report.again import command
from aureole.exam.report.columns import unpack
from aureole.exam.report.write import About
from aureole.exam.suites import suite
from aureole.exam.tracks import History
from tests.exam import played
from tests.exam.report_read import content, rows, told
from tests.exam.staged import Actor, Moment, Post, Stage, brief, signs

ABOUT = About("quick", "aureole exam quick --driver rules", 0.01, "sedan")


@pytest.fixture(scope="module")
def replay(straight):
    return played.cut_in(straight, span=10.0)


def report(folder, verdicts, histories, roads, **more):
    path = folder / "report.html"
    write.write(path, verdicts, histories, roads, **({"about": ABOUT} | more))
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
    assert len(write.squeezed(encode.replay(replay, ground=0))) < 10_000


def test_a_coarser_replay_keeps_the_end(replay):
    coded = encode.replay(replay, ground=0, stride=8)
    assert undone(coded["t"])[-1] == round(1000 * replay.time[-1])


@pytest.fixture(scope="module")
def signed(straight):
    """The replay of a drive past a light that turns green, a sign far away and a worker with a paddle."""
    posts = signs(
        Post(SignalKind.LIGHT, s=140.0), Post(SignalKind.LIMIT, s=1900.0, value=50.0 / 3.6),
        Post(SignalKind.PADDLE, carrier=2),
    )  # fmt: skip
    told = brief(straight, ("Ego", "Cone 1", "Flagger"), step=0.1, signs=posts)
    history = History(told, paint=[np.array([[110.0, -3.5], [150.0, -1.75]])])
    for k in range(21):
        light = SignalState.RED if k < 10 else SignalState.GREEN
        actors = [
            Actor(100.0 + k, -5.25, 10.0), Actor(120.0, -7.0, 0.0, kind=Kind.CONE, size=(0.4, 0.4, 0.75), box_x=0.0),
            Actor(130.0, -7.5, 0.0, kind=Kind.PEDESTRIAN, size=(0.5, 0.5, 1.8), box_x=0.0),
        ]  # fmt: skip
        moment = Moment(0.1 * k, actors, shows=(light, SignalState.NONE, SignalState.STOP))
        Stage(straight, [history]).show([moment])
    return history.replay(0)


def test_a_replay_tells_what_signals_near_the_way_show_and_where_yellow_lines_lead(signed):
    coded = encode.replay(signed, ground=0)
    light, paddle = coded["signs"]
    assert (light["kind"], light["at"], light["carrier"]) == (SignalKind.LIGHT, [4000, 525], -1)
    assert light["shown"] == [SignalState.RED, 10, SignalState.GREEN, 11]
    assert (paddle["kind"], paddle["at"], paddle["carrier"]) == (SignalKind.PADDLE, [0, 0], 2)
    ((x, y),) = coded["paint"]
    assert undone(x, 2).tolist() == [1000, 5000]
    assert undone(y, 2).tolist() == [175, 350]


def test_one_road_is_drawn_once_and_the_worst_are_replayed_first(tmp_path, straight, replay):
    verdicts = [played.verdict(k, status) for k, status in enumerate(["passed", "failed", "unavoidable"])]
    path = report(tmp_path, verdicts, dict.fromkeys(range(3), replay), dict.fromkeys(range(3), straight))
    assert [row["replay"] for row in rows(path)] == [2, 0, 1]
    grounds = [told(ground) for ground in content(path)["grounds"]]
    assert len(grounds) == 1
    assert {mark["kind"] for mark in grounds[0]["marks"]} == {1, 2, 3}


def test_a_name_cannot_break_out_of_the_page(tmp_path, straight, replay):
    evil = "</script><script>alert(1)</script><!-- @DATA@ \u2028"
    verdict = replace(played.verdict(), case=evil, driver=evil)
    about = replace(ABOUT, suite=evil, command=evil, again=(evil,), columns=(evil,))
    path = report(tmp_path, [verdict], {0: replay}, {0: straight}, about=about)
    text = path.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert text.count("</script>") == 2
    assert rows(path)[0]["case"] == evil


def test_a_name_that_is_no_unicode_is_written_too(tmp_path):
    verdict = replace(played.verdict(), case="odd\udcff", driver="odd\udcff", params={"a\udcff": "\udcff"})
    path = report(tmp_path, [verdict], {}, {}, about=replace(ABOUT, suite="odd\udcff", command="odd\udcff"))
    assert rows(path)[0]["case"] == "odd\udcff"


def test_nothing_in_the_file_points_outside(tmp_path, straight, replay):
    text = report(tmp_path, [played.verdict()], {0: replay}, {0: straight}).read_text(encoding="utf-8")
    text = text.replace('"http://www.w3.org/2000/svg"', "")  # the name of SVG, which nobody asks for
    text = re.sub(r'"[A-Za-z0-9+/=]{40,}"', '""', text)
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text)
    assert not re.search(
        r"<(link|img|iframe|object|embed)\b|@import|url\(|\bsrc=|fetch\(|XMLHttp|WebSocket|import\(", text
    )
    assert "default-src 'none'" in text


def test_a_report_stays_below_its_size_by_coarser_then_fewer_replays(tmp_path, straight, monkeypatch):
    verdicts = [played.verdict(k) for k in range(6)]
    histories = {k: played.cut_in(straight, span=10.0, seed=k) for k in range(6)}
    roads = dict.fromkeys(range(6), straight)
    full = report(tmp_path, verdicts, histories, roads).stat().st_size
    monkeypatch.setattr(write, "LARGEST", full - 2_000)
    path = report(tmp_path, verdicts, histories, roads)
    assert path.stat().st_size <= full - 2_000
    assert len(content(path)["replays"]) == 6
    assert "left_moments" in [name for name, *_ in content(path)["left"]]
    monkeypatch.setattr(write, "LARGEST", full - 8_000)
    path = report(tmp_path, verdicts, histories, roads)
    assert path.stat().st_size <= full - 8_000
    assert len(content(path)["replays"]) < 6


def test_at_most_fifty_drives_are_replayed(tmp_path, straight, replay):
    verdicts = [played.verdict(k) for k in range(60)]
    path = report(tmp_path, verdicts, dict.fromkeys(range(60), replay), dict.fromkeys(range(60), straight))
    assert len(content(path)["replays"]) == 50
    assert path.stat().st_size <= 5_000_000


def test_lines_are_left_out_last_and_the_page_is_told_how_many(tmp_path, monkeypatch):
    verdicts = [played.verdict(k, "failed" if k == 700 else "passed") for k in range(1000)]
    bare = report(tmp_path, verdicts[:1], {}, {}).stat().st_size
    monkeypatch.setattr(write, "LARGEST", bare + 4_000)
    path = report(tmp_path, verdicts, {}, {})
    found = content(path)
    left = {name: numbers for name, *numbers in found["left"]}
    assert path.stat().st_size <= bare + 4_000
    assert found["rows"] + left["left_rows"][0] == 1000
    assert "failed" in [row["status"] for row in rows(path)]
    assert found["summary"]["rules"]["cases"] == 1000
    tightest = next(clause for clause in found["clauses"] if clause["id"] == "UN R157 5.2.5.2")
    assert rows(path)[tightest["of"]["rules"]["row"]]["status"] == "failed"


def test_a_report_without_any_replay_is_written_too(tmp_path):
    assert content(report(tmp_path, [played.verdict()], {}, {}))["replays"] == []


def test_the_command_of_a_row_drives_that_row_again():
    ours = played.verdict(3)
    assert write.command(ours) == (
        "aureole drive alks_4_4_1_cut_in/03 --driver rules --seed 3 --dt 0.01 --set CutIn_Vy=1.5 --set Ego_speed=100"
    )
    theirs = replace(ours, params={}, extra={"path": "my cases/one.xosc", "step": "0.05"})
    assert write.command(theirs) == "aureole drive 'my cases/one.xosc' --driver rules --seed 3 --dt 0.05"
    heavy = replace(theirs, extra={"path": "one.xosc", "car": "lorry"})
    assert write.command(heavy) == "aureole drive one.xosc --driver rules --seed 3 --car lorry"


def test_a_variation_of_a_case_of_ours_goes_by_its_file():
    path = str(Path(write.__file__).parents[2] / "world" / "one.xosc")
    verdict = replace(played.verdict(), case="suite#7", params={"A": "1"}, extra={"path": path})
    assert write.command(verdict) == f"aureole drive {path} --driver rules --seed 0 --set A=1"


def test_two_exams_of_one_driver_are_two_columns(tmp_path):
    verdicts = [played.verdict(3, "failed"), played.verdict(3)]
    paired = ({"first": "before", "second": "after", "fixed": 1, "broken": 0, "p": 1.0, "interval": [-1.0, 0.4]},)
    path = report(tmp_path, verdicts, {}, {}, about=replace(ABOUT, columns=("before", "after"), paired=paired))
    found = content(path)
    assert found["drivers"] == list(found["summary"]) == ["before", "after"]
    assert found["paired"] == list(paired) or found["paired"][0]["fixed"] == 1
    assert [(row["who"], row["driver"], row["line"]) for row in rows(path)] == [
        ("before", "rules", 0),
        ("after", "rules", 0),
    ]


def test_measures_come_back_to_what_the_page_shows(tmp_path):
    path = report(tmp_path, [played.verdict(k) for k in range(9)], {}, {})
    found = {
        name: column for part in ("main", "rest") for name, column in unpack(content(path)["sections"][part]).items()
    }
    assert found["min_ttc"] == pytest.approx([2.31 + 0.1 * k for k in range(9)], abs=0.0051)
    assert found["track_error"] == [None] * 9


def test_every_script_and_style_on_disk_is_in_the_page():
    folder = Path(write.__file__).parent / "page"
    assert {path.name for path in folder.iterdir()} == {*write.STYLES, *write.SCRIPTS, "page.html"}
    assert all(len(path.read_text().splitlines()) <= 300 for path in folder.iterdir())


def test_a_variation_of_an_embedded_grid_is_driven_again_by_its_number():
    case = suite.load("r157-cut-in-low").entries[17]
    extra = {"path": str(case.path), "car": "point", "step": "0.1"}
    verdict = Verdict(case.name, "r157-fsm", 0, case.params, "passed", 1.0, {}, extra=extra)
    assert command(verdict) == "aureole drive 'r157-cut-in-low#17' --driver r157-fsm --seed 0 --car point --dt 0.1"


def test_a_report_of_situations_says_what_each_states_and_how_the_driver_did_by_ability(tmp_path, straight, replay):
    verdicts = [replace(played.verdict(k), case=f"flagger#{k}") for k in range(2)]
    found = content(report(tmp_path, verdicts, {0: replay}, {0: straight}))
    assert found["situations"]["flagger"]["must"][0].startswith("Stop, wait")
    assert "StVO 36" in {clause["id"] for clause in found["situations"]["flagger"]["clauses"]}
    assert found["summary"]["rules"]["abilities"]["road works"]["cases"] == 2
    assert content(report(tmp_path, [played.verdict()], {}, {}))["situations"] == {}
