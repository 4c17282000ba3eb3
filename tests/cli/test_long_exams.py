"""An exam that is killed, stopped, or runs out of disk goes on where it was, and comes to the same verdicts."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from aureole.cli.life.telling import Teller
from aureole.world.scenarios.embedded import library

CASES = ("cut-in", "cut-out", "squeeze", "standing-car", "crossing-pedestrian")
DRIVER = '''
import os, time
from pathlib import Path
from aureole.drivers.rules.driver import Rules

class Stops(Rules):
    """In its third drive it waits for ever, unless it is told to go."""
    def reset(self, mission):
        with open("begun", "a") as file:
            file.write("x")
        if Path("begun").stat().st_size == 3 and not Path("go").exists():
            Path("here.part").write_text(str(os.getpid()))
            os.rename("here.part", "here")
            time.sleep(600)
        return super().reset(mission)
'''
BLIND = """
    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        plan.speed[:] = float("nan")
        return plan, mind
"""


@pytest.fixture
def place(tmp_path):
    """A folder with a driver that stops in the middle."""
    (tmp_path / "stopping.py").write_text(DRIVER)
    return tmp_path


def command(out, *more):
    files = [str(library.find(name).path) for name in CASES]
    words = ["exam", *files, "--driver", "stopping:Stops", "--timeout", "0.5", "--out", str(out)]
    jobs = () if "--jobs" in more else ("--jobs", "1")
    return [sys.executable, "-m", "aureole", *words, *jobs, *more]


def run(place, out, *more):
    """To its end; the exit code and what it said."""
    done = subprocess.run(command(out, *more), cwd=place, capture_output=True, text=True, check=False, timeout=200)
    return done.returncode, done.stdout, done.stderr


def halfway(place, out, *more):
    """An exam that waits in its third drive, and the process id of its worker."""
    exam = subprocess.Popen(
        command(out, *more),
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (place / "here").exists():
        assert exam.poll() is None, exam.communicate()
        try:
            exam.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    return exam, int((place / "here").read_text())


def verdicts(out):
    """What `verdicts.json` says, but for the seconds."""
    found = json.loads((out / "verdicts.json").read_text())
    for counts in found["summary"].values():
        counts["seconds"] = 0.0
    return found


def gone(pid):
    """Whether a process ends by itself."""
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(20)
    return not psutil.pid_exists(pid)


@pytest.fixture
def straight(place):
    """The verdicts of the exam that nobody interrupts."""
    other = place / "straight"
    other.mkdir()
    shutil.copy(place / "stopping.py", other)
    (other / "go").touch()
    assert run(other, other / "out")[0] in (0, 1)
    assert not (other / "out" / "exam.journal").exists()
    return verdicts(other / "out")


def test_an_exam_killed_in_the_middle_leaves_no_process_and_goes_on(place, straight):
    out = place / "out"
    exam, worker = halfway(place, out)
    exam.kill()
    exam.communicate()
    assert gone(worker)
    assert not (out / "verdicts.json").exists()
    before = (place / "begun").stat().st_size
    code, _, said = run(place, out)
    assert (code, "2 drives are done" in said, "--resume" in said) == (2, True, True)
    (place / "go").touch()
    code, said, _ = run(place, out, "--resume", "--jobs", "2")
    assert code in (0, 1)
    assert "2 of 5 drives are known" in said
    assert verdicts(out) == straight
    assert not (out / "exam.journal").exists()
    assert (place / "begun").stat().st_size >= before + 3


def test_ctrl_c_ends_the_workers_and_says_how_to_go_on(place):
    exam, worker = halfway(place, place / "out")
    os.killpg(exam.pid, signal.SIGINT)
    _, said = exam.communicate(timeout=60)
    assert exam.returncode == 130
    assert "--resume" in said
    assert "Traceback" not in said
    assert gone(worker)
    assert (place / "out" / "exam.journal").exists()


def test_another_exam_does_not_go_on_with_a_journal(place):
    exam, _ = halfway(place, place / "out")
    exam.kill()
    exam.communicate()
    (place / "go").touch()
    code, _, said = run(place, place / "out", "--resume", "--dt", "0.02")
    assert code == 2
    assert "what differs: step (0.01 then, 0.02 now)" in said
    with (place / "stopping.py").open("a") as file:
        file.write("# another driver\n")
    code, _, said = run(place, place / "out", "--resume")
    assert code == 2
    assert "drivers" in said


def test_two_exams_do_not_write_the_same_folder(place):
    exam, _ = halfway(place, place / "out")
    code, _, said = run(place, place / "out", "--resume")
    exam.kill()
    exam.communicate()
    assert code == 2
    assert "another exam is going on in this folder" in said


def test_nothing_to_resume_begins_at_the_start_and_says_so(place):
    (place / "go").touch()
    code, said, _ = run(place, place / "out", "--resume")
    assert code in (0, 1)
    assert "begins at the start" in said


def test_it_is_said_what_goes_once_more_for_the_report_and_that_it_is_written(capsys):
    teller = Teller("en", 2, 1)
    teller.begin(120, None)
    teller.again(3)
    teller.shown(1)
    teller.shown(2)
    teller.writing()
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == [
        "the report replays 3 of 120 drives; these go once more", "3/3", "writing verdicts and report",
    ]  # fmt: skip


@pytest.fixture
def small(place):
    """A folder on a disk of its own that holds three pages."""
    folder = place / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_a_full_disk_ends_the_exam_with_its_journal_whole_and_it_goes_on(place, small, straight):
    (place / "go").touch()
    out = small / "out"
    code, _, said = run(place, out)
    assert code == 4
    assert "No space left on device" in said
    assert "--resume" in said
    assert "Traceback" not in said
    assert (out / "exam.journal").read_bytes().endswith(b"\n")
    subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
    code, said, _ = run(place, out, "--resume")
    assert code in (0, 1)
    assert "drives are known from before" in said
    assert verdicts(out) == straight


def test_json_is_all_that_is_on_standard_output(place):
    (place / "go").touch()
    with (place / "stopping.py").open("a") as file:
        file.write("print('imported')\n")
    code, said, _ = run(place, place / "out", "--json", "--keep", "1")
    assert code in (0, 1)
    assert json.loads(said)["stopping:Stops"]["cases"] == 5


def test_a_driver_that_hangs_when_it_is_imported_fails_and_the_exam_ends(tmp_path):
    (tmp_path / "stopping.py").write_text("import time\ntime.sleep(600)\n")
    code, _, said = run(tmp_path, tmp_path / "out", "--patience", "1")
    assert code == 1, said
    found = verdicts(tmp_path / "out")
    assert {case["status"] for case in found["cases"]} == {"failed"}
    assert {case["blame"] for case in found["cases"]} == {"timing"}


def test_a_driver_that_is_not_there_is_refused_before_anything_is_written(tmp_path):
    code, _, said = run(tmp_path, tmp_path / "out")
    assert code == 2
    assert "No module named 'stopping'" in said
    assert not (tmp_path / "out").exists()


def test_the_records_of_failures_are_written_by_workers(place):
    (place / "go").touch()
    (place / "stopping.py").write_text(DRIVER + BLIND)
    code, _, _ = run(place, place / "out", "--keep", "2")
    assert code == 1
    records = sorted(path.parent.name for path in Path(place / "out" / "records").glob("*/drive.mcap"))
    assert len(records) == 2
