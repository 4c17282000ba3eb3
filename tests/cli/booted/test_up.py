"""A car really booted, asked from other processes, stopped and killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from aureole.cli.journal.reading import lines
from aureole.cli.journal.writing import Line
from tests.cli.test_commands import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")

LEFT = {"journal.jsonl", "trouble-codes.json", "recording"}  # when a car has ended
BOOTS = 240.0  # s; on a machine that is busy, and whose kernels may have to be compiled


def aureole(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "aureole", *words], env=env(folder), capture_output=True, text=True, timeout=BOOTS,
        check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stdout + done.stderr
    return done


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def here(capsys, monkeypatch):
    """A command in this process: loading everything anew takes longer than most of them."""

    def call(folder: Path, *words: str) -> Done:
        monkeypatch.setenv("AUREOLE_STATE", str(folder))
        return Done(*run(capsys, *words))

    return call


def env(folder: Path) -> dict[str, str]:
    return {**os.environ, "AUREOLE_STATE": str(folder), "LANG": "C.UTF-8"}


class Car:
    """`aureole up` in a process of its own."""

    def __init__(self, folder: Path, *words: str, before: tuple[str, ...] = ()) -> None:
        """`before`: what the command is run through."""
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.said = (folder / "said").open("w+")
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "aureole", "up", *words], env=env(folder), stdout=self.said,
            stderr=self.said,
        )  # fmt: skip
        end = time.monotonic() + BOOTS
        while "going" not in self.events():
            assert self.process.poll() is None, (folder / "said").read_text()
            assert time.monotonic() < end, "it does not boot"
            time.sleep(0.1)

    def lines(self) -> list[Line]:
        path = self.folder / "journal.jsonl"
        return lines(path) if path.exists() and path.stat().st_size else []

    def events(self) -> list[str]:
        found = self.lines()
        run = [line for line in found if line.run == found[-1].run] if found else []
        return [line.what for line in run]

    def status(self, call) -> dict:
        done = call(self.folder, "status", "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        code = self.process.wait(60.0)
        self.said.close()
        return code


@pytest.fixture
def car(tmp_path):
    found = Car(tmp_path / "state")
    yield found
    if found.process.poll() is None:
        found.end(signal.SIGKILL)
    else:
        found.said.close()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_a_car_lives_through_questions_a_death_and_its_end(car, here):
    """One boot for several facts: it takes seconds."""
    status = car.status(here)
    assert [each["name"] for each in status["services"]] == ["port", "driver", "follower", "guard", "recorder"]
    assert all(alive(each["pid"]) for each in status["services"])
    assert {each["name"] for each in status["topics"]} == {"scene", "observation", "plan", "wish", "command"}
    top = json.loads(here(car.folder, "top", "--once", "--json").stdout)
    assert {each["name"] for each in top["chains"]} == {"control", "decision"}
    assert all(each["rate"] > 0.0 for each in top["services"])
    assert "CHAINS" in here(car.folder, "top", "--once", "--lang", "en").stdout
    svg = car.folder / "top.svg"
    assert here(car.folder, "top", "--once", "--svg", str(svg)).returncode == 0
    assert svg.read_text().startswith("<svg")
    assert all(word not in svg.read_text() for word in ("@font-face", "url(http", "<image"))
    second = here(car.folder, "up", "suv")
    assert (second.returncode, "runs already" in second.stderr) == (2, True)
    os.kill(status["services"][1]["pid"], signal.SIGKILL)
    wait_until(lambda: car.events().count("started") == 6)
    again = car.status(here)
    assert again["services"][1]["restarts"] == 1
    assert again["pid"] == status["pid"]
    assert "node ended" in here(car.folder, "log", "--service", "driver", "--what", "ended", "--lang", "en").stdout
    assert "U1A00" in {each["code"] for each in again["codes"]}
    assert "U1A00 mind" in here(car.folder, "log", "--codes", "--lang", "en").stdout
    assert here(car.folder, "log", "--clear-codes").returncode == 0
    assert "U1A00" not in {each["code"] for each in car.status(here)["codes"]}
    assert car.end(signal.SIGTERM) == 0
    assert not any(alive(each["pid"]) for each in again["services"])
    assert {path.name for path in car.folder.iterdir()} == {*LEFT, "said", "top.svg"}
    assert any(path.stat().st_size for path in (car.folder / "recording").glob("*.mcap"))
    assert car.events()[-1] == "stopped"
    assert here(car.folder, "status").returncode == 3
    told = here(car.folder, "log", "--lang", "zh")
    assert (told.returncode, "已停止：SIGTERM" in told.stdout) == (0, True)


def test_when_it_is_killed_nothing_goes_on_and_the_next_one_recovers(car, here):
    status = car.status(here)
    os.kill(status["services"][1]["pid"], signal.SIGSTOP)  # who is stopped cannot see that its supervisor has gone
    car.end(signal.SIGKILL)
    assert (car.folder / "up.sock").exists()
    assert here(car.folder, "status").returncode == 3
    assert "without a word" in here(car.folder, "log", "--lang", "en").stderr
    wait_until(lambda: not any(alive(each["pid"]) for each in status["services"]))
    done = aureole(car.folder, "up", "sedan", "--seconds", "0.5", "--json")
    assert done.returncode == 0, done.stderr
    whats = [json.loads(line)["what"] for line in done.stdout.splitlines()]
    assert whats[:2] == ["recovered", "booted"]
    assert whats[-1] == "stopped"
    assert not (car.folder / "up.sock").exists()


def test_in_the_background_it_runs_on_until_it_is_told_to_stop(tmp_path, here):
    done = aureole(tmp_path, "up", "sedan", "--detach")
    assert done.returncode == 0, done.stderr
    try:
        assert "aureole up --stop" in done.stdout
        assert json.loads(here(tmp_path, "status", "--json").stdout)["mode"] == "full"
    finally:
        assert here(tmp_path, "up", "--stop").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == LEFT


def without_rights() -> tuple[str, ...]:
    """What takes from root the rights that an ordinary user has not, and what a limit lends to anybody."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root's rights can only be taken away with setpriv")
    limits = ("prlimit", "--rtprio=0:0", "--memlock=65536:65536") if shutil.which("prlimit") else ()
    return (*limits, "setpriv", "--bounding-set=-sys_nice,-ipc_lock,-sys_resource")


def test_a_folder_that_cannot_be_used_says_so(here, tmp_path):
    (tmp_path / "file").write_text("")
    for words in (("up", "sedan"), ("log",), ("status",)):
        done = here(tmp_path / "file", *words)
        assert done.returncode in (3, 4)
        assert "→" in done.stderr


def test_without_rights_it_runs_and_names_what_this_machine_does_not_grant(tmp_path, here):
    car = Car(tmp_path / "state", before=without_rights())
    try:
        status = car.status(here)
        refused = [each for each in status["facilities"] if not each["granted"]]
        assert refused
        assert "not granted" in here(car.folder, "status", "--lang", "en").stdout
        assert "未授予" in here(car.folder, "top", "--once", "--lang", "zh").stdout
        wait_until(lambda: "not granted" in (car.folder / "said").read_text())
        assert all(each["calls"] > 0 for each in car.status(here)["services"])
    finally:
        assert car.end(signal.SIGINT) == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("up", "nosuch"), 2, "no car named"),
        (("up", "sedan", "--case", "nosuch"), 2, "nosuch"),
        (("up", "sedan", "--driver", "passive"), 2, "nothing is controlled"),
        (("up", "sedan", "--port", "nosuch"), 2, "there are world"),
        (("up", "sedan", "--seconds", "-1"), 2, "expected seconds"),
        (("up", "--stop"), 3, "no car runs here"),
        (("status",), 3, "aureole up sedan"),
        (("top", "--once"), 3, "no car runs here"),
        (("top", "--svg", "x.svg"), 2, "--once"),
        (("log",), 3, "nothing was written down"),
        (("log", "--since", "yesterday"), 2, "10m"),
        (("log", "--codes", "--follow"), 2, "stand alone"),
        (("up", "--record-limit", "5"), 2, "at least"),
        (("up", "--port", "recorded"), 2, "without a recording"),
        (("up", "--channel", "can0"), 2, "--port can"),
    ],
)
def test_what_cannot_be_says_why_and_what_to_do(here, tmp_path, words, code, said):
    done = here(tmp_path, *words)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "→" in done.stderr or "expected seconds from" in done.stderr
