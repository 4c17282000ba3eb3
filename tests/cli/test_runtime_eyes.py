"""`aureole drive --runtime --senses perceived`: cameras, eyes and mind in processes of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aureole.cli.booted.car import Keeps, car_system
from aureole.cli.booting.eyes import PERCEIVE, with_eyes
from aureole.cli.booting.ports import CAMERAS, WorldBehind
from aureole.cli.booting.recorded import opened
from aureole.cli.booting.system import manned
from aureole.core.errors import Unsupported
from aureole.drivers.rules.driver import Rules
from aureole.exam.setup import Setup
from aureole.runtime.services.perceiving import PERCEIVED, PICTURES
from aureole.vehicle.cars import load
from aureole.vehicle.manifest.consistency import check
from tests.cli.test_commands import run
from tests.exam.sightless import network

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the operating system of the car needs Linux")
FAULTS = ("--weather", "dusk", "--fault", "blind:left@0.3", "--fault", "drop:0.3")


@pytest.fixture
def net(tmp_path: Path) -> Path:
    """A network that sees nothing."""
    return network(tmp_path / "net.onnx")


def test_on_logical_time_a_drive_that_perceives_is_that_of_one_process_and_its_replays_are_identical(
    net, capsys, tmp_path
):
    words = ("drive", "cut-in", "--timeout", "1.5", "--senses", "perceived", "--perception", str(net), *FAULTS)
    usual, through = tmp_path / "usual", tmp_path / "through"
    first, said, _ = run(capsys, *words, "--json", "--out", str(usual))
    again, told, _ = run(capsys, *words, "--json", "--out", str(through), "--runtime", "--clock", "logical")
    assert (again, json.loads(told)) == (first, json.loads(said))
    assert (through / "drive.mcap").read_bytes() == (usual / "drive.mcap").read_bytes()
    for folder in (usual, through):
        code, told, err = run(capsys, "replay", str(folder), "--runtime", "--json")
        found = json.loads(told)
        assert (code, found["identical"]) == (0, True), (told, err)
    topics = {each["topic"]: each["same"] for each in found["topics"]}
    assert topics[PERCEIVED] == topics["plan"] > 10


def test_a_packed_drive_tells_that_another_network_sees_now_and_is_not_replayed_with_it(net, capsys, tmp_path):
    words = ("drive", "cut-in", "--timeout", "1", "--senses", "perceived", "--perception", str(net))
    run(capsys, *words, "--out", str(tmp_path / "out"), "--runtime", "--clock", "logical")
    packed = str(tmp_path / "out" / "case.zip")
    again = ("drive", packed, "--runtime", "--clock", "logical", "--out", str(tmp_path / "again"))
    code, told, _ = run(capsys, *again, "--json")
    first = json.loads(told)
    assert (code, first["again"]["same_eyes"], first["again"]["holds"]) == (0, True, True)
    network(net, note="another file that sees as much")
    code, told, _ = run(capsys, *again)
    assert "the network of perception has changed since: this is another drive" in told
    assert "the driver's sources or weights have changed" not in told
    assert code == {"passed": 0, "failed": 1}[first["status"]]
    for path in (packed, str(tmp_path / "out")):
        code, _, err = run(capsys, "replay", path, "--runtime")
        assert code == 2
        assert "the network of perception has changed" in err


@pytest.mark.parametrize("clock", ["real", "logical"])
def test_eyes_that_give_what_is_no_number_fail_the_drive_and_perceiving_is_blamed(capsys, tmp_path, clock):
    net = network(tmp_path / "net.onnx", fails=True)
    words = ("drive", "cut-in", "--timeout", "3", "--senses", "perceived", "--perception", str(net), "--json")
    code, out, _ = run(capsys, *words, "--out", str(tmp_path / "out"), "--runtime", "--clock", clock)
    verdict = json.loads(out)
    assert (code, verdict["status"], verdict["blame"]) == (1, "failed", "perceive")
    assert "perception failed" in verdict["events"][0]["text"]


@pytest.mark.parametrize("domain", ["eyes", CAMERAS])
def test_eyes_and_cameras_that_are_killed_come_back_and_the_drive_ends_in_a_named_mode(net, tmp_path, domain):
    out = tmp_path / "out"
    words = ["drive", "cut-in", "--timeout", "6", "--senses", "perceived", "--perception", str(net), "--runtime"]
    with subprocess.Popen(
        [sys.executable, "-m", "aureole", *words, "--out", str(out)], stdout=subprocess.PIPE, text=True
    ) as drive:
        os.kill(born(out / "journal.jsonl", domain, 1), signal.SIGKILL)
        born(out / "journal.jsonl", domain, 2)
        told, _ = drive.communicate(timeout=120)
    assert drive.returncode in (0, 1)
    assert re.search(r"the drive ended in mode \w+", told), told
    assert f"{domain}: node ended" in told


def born(journal: Path, domain: str, times: int) -> int:
    """The process of a node, once it was started so many times."""
    end = time.monotonic() + 120.0
    while time.monotonic() < end:
        lines = journal.read_text().splitlines() if journal.exists() else []
        found = [json.loads(line) for line in lines if line.endswith("}")]
        started = [each["en"] for each in found if (each["domain"], each["what"]) == (domain, "started")]
        if len(started) >= times:
            return int(started[times - 1].rpartition(" ")[2])
        time.sleep(0.02)
    raise AssertionError(f"node {domain} was not started {times} times")


@pytest.mark.parametrize("name", ["sedan", "suv"])
def test_a_car_with_eyes_is_sound_and_its_driver_is_told_nothing_but_what_they_see(name):
    car = with_eyes(load(name))
    assert not [finding for finding in check(car) if finding.severe]
    driver = next(each for each in car.services if each.entry == "driver")
    assert [topic.name for topic in car.topics if driver.name in topic.readers] == [PERCEIVED]
    assert next(topic for topic in car.topics if topic.name == PICTURES).readers == ("recorder", PERCEIVE)
    decision = next(chain for chain in car.chains if driver.name in chain.services)
    assert decision.services.index(PERCEIVE) + 1 == decision.services.index(driver.name)
    before = next(chain for chain in load(name).chains if chain.name == decision.name)
    assert decision.deadline > before.deadline
    drawn = WorldBehind().chain(decision)
    assert drawn.services.index(CAMERAS) + 1 == drawn.services.index(PERCEIVE)
    control = next(chain for chain in car.chains if driver.name not in chain.services)
    assert control in load(name).chains
    assert WorldBehind().chain(control) == control


PERCEIVED_SO = ("--senses", "perceived", "--runtime")


@pytest.mark.parametrize(
    ("words", "said", "remedy"),
    [
        (("drive", "cut-in", *PERCEIVED_SO, "--port", "can"), "--senses perceived with --port can", "leave one"),
        (("drive", "FOLDER", *PERCEIVED_SO, "--port", "recorded"), "--senses with --port recorded", "leave it out"),
        (("up", "sedan", "--senses", "perceived"), "--senses perceived with aureole up", "leave it out; one drive can"),
        (("up", "sedan", "--port", "can", "--senses", "perceived"), "perceived with aureole up", "aureole drive"),
        (("up", "sedan", "--senses", "dreamt"), "--senses dreamt with aureole up", "leave it out"),
    ],
)
def test_where_nobody_draws_pictures_perceiving_is_refused_by_name_with_a_remedy(words, said, remedy, net, capsys):
    more = ("--perception", str(net)) if words[1] == "cut-in" else ()
    code, _, err = run(capsys, *words, *more)
    assert code == 2
    assert said in err
    assert remedy in err


def test_a_packed_drive_that_perceived_is_not_driven_again_over_a_can_bus(net, capsys, tmp_path):
    words = ("drive", "cut-in", "--timeout", "0.5", "--senses", "perceived", "--perception", str(net))
    run(capsys, *words, "--out", str(tmp_path))
    code, _, err = run(capsys, "drive", str(tmp_path / "case.zip"), "--runtime", "--port", "can")
    assert code == 2
    assert "--senses perceived with --port can" in err


@pytest.mark.parametrize("senses", ["given", "perceived"])
def test_a_car_that_brings_its_own_perception_is_refused_by_name_with_a_remedy(senses, tmp_path):
    car = with_eyes(load("sedan"))
    setup = Setup("rules", Rules, car=car, senses=senses)
    ground: Any = SimpleNamespace(ground=("case", SimpleNamespace(car=car), 0.01, None))
    for refused in (
        lambda: manned(car, setup),
        lambda: car_system(setup, ground, Keeps(tmp_path, 1)),
        lambda: opened(tmp_path, setup),
    ):
        with pytest.raises(Unsupported, match="service perceive: entry perceive") as error:
            refused()
        assert "aureole drive --senses perceived --runtime" in str(error.value.remedy)
