"""Perceived instead of given, on the command line: driven, kept, driven again the same, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.exam.sightless import network

SHORT = ("--timeout", "1", "--senses", "perceived")


@pytest.fixture
def net(tmp_path: Path) -> Path:
    """A network that sees nothing."""
    return network(tmp_path / "net.onnx")


def test_a_drive_that_perceives_is_the_same_again_and_is_not_verified_with_another_network(net, tmp_path, capsys):
    out, more = tmp_path / "out", ("--weather", "night", "--fault", "blind:left@0.5", "--fault", "drop:0.2")
    code, told, _ = run(capsys, "drive", "cut-in", *SHORT, "--perception", str(net), *more, "--out", str(out), "--json")
    assert code in (0, 1)
    verdict = json.loads(told)
    assert verdict["extra"]["senses"] == "perceived"
    assert verdict["extra"]["weather"] == "night"
    assert verdict["extra"]["faults"] == "blind:left@0.5 drop:0.2"
    assert "perceived · night" in (out / "report.html").read_text(encoding="utf-8")
    for name in ("drive.mcap", "case.zip"):
        assert run(capsys, "verify", str(out / name))[0] == 0
    code, told, _ = run(capsys, "drive", str(out / "case.zip"), "--out", str(tmp_path / "again"), "--json")
    assert (code, json.loads(told)["again"]["holds"]) == (0, True)
    code, told, _ = run(capsys, "drive", str(out / "case.zip"), "--weather", "day", "--out", str(tmp_path / "day"))
    assert "--weather" in told
    network(net, fails=True)
    for name in ("drive.mcap", "case.zip"):
        code, _, err = run(capsys, "verify", str(out / name))
        assert code == 2
        assert "the network of perception has changed" in err


def test_a_drive_that_is_given_things_says_so_and_packs_no_word_more(tmp_path, capsys):
    out = tmp_path / "out"
    _, told, _ = run(capsys, "drive", "cut-in", "--timeout", "1", "--out", str(out), "--json")
    assert json.loads(told)["extra"]["senses"] == "given"
    import zipfile

    with zipfile.ZipFile(out / "case.zip") as archive:
        assert "looks" not in json.loads(archive.read("case.json"))


def test_weather_and_faults_change_a_drive_that_perceives(net, tmp_path, capsys):
    digests = set()
    for more in ((), ("--fault", "blind:front")):
        words = ("drive", "cut-in", *SHORT, "--perception", str(net), "--out", str(tmp_path / str(len(digests))))
        digests.add(json.loads(run(capsys, *words, "--json", *more)[1])["digest"])
    assert len(digests) == 2


def test_a_network_that_gives_what_is_no_number_fails_the_drive_for_perceiving(tmp_path, capsys):
    net = network(tmp_path / "net.onnx", fails=True)
    words = ("cut-in", *SHORT, "--perception", str(net), "--out", str(tmp_path / "out"), "--json")
    code, told, _ = run(capsys, "drive", *words)
    verdict = json.loads(told)
    assert (code, verdict["status"], verdict["blame"]) == (1, "failed", "perceive")
    assert verdict["events"][0]["name"] == "bad_plan"
    assert "perception failed" in verdict["events"][0]["text"]


def test_an_exam_that_perceives_does_not_depend_on_batch_or_processes_and_keeps_how_it_saw(net, tmp_path, capsys):
    out = tmp_path / "exam"
    words = ("exam", "quick", *SHORT, "--perception", str(net), "--weather", "rain", "--jobs", "2", "--out", str(out))
    run(capsys, *words)
    found = json.loads((out / "verdicts.json").read_text())
    setup = found["machine"]["setup"]
    assert (setup["senses"], setup["weather"], setup["perception"]) == ("perceived", "rain", str(net))
    assert {case["extra"]["senses"] for case in found["cases"]} == {"perceived"}
    assert all(case["digest"] for case in found["cases"])
    code, told, _ = run(capsys, "verify", str(out), "--shard", "1", "--json")
    assert (code, json.loads(told)["holds"]) == (0, True)
    given = tmp_path / "given"
    run(capsys, "exam", "quick", "--timeout", "1", "--jobs", "2", "--out", str(given))
    _, told, _ = run(capsys, "compare", str(given), str(out), "--out", str(tmp_path / "compared"))
    assert "senses" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cut-in", "--weather", "fog"), "--weather fog with --senses given"),
        (("cut-in", "--fault", "drop:0.1"), "--fault drop:0.1 with --senses given"),
        (("cut-in", "--senses", "dreamt"), "there are given and perceived"),
        (("cut-in", "--senses", "perceived", "--car", "lorry"), "the car 'lorry' has no eyes"),
        (("cut-in", "--senses", "perceived", "--fault", "blind:tail"), "the car has no eye 'tail'"),
        (("cut-in", "--senses", "perceived", "--weather", "hail"), "there is no weather 'hail'"),
        (("cut-in", "--senses", "perceived", "--driver", "passive"), "it looks at nothing"),
    ],
)
def test_what_cannot_be_driven_is_refused_by_name(words, said, net, capsys):
    more = ("--perception", str(net)) if "perceived" in words else ()
    code, _, err = run(capsys, "drive", *words, *more)
    assert code == 2
    assert said in err
    code, _, err = run(capsys, "exam", "quick", *words[1:], *more)
    assert code == 2
    assert said in err


def test_a_log_is_not_looked_at(net, data, tmp_path, capsys):
    log = data / "log-ngsim-commonroad" / "USA_US101-1_1_T-1.xml.gz"
    for verb in ("drive", "exam"):
        words = (verb, str(log), "--senses", "perceived", "--perception", str(net), "--out", str(tmp_path / verb))
        code, _, err = run(capsys, *words)
        assert code == 2
        assert "on a log" in err
