"""A record or a case becomes a scenario and a map, whole or not at all."""

from __future__ import annotations

import os
import resource
import shutil

import numpy as np
import pytest

from aureole.cli import given
from aureole.cli.work import sharing
from aureole.cli.work.driving import Files, drive_one
from aureole.core.errors import BadInput, Trouble
from aureole.runtime.replay import read


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The record of two seconds of an embedded case, driven by rules."""
    folder = tmp_path_factory.mktemp("driven")
    setup = given.setup("rules", None, timeout=2.0)
    _, written = drive_one(given.case_of("cut-in", []), setup, 0, Files(out=folder), lang="en")
    return written["record"]


def test_a_shared_record_plays_again_to_the_tracks_of_the_record(record, tmp_path):
    road, story = sharing.share(str(record), tmp_path)
    assert (road.name, story.name) == ("cut-in.xodr", "cut-in.xosc")
    again = sharing.played(str(story), [], lambda: None).scene
    before = read(record).scene
    assert np.abs(again.xyz - before.xyz).max() < 1e-3
    assert np.abs(again.speed - before.speed).max() < 1e-2


def test_a_folder_with_a_record_is_shared_as_the_record(record, tmp_path):
    assert {path.name for path in sharing.share(str(record.parent), tmp_path)} == {"cut-in.xodr", "cut-in.xosc"}


def test_a_case_is_shared_with_the_values_it_is_given(tmp_path):
    _, story = sharing.share("motorway-free", tmp_path, ["EgoSpeed_kmh=36", "Duration=5"])
    assert 'AbsoluteTargetSpeed value="10.0"' in story.read_text(encoding="utf-8")


def test_a_shared_drive_is_a_case_for_a_driver(record, tmp_path):
    _, story = sharing.share(str(record), tmp_path)
    setup = given.setup("rules", None, timeout=1.0)
    verdict, _ = drive_one(given.case_of(str(story), []), setup, 0, Files(out=tmp_path / "out"), lang="en")
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
    _, story = sharing.share(str(record), tmp_path)
    with pytest.raises(BadInput, match="made from"):
        sharing.share(str(story), tmp_path)


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
    monkeypatch.setattr(sharing.Path, "is_file", lambda _: False)
    away = tmp_path / "drive.mcap"
    shutil.copy(record, away)
    with pytest.raises(BadInput, match="the map of the drive"):
        sharing.share(str(away), tmp_path / "out")
