"""What the recorder keeps of a drive through the operating system, and that the same words come out of it again."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aureole.cli import given
from aureole.cli.work.driving import Files, drive_one
from aureole.runtime.layout import ENCODING
from aureole.runtime.nodes.node import Measured
from aureole.runtime.recorder.part import Kind, Part
from aureole.runtime.recorder.tape import Tape, gaps
from aureole.runtime.replay import read
from aureole.runtime.supervise.supervisor import Supervisor
from tests.cli.test_commands import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")


@pytest.fixture(scope="module")
def logical(tmp_path_factory):
    """A second and a half on logical time."""
    folder = tmp_path_factory.mktemp("logical")
    setup = given.setup("rules", None, timeout=1.5)
    drive_one(given.case_of("cut-in", []), setup, 0, Files(out=folder, system="logical"), lang="en")
    return folder


@pytest.fixture
def copy(logical, tmp_path):
    """The same, to be spoiled."""
    return Path(shutil.copytree(logical, tmp_path / "copy"))


def rewritten(folder: Path, *, about=None, change=lambda entry: entry) -> None:
    """The parts of a recording with other words about the drive, or other entries; None leaves one out."""
    tape = Tape(folder / "bus")
    entries = [found for found in map(change, tape.entries()) if found is not None]
    kinds = kinds_of(tape)
    for path in tape.parts:
        path.unlink()
    part = Part(folder / "bus" / "000001.mcap", kinds, {**tape.about, **(about or {})})
    part.write(entries)
    part.finish({})


def kinds_of(tape: Tape):
    """What its channels carry."""
    return {topic: Kind(found.word, ENCODING, found.json(), ENCODING) for topic, found in tape.layouts.items()}


def test_nothing_of_a_drive_on_logical_time_is_lost(logical):
    tape = Tape(logical / "bus")
    assert gaps(tape.entries()) == {}
    counts = {topic: sum(entry.topic == topic for entry in tape.entries()) for topic in ("scene", "wish", "command")}
    assert counts == {"scene": 151, "wish": 151, "command": 151}
    assert tape.cut == []


def test_a_recording_gives_the_same_words_again_and_the_record_alone_too(capsys, logical):
    for path in (logical, logical / "case.zip"):
        code, out, err = run(capsys, "replay", str(path), "--runtime", "--json")
        assert (code, err) == (0, "")
        found = json.loads(out)
        assert found["identical"]
        assert {topic["topic"]: topic["same"] for topic in found["topics"]}["plan"] == 16


def test_a_recording_whose_recorder_was_cut_off_is_not_called_identical(capsys, copy):
    tape = Tape(copy / "bus")
    entries, kinds = list(tape.entries()), kinds_of(tape)
    for path in tape.parts:
        path.unlink()
    Part(copy / "bus" / "000001.mcap", kinds, tape.about).write(entries)  # and never finished
    code, out, _ = run(capsys, "replay", str(copy), "--runtime", "--lang", "en")
    assert code == 1
    assert "plan: 16 the same\n" in out
    assert out.splitlines()[-1].startswith("NOT whole: the same words")


def test_one_bit_of_a_plan_is_found_with_its_moment_and_its_field(capsys, copy):
    def flip(entry):
        if entry.topic != "plan" or entry.number != 7:
            return entry
        return entry._replace(data=entry.data[:400] + bytes([entry.data[400] ^ 1]) + entry.data[401:])

    rewritten(copy, change=flip)
    code, out, _ = run(capsys, "replay", str(copy), "--runtime", "--lang", "en")
    assert code == 1
    assert "plan: 15 the same, 1 differ, first at 0.700 s Plan." in out
    assert out.rstrip().endswith("NOT identical")


def test_a_recording_that_lacks_words_is_replayed_until_there_and_not_called_identical(capsys, copy):
    rewritten(copy, change=lambda entry: None if entry.topic == "observation" and entry.number == 100 else entry)
    code, out, _ = run(capsys, "replay", str(copy), "--runtime", "--lang", "zh")
    assert code == 1
    assert "记录缺少的消息: observation 1" in out
    assert "the recording lacks observation" in out
    assert "不完整" in out.splitlines()[-1]


@pytest.mark.parametrize(
    ("about", "why"),
    [({"mission": "0"}, "is not the one that was recorded"), ({"dt": "fast"}, "how it was driven"),
     ({"case": "nowhere", "path": "/nowhere.xosc"}, "nowhere"), ({"car": "lorry"}, "")],
)  # fmt: skip
def test_a_recording_of_another_drive_is_refused(capsys, copy, about, why):
    (copy / "case.zip").unlink()
    rewritten(copy, about=about)
    code, _, err = run(capsys, "replay", str(copy), "--runtime")
    assert code == 2
    assert why in err


def test_a_damaged_recording_is_refused(capsys, copy):
    path = copy / "bus" / "000001.mcap"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    code, _, err = run(capsys, "replay", str(copy), "--runtime")
    assert code == 2
    assert "not a part of a recording" in err


class Kill:
    """Kills a domain's node once, when it has run for a while."""

    def __init__(self, monkeypatch, domain: str, after: float) -> None:
        self.killed, self.began, step = False, 0, Supervisor.step

        def stepped(supervisor: Supervisor, seconds: float) -> None:
            step(supervisor, min(seconds, 0.02))
            node = supervisor.nodes.get(domain)
            if node is None or not node.going or self.killed:
                return
            self.began = self.began or supervisor.clock.now()
            if supervisor.clock.now() - self.began > after * 1e9:
                os.kill(node.pid, signal.SIGKILL)
                self.killed = True

        monkeypatch.setattr(Supervisor, "step", stepped)


def test_a_killed_recorder_is_replaced_the_drive_goes_on_and_what_is_missing_is_said(capsys, tmp_path, monkeypatch):
    killer = Kill(monkeypatch, "recorder", 0.7)
    code, out, _ = run(capsys, "drive", "cut-in", "--timeout", "2", "--out", str(tmp_path), "--runtime", "--lang", "en")
    assert killer.killed
    assert code in (0, 1)
    assert "recorder: node ended" in out
    tape = Tape(tmp_path / "bus")
    missing = gaps(tape.entries())
    assert [name.partition(".")[0] for name in tape.cut] == ["000001"]
    assert 0 < missing["scene"] < 150
    assert int(read(tmp_path / "drive.mcap").drive["missing"]) > 0
    assert run(capsys, "replay", str(tmp_path), "--out", str(tmp_path / "seen"))[0] == 0
    code, out, _ = run(capsys, "replay", str(tmp_path), "--runtime", "--lang", "en")
    assert code == 1
    assert "words that the recording lacks" in out


def test_a_drive_without_a_verdict_closes_its_record_which_says_why(capsys, tmp_path, monkeypatch):
    killer = Kill(monkeypatch, "judge", 0.7)
    words = ("--timeout", "2", "--out", str(tmp_path), "--runtime", "--lang", "en")
    code, out, err = run(capsys, "drive", "cut-in", *words)
    assert killer.killed
    assert code == 4
    assert "node judge ended" in err
    assert "no verdict; the record holds what there was" in out
    record = read(tmp_path / "drive.mcap")
    assert "node judge ended" in record.drive["unfinished"]
    assert json.loads(record.drive["verdict"])["status"] == "infrastructure"
    assert len(record.scene.stamp) > 20
    assert run(capsys, "replay", str(tmp_path), "--out", str(tmp_path / "seen"))[0] == 0
    code, _, err = run(capsys, "verify", str(tmp_path))
    assert code == 2
    assert "came to no verdict: node judge ended" in err


class Dead:
    """A recorder that ends before it has kept anything, whenever it is started."""

    def __init__(self, *_, **__) -> None:
        pass

    def begin(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_drive_whose_recorder_kept_nothing_comes_to_its_verdict_and_says_what_is_lost(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("aureole.cli.booting.system.RecorderService", Dead)
    (tmp_path / "drive.mcap").write_text("of an earlier drive")
    words = ("--timeout", "1", "--out", str(tmp_path), "--runtime", "--lang", "en")
    code, out, _ = run(capsys, "drive", "cut-in", *words)
    assert code in (0, 1)
    assert "recorder: will not come back" in out
    assert "of the record is lost: " in out
    assert not (tmp_path / "drive.mcap").exists()
    assert (tmp_path / "report.html").exists()


def dying(monkeypatch, service: str, call: int) -> None:
    """A service's first process ends in a call: what it had to say is said, and what it remembers is not kept."""
    watch = Measured.watch

    def watched(measured: Measured, hosted, started: int) -> None:
        if (hosted.about.name, hosted.calls, hosted.kept) == (service, call, call - 1):
            os.kill(os.getpid(), signal.SIGKILL)
        watch(measured, hosted, started)

    monkeypatch.setattr(Measured, "watch", watched)


def fed_back(capsys, folder: Path) -> str:
    """What is said of a recording that holds every word, when it gives the same words again."""
    if gaps(Tape(folder / "bus").entries()):
        pytest.skip("this machine was too busy to record every word")
    code, out, _ = run(capsys, "replay", str(folder), "--runtime", "--lang", "en")
    assert code == 0, out
    return out


def test_a_drive_on_real_time_gives_the_same_words_again_though_a_node_died_in_a_call(capsys, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        dying(patched, "follower", 40)
        _, out, _ = run(
            capsys, "drive", "cut-in", "--timeout", "1", "--out", str(tmp_path), "--runtime", "--lang", "en"
        )
    assert "control: node ended" in out
    assert "follower: had begun anew at" in fed_back(capsys, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("domain", "port"), [("control", "world"), ("mind", "world"), ("guard", "can")])
def test_a_drive_on_real_time_gives_the_same_words_again_when_a_node_was_killed_anywhere(
    capsys, tmp_path, monkeypatch, domain, port
):  # fmt: skip
    with monkeypatch.context() as patched:
        killer = Kill(patched, domain, 0.7)
        run(capsys, "drive", "cut-in", "--timeout", "2", "--out", str(tmp_path), "--runtime", "--port", port)
    assert killer.killed
    assert ": had begun anew at" in fed_back(capsys, tmp_path)


def test_a_record_on_real_time_without_its_recording_is_refused(capsys, tmp_path):
    run(capsys, "drive", "cut-in", "--timeout", "0.5", "--out", str(tmp_path), "--runtime")
    shutil.rmtree(tmp_path / "bus")
    code, _, err = run(capsys, "replay", str(tmp_path), "--runtime")
    assert code == 2
    assert "a drive on real time" in err


@contextlib.contextmanager
def small_disk(path, size):
    """A disk of that size at a path."""
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)], check=False, capture_output=True
    ).returncode  # fmt: skip
    if not mounted:
        pytest.skip("this user cannot mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(path)], check=True)


def test_on_a_full_disk_the_drive_comes_to_its_verdict_and_the_record_says_what_it_lacks(capsys, tmp_path, logical):
    bus = tmp_path / "bus"
    bus.mkdir()
    words = ("--timeout", "1.5", "--out", str(tmp_path), "--runtime", "--clock", "logical", "--lang", "en")
    with small_disk(bus, "40k"):
        _, out, _ = run(capsys, "drive", "cut-in", *words)
    assert read(logical / "drive.mcap").drive["digest"] in out
    assert "No space left on device" in out
    assert int(read(tmp_path / "drive.mcap").drive["missing"]) > 0


def test_on_a_disk_that_is_full_from_the_beginning_the_drive_comes_to_its_verdict(capsys, tmp_path, logical):
    words = ("--timeout", "1.5", "--out", str(tmp_path), "--runtime", "--clock", "logical", "--lang", "en")
    with small_disk(tmp_path, "4k"):
        (tmp_path / "full").write_bytes(bytes(4096))
        code, out, err = run(capsys, "drive", "cut-in", *words)
    assert code in (0, 1)
    assert read(logical / "drive.mcap").drive["digest"] in out
    assert "of the record is lost: " in out
    assert "No space left on device" in err


@pytest.mark.parametrize("words", [("--record-limit", "5000000"), ("--runtime", "--record-limit", "10")])
def test_a_limit_that_means_nothing_is_refused(capsys, words):
    code, _, err = run(capsys, "drive", "cut-in", *words)
    assert code == 2
    assert "--record-limit" in err
