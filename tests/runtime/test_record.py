"""A record keeps what was said, is there whole or not at all, and costs little."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from mcap.reader import make_reader

from aureole import __version__
from aureole.core.errors import BadInput, BadWord, Trouble
from aureole.core.notes import check, notes
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.runtime.machine import fingerprint
from aureole.runtime.record import Recorder
from aureole.runtime.replay import read
from tests.runtime.words import STEP, step

ROOT = Path(__file__).parents[2]


def recorded(path: Path, steps, *, every: int = 1, **found: str) -> Path:
    with Recorder(path, {"case": "made up"}, every=every) as recorder:
        for words in steps:
            recorder.watch(*words)
        recorder.close(found)
    return path


def drive(count: int):
    return [step(tick, over=tick == count - 1) for tick in range(count)]


def moments(word) -> list[int]:
    return (word.stamp // STEP).tolist()


def test_every_word_comes_back_bit_for_bit(tmp_path):
    steps = drive(25)
    record = read(recorded(tmp_path / "drive.mcap", steps))
    plans = [words[1] for words in steps[::10]]
    for got, said in (
        (record.scene, [s[0] for s in steps]),
        (record.plan, plans),
        (record.command, [s[2] for s in steps]),
    ):
        for note in notes(type(got)):
            wanted = np.concatenate([getattr(word, note.name) for word in said])
            array = getattr(got, note.name)
            assert (array.dtype, array.shape, array.tobytes()) == (wanted.dtype, wanted.shape, wanted.tobytes())


def test_what_comes_back_is_a_word_over_time(tmp_path):
    record = read(recorded(tmp_path / "drive.mcap", drive(5)))
    check(record.scene)
    check(record.command)


def test_a_number_that_is_not_one_comes_back(tmp_path):
    scene, plan, command = step(0)
    command = dataclasses.replace(command, steer=np.array([np.nan]))
    assert np.isnan(read(recorded(tmp_path / "drive.mcap", [(scene, plan, command)])).command.steer[0])


def test_a_plan_is_kept_only_when_its_stamp_changes(tmp_path):
    assert moments(read(recorded(tmp_path / "drive.mcap", drive(25))).plan) == [0, 10, 20]


def test_every_tenth_step_keeps_the_last_one_too(tmp_path):
    steps = drive(25)
    assert moments(read(recorded(tmp_path / "over.mcap", steps, every=10)).scene) == [0, 10, 20, 24]
    record = read(recorded(tmp_path / "cut.mcap", steps[:-1], every=10))
    assert moments(record.scene) == moments(record.command) == [0, 10, 20, 23]


def test_a_frozen_world_is_kept_once(tmp_path):
    steps = drive(5)
    assert moments(read(recorded(tmp_path / "drive.mcap", [*steps, *[steps[-1]] * 7])).scene) == [0, 1, 2, 3, 4]


def test_the_words_about_the_drive_come_back_with_machine_and_version(tmp_path):
    told = read(recorded(tmp_path / "drive.mcap", drive(2), digest="ab", verdict="{}")).drive
    assert told == {
        "case": "made up", "digest": "ab", "verdict": "{}", "aureole": __version__,
        "machine": json.dumps(fingerprint(), sort_keys=True),
    }  # fmt: skip


def test_the_same_drive_gives_the_same_file(tmp_path):
    one, two = (recorded(tmp_path / name, drive(30)) for name in ("one.mcap", "two.mcap"))
    assert one.read_bytes() == two.read_bytes()


def test_a_foreign_reader_finds_topics_and_a_schema_that_explains_itself(tmp_path):
    with recorded(tmp_path / "drive.mcap", drive(3)).open("rb") as file:
        summary = make_reader(file).get_summary()
    assert {channel.topic for channel in summary.channels.values()} == {"/scene", "/plan", "/command"}
    assert {channel.message_encoding for channel in summary.channels.values()} == {"aureole"}
    fields = json.loads(next(s.data for s in summary.schemas.values() if s.name == "Scene"))["fields"]
    assert fields[2] == {
        "name": "xyz", "dims": ["worlds", "agents", "3"], "shape": [1, 3, 3], "dtype": "<f8", "unit": "m",
        "frame": "world",
    }  # fmt: skip


def test_before_it_is_closed_no_file_has_the_name(tmp_path):
    path = tmp_path / "drive.mcap"
    with Recorder(path, {}) as recorder:
        recorder.watch(*step(0))
        assert not path.exists()
    assert list(tmp_path.iterdir()) == []


def test_an_older_record_survives_a_drive_that_breaks(tmp_path):
    path = recorded(tmp_path / "drive.mcap", drive(3))
    before = path.read_bytes()
    with Recorder(path, {}) as recorder:
        recorder.watch(*step(0))
    assert path.read_bytes() == before


KILLED = """
import os, signal, sys
from pathlib import Path
from aureole.runtime.record import Recorder
from tests.runtime.words import step
recorder = Recorder(Path(sys.argv[1]), {})
for tick in range(50):
    recorder.watch(*step(tick))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill")
def test_a_killed_process_leaves_no_file_under_the_name(tmp_path):
    path = tmp_path / "drive.mcap"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not path.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
def test_a_full_disk_is_trouble_with_a_remedy_and_leaves_nothing(tmp_path):
    path = tmp_path / "drive.mcap"
    (tmp_path / f".drive.mcap.{os.getpid()}.part").symlink_to("/dev/full")
    recorder = Recorder(path, {})
    recorder.watch(*step(0))
    with pytest.raises(Trouble, match="No space left") as caught:
        recorder.close()
    assert (caught.value.place, bool(caught.value.remedy)) == (str(path), True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_trouble(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="cannot be written"):
        Recorder(tmp_path / "file" / "drive.mcap", {})


def test_a_record_of_two_worlds_is_refused(tmp_path):
    scene, plan, command = step(0)
    two = dataclasses.replace(scene, stamp=np.zeros(2, dtype=np.int64))
    with Recorder(tmp_path / "drive.mcap", {}) as recorder, pytest.raises(BadWord, match="'worlds' is 2"):
        recorder.watch(two, plan, command)


def test_a_word_that_grows_on_the_way_is_refused(tmp_path):
    _, plan, command = step(1)
    with Recorder(tmp_path / "drive.mcap", {}) as recorder:
        recorder.watch(*step(0))
        grown = dataclasses.replace(step(1)[0], heading=np.zeros((1, 4)))
        with pytest.raises(BadWord, match=r"Scene: has \d+ bytes, this record keeps"):
            recorder.watch(grown, plan, command)


def test_every_zero_steps_is_refused(tmp_path):
    with pytest.raises(BadInput, match="expected 1 or more"):
        Recorder(tmp_path / "drive.mcap", {}, every=0)


def test_a_step_costs_little(tmp_path):
    """Aim: 40 µs with 8 agents on an idle machine; the bound here only notices a tenfold loss on a loaded one."""
    steps = drive(1000)
    began = time.process_time()
    recorded(tmp_path / "drive.mcap", steps)
    assert (time.process_time() - began) / len(steps) < 400e-6


def test_the_machine_says_what_it_computes_with():
    said = fingerprint()
    assert set(said) == {"python", "numpy", "numba", "llvmlite", "onnxruntime", "platform", "cpu", "libc"}
    assert all(said.values())
    assert said == fingerprint()


def test_plan_and_scene_have_no_field_that_a_record_cannot_keep():
    """A record puts words together again by field name: nested words would need more."""
    assert all("." not in note.name and note.dims[0] == "worlds" for word in (Scene, Plan) for note in notes(word))
