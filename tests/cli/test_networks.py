"""Networks on the command line: named by their path, known by their hash, driven by workers, refused when changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aureole.cli.drivers import Look, as_before, factory, filed, promised, weights
from aureole.cli.work.reading import suite_of
from aureole.core.errors import BadInput
from aureole.drivers.network.driver import Changed, OnnxFile, hashed, onnx_file
from aureole.exam.examine import examine
from aureole.exam.life.executor import Silence
from aureole.exam.life.identity import head
from aureole.exam.life.journal import differences
from tests.cli.test_commands import run
from tests.drivers.network.made import PORTS, STEER, STRAIGHT, drives, setup, written

SLOWER = STRAIGHT.replace("Sub (set_speed", "Sub (ego_speed")
TERMS = ("--set", "EgoSpeed_kmh=70", "--timeout", "1")
EXAM = ("exam", "quick", "--timeout", "1", "--jobs", "2")


@pytest.fixture
def net(tmp_path):
    return written(tmp_path / "net.onnx")


def test_a_drive_keeps_the_hash_of_its_weights_and_is_not_verified_with_others(net, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(capsys, "drive", "cut-in", "--driver", str(net), *TERMS, "--out", str(out))[0] in (0, 1)
    for name in ("drive.mcap", "case.zip"):
        assert run(capsys, "verify", str(out / name))[0] == 0
    written(net, SLOWER)
    for name in ("drive.mcap", "case.zip"):
        code, _, err = run(capsys, "verify", str(out / name))
        assert code == 2
        assert f"the network {net} has changed" in err
        assert "put the file back that drove" in err
    code, told, _ = run(capsys, "drive", str(out / "case.zip"), "--out", str(tmp_path / "again"))
    assert "sources or weights have changed" in told
    net.unlink()
    code, _, err = run(capsys, "verify", str(out / "drive.mcap"))
    assert code == 2
    assert "cannot be read" in err


def test_an_exam_by_two_processes_verifies_by_one_and_names_the_weights(net, tmp_path, capsys):
    out = tmp_path / "exam"
    run(capsys, *EXAM, "--driver", str(net), "--out", str(out))
    found = json.loads((out / "verdicts.json").read_text())
    assert found["machine"]["setup"]["frames"][str(net)]["weights"] == hashed(net.read_bytes())
    assert len([case["digest"] for case in found["cases"] if case["digest"]]) == 24
    assert {case["driver"] for case in found["cases"]} == {str(net)}
    code, told, _ = run(capsys, "verify", str(out), "--shard", "5", "--json")
    assert (code, json.loads(told)["holds"]) == (0, True)
    written(net, SLOWER)
    code, _, err = run(capsys, "verify", str(out))
    assert code == 2
    assert "has changed" in err


def test_one_that_does_not_keep_the_contract_is_refused_before_an_exam_begins(tmp_path, capsys):
    net = written(tmp_path / "net.onnx", STRAIGHT.replace("Sub", "Understand"))
    named = ("--driver", str(net), "--out", str(tmp_path / "out"))
    for words in (("drive", "cut-in", *named), (*EXAM, *named), ("check", "driver", str(net))):
        code, _, err = run(capsys, *words)
        assert code == 2
        assert "No Op registered for Understand" in err
        assert "→" in err
    assert not (tmp_path / "out").exists()


def test_a_driver_is_made_from_path_and_hash_and_not_from_another_file(net):
    made = promised(str(net))
    assert made == onnx_file(str(net)) == factory(str(net))
    assert isinstance(made, OnnxFile)
    assert Look(made.name)(Silence()) == made.hash
    with pytest.raises(Changed, match="has changed since the work began"):
        OnnxFile(made.name, "0" * 32)()


def test_a_file_that_changes_while_it_drives_is_nobodys_driving(net):
    terms = setup(net)
    net.write_bytes(b"gone")
    changed = type(terms)(driver=terms.driver, make=OnnxFile(terms.make.name, "1" * 32), timeout=1.0)
    verdict = examine(drives(1), changed)[0]
    assert (verdict.status, verdict.blame) == ("infrastructure", "none")
    assert "the network has changed since the work began" in verdict.events[0].text


def test_other_weights_are_refused_with_both_hashes(net):
    made = factory(str(net))
    as_before(made, made.hash, "here")
    with pytest.raises(BadInput, match=f"no hash drove, {made.hash} is there"):
        as_before(made, "", "here")


def test_two_paths_to_one_name_are_written_into_two_folders(tmp_path):
    one, two = Path("a") / "net.onnx", Path("b") / "net.onnx"
    assert filed(str(one)) == "a.net.onnx"
    assert filed(str(two)) == "b.net.onnx"
    assert filed("package.module:Class") == "package.module.Class"
    assert filed(r"C:\models\net.onnx") == "C.models.net.onnx"


ODD = {
    "is no number": STEER + " one = Sub (ego_speed, ego_speed)\n accel = Div (one, one)\n steer = Identity (one)",
    "turns into none above a speed": STEER
    + " top = Constant <value = float {19.6}> ()\n some = Sub (top, ego_speed)\n accel = Log (some)\n"
    + " steer = Mul (ego_speed, zero)",
}


@pytest.mark.parametrize("what", ODD)
def test_one_that_gives_no_numbers_has_made_a_bad_plan(what, tmp_path):
    verdicts = examine(drives(2), setup(written(tmp_path / "net.onnx", ODD[what])))
    assert "bad_plan" in {event.name for event in verdicts[-1].events}
    assert verdicts[-1].status == "failed"
    assert verdicts[-1].blame == "decide"


def test_one_that_breaks_while_it_drives_fails_and_no_other(tmp_path):
    body = STEER + (
        " big = Mul (set_speed, half)\n place = Cast <to = 7> (big)\n"
        " table = Constant <value = float[2] {0.0, 0.1}> ()\n"
        " accel = Gather <axis = 0> (table, place)\n steer = Mul (ego_speed, zero)"
    )
    verdict = examine(drives(1), setup(written(tmp_path / "net.onnx", body, PORTS)))[0]
    assert (verdict.status, verdict.blame) == ("failed", "decide")
    assert verdict.events[0].name == "bad_plan"
    assert "indices element out of data bounds" in verdict.events[0].text


def test_help_and_drivers_by_name_do_not_load_what_runs_networks(tmp_path):
    import subprocess
    import sys

    code = (
        "import sys; from aureole.cli.main import main\n"
        "try: main(['drive', '--help'])\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('onnx')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("[]")


def test_an_exam_is_not_gone_on_with_by_other_weights(net, tmp_path):
    suite = suite_of(["quick"])
    heads = []
    for body in (STRAIGHT, SLOWER):
        terms = [setup(written(net, body))]
        heads.append(head(suite, 1, terms, [], {terms[0].driver: weights(terms[0].make)}))
    assert [told.partition(" ")[0] for told in differences(*heads)] == ["drivers"]
