"""A record or a case becomes a scenario and a map, whole or not at all."""

from __future__ import annotations

import json
import os
import resource

import numpy as np
import pytest

from aureole.cli import given
from aureole.cli.work import sharing
from aureole.cli.work.driving import Files, drive_one
from aureole.core.errors import BadInput, Trouble
from aureole.runtime.replay import read
from aureole.world.scenarios.export.cast import Cast
from tests.cli.test_commands import run
from tests.edges.command import story


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The record of two seconds of an embedded case, driven by rules."""
    folder = tmp_path_factory.mktemp("driven")
    setup = given.setup("rules", None, timeout=2.0)
    _, written = drive_one(given.case_of("cut-in", []), setup, 0, Files(out=folder), lang="en")
    return written["record"]


def test_a_shared_record_plays_again_to_the_tracks_of_the_record(record, tmp_path):
    scenario, road = sharing.share(str(record), tmp_path)
    assert (scenario.name, road.name) == ("cut-in.xosc", "cut-in.xodr")
    again = sharing.played(str(scenario), [], lambda: None).scene
    before = read(record).scene
    assert np.abs(again.xyz - before.xyz).max() < 1e-3
    assert np.abs(again.speed - before.speed).max() < 1e-2


def test_a_folder_with_a_record_is_shared_as_the_record(record, tmp_path):
    assert {path.name for path in sharing.share(str(record.parent), tmp_path)} == {"cut-in.xodr", "cut-in.xosc"}


def test_a_case_is_shared_with_the_values_it_is_given(tmp_path):
    scenario, _ = sharing.share("motorway-free", tmp_path, ["EgoSpeed_kmh=36", "Duration=5"])
    assert 'AbsoluteTargetSpeed value="10.0"' in scenario.read_text(encoding="utf-8")


def test_a_shared_drive_is_a_case_for_a_driver(record, tmp_path):
    scenario, _ = sharing.share(str(record), tmp_path)
    setup = given.setup("rules", None, timeout=1.0)
    verdict, _ = drive_one(given.case_of(str(scenario), []), setup, 0, Files(out=tmp_path / "out"), lang="en")
    assert verdict.status != "infrastructure"
    assert verdict.measures["mean_speed"] > 5.0


def test_a_broken_record_is_refused_and_leaves_nothing(record, tmp_path):
    broken = tmp_path / "drive.mcap"
    broken.write_bytes(record.read_bytes()[:5000])
    with pytest.raises(BadInput, match="not a whole record"):
        sharing.share(str(broken), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_values_for_a_record_are_refused(record, tmp_path):
    with pytest.raises(BadInput, match="--set"):
        sharing.share(str(record), tmp_path, ["EgoSpeed_kmh=36"])


def test_a_drive_is_not_written_over_its_own_map(record, tmp_path):
    scenario, _ = sharing.share(str(record), tmp_path)
    with pytest.raises(BadInput, match="made from"):
        sharing.share(str(scenario), tmp_path)


def test_a_folder_in_the_way_is_told_and_nothing_is_written(record, tmp_path):
    (tmp_path / "cut-in.xosc").mkdir()
    with pytest.raises(Trouble, match="folder") as error:
        sharing.share(str(record), tmp_path)
    assert error.value.exit_code == 4
    assert [path.name for path in tmp_path.iterdir()] == ["cut-in.xosc"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_a_folder_without_rights_is_told(record, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Trouble, match="cannot write"):
        sharing.share(str(record), tmp_path)
    tmp_path.chmod(0o700)


def test_a_full_disk_is_told_and_leaves_nothing(record, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises(Trouble, match="cannot write") as error:
            sharing.share(str(record), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.value.exit_code == 4
    assert list(tmp_path.iterdir()) == []


def test_a_record_from_a_place_that_is_gone_names_the_map(record, tmp_path, monkeypatch):
    monkeypatch.setattr(sharing, "read_cast", lambda *_: Cast(str(tmp_path / "gone.xodr"), "0" * 64, []))
    with pytest.raises(BadInput, match=r"the map of the drive, .*gone\.xodr"):
        sharing.share(str(record), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_drive_on_no_map_is_shared_without_one(tmp_path):
    text = story(road="nowhere.xodr", end="0.5").replace('<LogicFile filepath="nowhere.xodr"/>', "")
    place = '<LanePosition roadId="0" laneId="-4" s="50"/>'
    (tmp_path / "plane.xosc").write_text(text.replace(place, '<WorldPosition x="3" y="4" h="1"/>'), encoding="utf-8")
    (shared,) = sharing.share(str(tmp_path / "plane.xosc"), tmp_path / "out")
    before, after = (sharing.played(str(path), [], lambda: None).scene for path in (tmp_path / "plane.xosc", shared))
    assert np.abs(before.xyz - after.xyz).max() < 1e-3


def test_the_verb_shares_a_record(capsys, record, tmp_path):
    code, out, _ = run(capsys, "world", "convert", str(record), "--out", str(tmp_path), "--json")
    assert code == 0
    assert json.loads(out)["written"] == [str(tmp_path / "cut-in.xosc"), str(tmp_path / "cut-in.xodr")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("cut-inn", "--out", "x"), "cut-in"),
        (("cut-in", "--out", "x.xosc"), "folder"),
        (("cut-in", "--out", "x", "--large"), "--large"),
        (("cut-in", "--out", "x", "--set", "No=1"), "No"),
        (("gone.mcap", "--out", "x"), "gone.mcap"),
        (("gone.xosc", "--out", "x"), "gone.xosc"),
        (("town.xodr", "--out", "x.xodr", "--set", "A=1"), "--set"),
    ],
)
def test_what_cannot_be_shared_is_refused_by_name(capsys, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "world", "convert", *words)
    assert (code, told in err) == (2, True), err
    assert list(tmp_path.iterdir()) == []
