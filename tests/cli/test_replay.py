"""A record looked at again: the same picture, the same tracks, and what happened in words."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from aureole.cli import given
from aureole.cli.packing.look import look
from aureole.cli.work.driving import Files, drive_one
from aureole.core.concepts import Concept
from aureole.core.plan import Ask
from aureole.core.verdict import Event, Verdict
from aureole.exam.timeline import timeline
from aureole.runtime.replay import read
from tests.cli.test_commands import rewrite, run
from tests.edges.command import ROOM, story
from tests.runtime.words import step


@pytest.fixture(scope="module")
def drive(tmp_path_factory):
    """Eight seconds of a cut-in with everything that is written about them."""
    folder = tmp_path_factory.mktemp("driven")
    setup = given.setup("rules", None, timeout=8.0)
    files = Files(out=folder, trace=folder / "trace.csv")
    drive_one(given.case_of("cut-in", []), setup, 0, files, lang="en")
    return folder


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def data(report: Path) -> dict:
    """What a report shows, but for the command that made it."""
    text = report.read_text(encoding="utf-8")
    found = json.loads(re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL)[1])
    found["about"].pop("command")
    return found


@pytest.mark.parametrize("name", ["drive.mcap", "case.zip", "."])
def test_the_picture_and_the_tracks_are_those_of_the_drive(capsys, drive, name):
    code, _, _ = run(capsys, "replay", str(drive / name), "--out", "seen", "--trace", "t.csv")
    assert code == 0
    assert data(Path("seen/report.html")) == data(drive / "report.html")
    assert Path("t.csv").read_bytes() == (drive / "trace.csv").read_bytes()


@pytest.mark.parametrize("how", [{"name": "crossing-pedestrian"}, {"driver": "passive"}, {"car": "suv"}, {"dt": 0.02}])
def test_the_picture_is_that_of_any_drive(tmp_path, how):
    setup = given.setup(how.get("driver", "rules"), how.get("car"), timeout=2.0, step=how.get("dt", 0.01))
    drive_one(given.case_of(how.get("name", "bends-free"), []), setup, 0, Files(out=tmp_path / "out"), lang="en")
    look(tmp_path / "out", Path("seen"), None, lang="en")
    assert data(Path("seen/report.html")) == data(tmp_path / "out" / "report.html")


def test_it_tells_what_happened_in_both_languages(capsys, drive):
    _, english, _ = run(capsys, "replay", str(drive), "--lang", "en")
    _, chinese, _ = run(capsys, "replay", str(drive), "--lang", "zh")
    assert re.search(r"0\.00 s  keeping the lane\n +\d\.\d\d s  Other cuts in", english)
    assert "Other切入" in chinese
    assert "aureole-out/cut-in-rules-replay/report.html" in english
    assert len(english.splitlines()) == len(chinese.splitlines())


def test_it_tells_machines_the_same(capsys, drive):
    code, out, _ = run(capsys, "replay", str(drive), "--json", "--out", "seen")
    found = json.loads(out)
    assert code == 0
    assert found["timeline"][0] == {"time": 0.0, "kind": "reason", "en": "keeping the lane", "zh": "保持车道"}
    assert found["timeline"][-1]["kind"] == "end"
    assert found["verdict"]["digest"] == read(drive / "drive.mcap").drive["digest"]
    assert found["map"] == "found"


def test_a_failed_drive_is_looked_at_without_being_a_failure(capsys, tmp_path):
    run(capsys, "drive", "standing-car", "--driver", "passive", "--out", "out")
    code, out, _ = run(capsys, "replay", "out", "--out", "seen")
    assert code == 0
    assert "fails: collision" in out
    assert "FAILED" in out


@pytest.mark.parametrize("beside", [True, False])
def test_without_its_map_it_is_shown_without_the_road_and_it_says_so(capsys, tmp_path, beside):
    shutil.copy(ROOM / "maps" / "motorway.xodr", tmp_path / "town.xodr")
    (tmp_path / "mine.xosc").write_text(story(road="town.xodr", end="0.5"), encoding="utf-8")
    run(capsys, "drive", "mine.xosc", "--out", "out")
    (tmp_path / "town.xodr").unlink()
    if not beside:
        Path("out/case.zip").unlink()
    code, out, _ = run(capsys, "replay", "out", "--out", "seen")
    assert code == 0
    assert ("shown without the road" in out) is not beside
    assert len(data(Path("seen/report.html"))["grounds"]) == beside


@pytest.mark.parametrize("cut", [0, 100, 5000, -1])
def test_a_damaged_record_is_refused_and_nothing_is_written(capsys, drive, cut):
    Path("drive.mcap").write_bytes((drive / "drive.mcap").read_bytes()[:cut])
    code, _, err = run(capsys, "replay", "drive.mcap", "--out", "seen")
    assert code == 2
    assert "not a whole record" in err
    assert not Path("seen").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [({"digest": "0" * 32}, "holds the drive"), ({"verdict": "{}"}, "verdict"), ({"cast": ""}, "who took part"),
     ({"dt": "fast"}, "how it was driven")],
)  # fmt: skip
def test_a_record_that_is_not_what_it_says_is_refused(capsys, drive, words, why):
    shutil.copy(drive / "drive.mcap", "drive.mcap")
    rewrite(Path("drive.mcap"), {**read(Path("drive.mcap")).drive, **words})
    code, _, err = run(capsys, "replay", "drive.mcap", "--out", "seen")
    assert code == 2
    assert why in err
    assert not Path("seen").exists()


@pytest.mark.parametrize("name", ["nowhere.mcap", "empty"])
def test_what_is_no_record_is_refused(capsys, name):
    Path("empty").mkdir()
    assert run(capsys, "replay", name)[0] == 2


def plans(*whys, asks=None):
    """Plans of one world, a tenth of a second apart, stacked over time."""
    from dataclasses import replace

    plan = step(0)[1]
    count = len(whys)
    why = np.full((count, plan.why.shape[1], 2), (0, -1), dtype=np.int32)
    for k, reasons in enumerate(whys):
        why[k, : len(reasons)] = reasons
    stamp = np.arange(count, dtype=np.int64) * 100_000_000
    return replace(plan, stamp=stamp, why=why, ask=np.array(asks or [0] * count, dtype=np.int32))


VERDICT = Verdict("case", "rules", 0, {}, "failed", 0.0, {}, (Event("ttc", "-", 0.1, 1.0, 2.0, -1.0, False, "with A"),))


def test_a_timeline_holds_changes_only_in_the_order_of_time():
    keep, follow = [(Concept.KEEP_LANE, -1)], [(Concept.FOLLOW, 1)]
    found = timeline(plans(keep, keep, follow, asks=[0, 1, 1]), VERDICT, ("Ego", "A"), 0.25)
    assert [(one.time, one.kind, one.en) for one in found] == [
        (0.0, "reason", "keeping the lane"), (0.1, "ask", "asks a human to take over"), (0.1, "event", "ttc"),
        (0.2, "reason", "following A"), (0.25, "end", "failed"),
    ]  # fmt: skip


def test_words_that_nobody_knows_are_told_as_what_they_are():
    found = timeline(plans([(99, 7)], asks=[42]), VERDICT, ("Ego",), 0.1)
    assert found[0].en == "concept 99"
    assert "42" in found[1].zh
    assert Ask.TAKEOVER not in {one.kind for one in found}
