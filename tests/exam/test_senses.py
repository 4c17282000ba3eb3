"""Given or perceived: what can be asked for, what is refused, and what an exam keeps of it."""

import subprocess
import sys
from dataclasses import replace

import pytest

from aureole.core.errors import BadInput, Blind
from aureole.drivers.rules.driver import Rules
from aureole.exam.drive import broken
from aureole.exam.given import asked, shown, told
from aureole.exam.life.identity import terms
from aureole.exam.report.again import command
from aureole.exam.senses import as_before, checked, refuse_logs
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.cases import SuiteCase
from aureole.runtime.loop import DriverFailure
from aureole.vehicle import cars
from tests.exam.sightless import network

SETUP = Setup("rules", Rules)


@pytest.fixture
def sees(tmp_path):
    """The terms of a drive that perceives by a network of its own."""
    return replace(SETUP, senses="perceived", perception=str(network(tmp_path / "net.onnx")))


def test_drives_are_given_things_unless_something_else_is_asked_for():
    assert checked(SETUP) == SETUP
    assert told(SETUP) == {"senses": "given"}
    assert shown(told(SETUP)) == ""


def test_what_was_asked_for_is_told_and_can_be_asked_for_again(sees):
    setup = checked(replace(sees, weather="night", faults=("blind:front@5", "drop:0.3")))
    known = told(setup)
    assert known["senses"], known["faults"] == ("perceived", "blind:front@5 drop:0.3")
    assert checked(replace(SETUP, **asked(known))) == setup
    assert shown(known).startswith("perceived · night · blind:front@5 drop:0.3")
    assert asked({}) == {"senses": "given", "weather": "", "faults": (), "perception": ""}


def test_few_worlds_are_driven_side_by_side_when_each_has_its_pictures(sees):
    assert checked(sees).shard == 64
    assert checked(replace(sees, shard=3)).shard == 3


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"senses": "guessed"}, "--senses guessed: there are given and perceived"),
        ({"weather": "night"}, "--weather night with --senses given"),
        ({"faults": ("drop:0.1", "latency:1")}, "--fault drop:0.1 latency:1 with --senses given"),
        ({"perception": "net.onnx"}, "--perception net.onnx with --senses given"),
        ({"senses": "perceived", "driver": "passive"}, "it looks at nothing"),
        ({"senses": "perceived", "weather": "hail"}, "there is no weather 'hail'"),
        ({"senses": "perceived", "faults": ("blind:nose",)}, "has no eye 'nose'"),
        ({"senses": "perceived", "car": cars.load("lorry")}, "the car 'lorry' has no eyes"),
        ({"senses": "perceived", "car": cars.load("point")}, "the car 'point' has no eyes"),
        ({"senses": "perceived", "perception": "nowhere.onnx"}, "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_driven(more, said):
    with pytest.raises(BadInput) as refusal:
        checked(replace(SETUP, **more))
    assert said in str(refusal.value)


def test_what_is_no_network_of_perception_is_refused(tmp_path):
    (tmp_path / "bad.onnx").write_bytes(b"\x08\x0a\xff")
    with pytest.raises(BadInput) as refusal:
        checked(replace(SETUP, senses="perceived", perception=str(tmp_path / "bad.onnx")))
    assert "bad.onnx" in refusal.value.place


def test_a_log_is_not_looked_at(tmp_path):
    (tmp_path / "log.pkl").write_bytes(b"")
    case = SuiteCase("log", tmp_path / "log.pkl", {})
    refuse_logs([case], "given")
    with pytest.raises(BadInput, match="on a log") as refusal:
        refuse_logs([case], "perceived")
    assert refusal.value.place == str(tmp_path / "log.pkl")
    assert refusal.value.remedy


def test_other_senses_weather_faults_or_weights_are_another_exam(sees):
    known = terms([SETUP])
    others = [
        {"senses": "perceived"}, {"weather": "fog"}, {"faults": ("drop:0.1",)}, {"faults": ("drop:0.2",)},
        {"perception": "net.onnx"}, {"sight": "00ff"},
    ]  # fmt: skip
    found = [terms([replace(SETUP, **more)]) for more in others]
    assert all(one != known for one in found)
    assert found[2] != found[3]


def test_another_network_than_the_one_that_saw_is_refused(sees, tmp_path):
    setup = checked(sees)
    as_before(setup, setup.sight, "here")
    network(tmp_path / "net.onnx", fails=True)
    with pytest.raises(BadInput, match="has changed") as refusal:
        as_before(checked(sees), setup.sight, "here")
    assert setup.sight in str(refusal.value)
    with pytest.raises(BadInput, match="no hash saw"):
        as_before(setup, "", "here")


def failure(cause):
    found = DriverFailure(f"{type(cause).__name__}: {cause}")
    found.__cause__ = cause
    return found


def test_a_network_that_fails_is_a_matter_of_perceiving_and_a_driver_that_fails_one_of_deciding(sees):
    drive = Drive(SuiteCase("cut-in", "cut_in.xosc", {}), 3)
    for cause, blame in (
        (Blind("perception failed: 'heat' holds what is no number"), "perceive"),
        (ValueError(), "decide"),
    ):
        verdict = broken(drive, sees, failure(cause))
        assert (verdict.status, verdict.blame, verdict.events[0].name) == ("failed", blame, "bad_plan")
        assert verdict.extra["senses"] == "perceived"
    assert broken(drive, sees, Blind("perception failed")).status == "infrastructure"  # nobody asked a driver


def test_the_command_that_drives_a_line_of_a_report_again_says_how_it_saw(sees):
    drive = Drive(SuiteCase("cut-in", "cut_in.xosc", {}), 3)
    setup = replace(sees, weather="rain", faults=("blind:left", "drop:0.5"), perception="/net.onnx")
    words = command(broken(drive, setup, failure(ValueError())))
    assert "--senses perceived --weather rain --perception /net.onnx --fault blind:left --fault drop:0.5" in words
    assert "--senses" not in command(broken(drive, SETUP, failure(ValueError())))


def test_drives_that_are_given_things_load_neither_cameras_nor_networks_of_perception():
    words = "import sys, aureole.exam.examine; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout.split()
    assert "aureole.exam.senses" in loaded
    for room in ("aureole.world.sensing.cameras", "aureole.world.sensing.eyes", "aureole.drivers.perception"):
        assert not [name for name in loaded if name.startswith(room)]
