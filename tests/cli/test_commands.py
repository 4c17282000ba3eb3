"""The command line as a person uses it: words in, text, files and exit codes out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from mcap.reader import make_reader
from mcap.writer import CompressionType, Writer

from aureole.cli.main import main
from aureole.runtime.replay import read

SHORT = ("--timeout", "1")


def run(capsys, *words):
    """Exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    told = capsys.readouterr()
    assert "Traceback" not in told.err + told.out
    return ended.value.code, told.out, told.err


def test_a_drive_prints_its_verdict_and_writes_record_report_and_case(capsys, tmp_path):
    code, out, _ = run(capsys, "drive", "cut-in", "--out", str(tmp_path))
    assert code == 0
    assert "PASSED" in out
    assert {path.name for path in tmp_path.iterdir()} == {"drive.mcap", "report.html", "case.zip"}


def test_a_drive_that_never_came_to_its_events_does_not_pass(capsys, tmp_path):
    code, out, _ = run(capsys, "drive", "cut-in", "--out", str(tmp_path), *SHORT)
    assert code == 1
    assert "PASSED" not in out


def test_json_is_one_object_with_the_verdict(capsys, tmp_path):
    _, out, _ = run(capsys, "drive", "cut-in", "--json", "--out", str(tmp_path), *SHORT)
    found = json.loads(out)
    assert found["case"] == "cut-in"
    assert set(found) >= {
        "driver",
        "seed",
        "params",
        "passed",
        "status",
        "score",
        "measures",
        "events",
        "blame",
        "digest",
    }


def test_the_verdict_speaks_chinese_on_demand(capsys, tmp_path):
    _, out, _ = run(capsys, "drive", "cut-in", "--lang", "zh", "--out", str(tmp_path))
    assert "通过" in out


def test_trace_and_storyboard_have_the_columns_of_the_contract(capsys, tmp_path):
    trace, story = tmp_path / "t.csv", tmp_path / "s.csv"
    run(capsys, "drive", "cut-in", "--trace", str(trace), "--storyboard", str(story), "--out", str(tmp_path), *SHORT)
    assert trace.read_text().splitlines()[0] == "time,name,x,y,z,h,speed"
    assert len(trace.read_text().splitlines()) == 1 + 2 * 101
    assert story.read_text().splitlines()[0] == "time,element,type,from,to"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("drive", "cutin"), "cut-in"),
        (("drive", "cut-in", "--driver", "rulez"), "did you mean 'rules'"),
        (("drive", "cut-in", "--driver", "vla"), "not there yet"),
        (("drive", "cut-in", "--driver", "no.such:Driver"), "no.such:Driver"),
        (("drive", "cut-in", "--dt", "0.03"), "multiple"),
        (("drive", "cut-in", "--dt", "nan"), "--dt"),
        (("drive", "cut-in", "--timeout", "-1"), "--timeout"),
        (("drive", "cut-in", "--set", "Nonsense=1"), "Nonsense"),
        (("drive", "cut-in", "--set", "nonsense"), "PARAM=VALUE"),
        (("drive", "cut-in", "--car", "tank"), "tank"),
        (("drive", "cut-in", "--order", "x" * 200), "128"),
        (("drive", "cut-in", "--lang", "fr"), "zh and en"),
        (("drive", "cut-in", "--clock", "logical"), "without --runtime"),
        (("drive", "cut-in", "--runtime", "--dt", "0.008333333333333333"), "whole number of microseconds"),
        (("drive", "cut-in", "--runtime", "--driver", "passive"), "nothing is controlled"),
        (("drive", "cut-in", "--runtime", "--trace", "t.csv"), "leave one of them out"),
        (("drive", "no_such_file.xosc"), "no_such_file.xosc"),
        (("exam",), "no suite"),
        (("exam", "no-such-suite"), "quick"),
        (("exam", "quick", "--seeds", "0"), "--seeds"),
        (("exam", "quick", "--patience", "0"), "--patience"),
        (("exam", "quick", "--jobs", "-1"), "--jobs"),
        (("verify", "nowhere.mcap"), "no such file"),
        (("export",), "not there yet"),
        (("drive", "--nonsense"), "nonsense"),
    ],
)
def test_wrong_usage_is_told_with_what_to_do_and_ends_with_two(capsys, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, *words)
    assert code == 2
    assert told in err
    assert list(tmp_path.iterdir()) == []


BROKEN = {
    "nothing.xosc": "",
    "text.xosc": "this is no XML",
    "half.xosc": "<OpenSCENARIO><FileHeader revMajor='1'",
    "other.xosc": "<html/>",
    "bomb.xosc": '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><OpenSCENARIO>&c;</OpenSCENARIO>',
    "outside.xosc": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><OpenSCENARIO>&b;</OpenSCENARIO>',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place_and_leaves_nothing(capsys, tmp_path, name):
    (tmp_path / name).write_text(BROKEN[name])
    out = tmp_path / "out"
    code, _, err = run(capsys, "drive", str(tmp_path / name), "--out", str(out))
    assert code == 2
    assert name in err
    assert not out.exists()


def test_cases_lists_what_there_is_to_drive(capsys):
    code, out, _ = run(capsys, "cases", "--json")
    assert code == 0
    assert "cut-in" in {row["name"] for row in json.loads(out)}
    assert all(row["en"] and row["zh"] for row in json.loads(out))


def test_cases_are_listed_one_a_line_in_the_language_one_asks_for(capsys):
    _, english, _ = run(capsys, "cases", "--lang", "en")
    _, chinese, _ = run(capsys, "cases", "--lang", "zh")
    cases, made, suites = ([line.split()[0] for line in part.splitlines()] for part in english.split("\n\n"))
    assert "cut-in" in cases
    assert {"accident", "flagger", "ball-then-child"} <= set(made[1:])
    assert {"quick", "r157", "r157-cut-in-low"} <= set(suites[1:])
    told = [[line.split()[0] for line in part.splitlines()] for part in chinese.split("\n\n")]
    assert (told[0], told[1][1:], told[2][1:]) == (cases, made[1:], suites[1:])
    assert "空" not in english
    assert "空" in chinese


def test_the_gallery_shows_every_situation_in_one_file(capsys, tmp_path):
    from aureole.world.situations.index import SITUATIONS

    page = tmp_path / "all.html"
    code, out, _ = run(capsys, "cases", "--gallery", "--out", str(page), "--lang", "zh", "--json")
    text = page.read_text()
    assert (code, json.loads(out)["situations"]) == (0, len(SITUATIONS))
    assert all(f'<article id="{one.name}">' in text and one.zh in text for one in SITUATIONS.values())
    assert "http" not in text.replace("http://www.w3.org", "")


def test_a_gallery_is_html_and_out_is_of_it_alone(capsys, tmp_path):
    assert run(capsys, "cases", "--gallery", "--out", str(tmp_path / "all.svg"))[0] == 2
    assert run(capsys, "cases", "--out", str(tmp_path / "all.html"))[0] == 2


def test_a_situation_is_written_into_a_folder(capsys, tmp_path):
    code, out, _ = run(capsys, "world", "generate", "flagger", "--seed", "25", "--out", str(tmp_path / "f"), "--json")
    assert (code, json.loads(out)["split"]) == (0, "test")
    assert sorted(path.name for path in (tmp_path / "f").iterdir()) == ["flagger-25.xosc", "road.xodr"]


def test_the_doctor_tells_versions_and_the_kernel_cache(capsys):
    code, out, _ = run(capsys, "doctor", "--json")
    assert code == 0
    assert {"numpy", "numba", "cpu", "kernel_cache", "cores"} <= set(json.loads(out))


@pytest.mark.timeout(900)
def test_the_doctor_compiles_the_kernels_of_drives_and_batches_when_told_to_warm(capsys):
    from aureole.kernels.compiled import cached_at

    code, out, _ = run(capsys, "doctor", "--warm", "--json")
    assert code == 0
    assert float(json.loads(out)["warmed_in_s"]) > 0.0
    for module in ("world.stretches.steps", "world.traffic.step"):
        assert list(cached_at(module).glob("**/*.nbi")), f"{module} is not in the cache"


def test_verify_drives_a_record_again_to_the_same_digest(capsys, tmp_path):
    run(capsys, "drive", "cut-in", "--out", str(tmp_path), *SHORT)
    code, out, _ = run(capsys, "verify", str(tmp_path))
    assert code == 0
    assert "1/1 same digest" in out


@pytest.mark.parametrize("where", ["digest", "verdict"])
def test_verify_notices_a_record_whose_words_were_changed(capsys, tmp_path, where):
    run(capsys, "drive", "cut-in", "--out", str(tmp_path), *SHORT)
    record = tmp_path / "drive.mcap"
    words = read(record).drive
    other = "0" * 32
    changed = {"digest": other, "verdict": words["verdict"].replace(words["digest"], other)}[where]
    rewrite(record, {**words, where: changed})
    code, out, _ = run(capsys, "verify", str(tmp_path), "--json")
    found = json.loads(out)
    assert code == 1
    assert found["compared"] == "digests"
    assert (found["cases"][0]["before"], found["cases"][0]["after"]) == (other, words["digest"])


def rewrite(record, words):
    """The same record with other words about the drive, its sums in order."""
    with record.open("rb") as old:
        messages = list(make_reader(old).iter_messages(log_time_order=False))
    with record.open("wb") as new:
        writer = Writer(new, compression=CompressionType.ZSTD, enable_data_crcs=True)
        writer.start(profile="aureole")
        channels = {}
        for schema, channel, message in messages:
            if channel.topic not in channels:
                number = writer.register_schema(schema.name, schema.encoding, schema.data)
                channels[channel.topic] = writer.register_channel(channel.topic, channel.message_encoding, number)
            writer.add_message(
                channels[channel.topic], message.log_time, message.data, message.publish_time, message.sequence
            )
        writer.add_metadata("drive", words)
        writer.finish()


def test_verify_notices_a_digest_that_is_not_the_drives(capsys, tmp_path):
    run(capsys, "exam", "quick", "--out", str(tmp_path), "--timeout", "0.2", "--json")
    file = tmp_path / "verdicts.json"
    found = json.loads(file.read_text())
    assert set(found) == {"aureole", "suite", "dt", "machine", "cases", "summary"}
    assert len(found["cases"]) == 24
    assert set(found["summary"]["rules"]) >= {
        "cases",
        "passed",
        "failed",
        "unavoidable",
        "not_exercised",
        "infrastructure",
        "seconds",
        "bounds",
    }
    assert run(capsys, "verify", str(tmp_path), "--jobs", "2")[0] == 0
    found["cases"][3]["digest"] = "0" * 32
    file.write_text(json.dumps(found))
    code, out, _ = run(capsys, "verify", str(tmp_path))
    assert code == 1
    assert "23/24" in out


def test_an_exam_compares_drivers(capsys, tmp_path):
    words = ("exam", "quick", "--driver", "rules", "--driver", "passive", "--timeout", "0.2")
    code, out, _ = run(capsys, *words, "--json", "--out", str(tmp_path))
    assert code in (0, 1)
    assert set(json.loads(out)) == {"rules", "passive"}


def test_a_driver_of_ones_own_is_found_where_one_stands(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lost.py").write_text(
        "class Driver:\n    def reset(self, mission):\n        return None\n"
        "    def drive(self, observation, memory):\n        raise RuntimeError('lost')\n"
    )
    code, out, _ = run(capsys, "exam", "quick", "--driver", "lost:Driver", "--json", "--out", str(tmp_path / "o"))
    assert code == 1
    assert json.loads(out)["lost:Driver"]["failed"] == 24


OWN = """
from dataclasses import replace
import numpy as np
from aureole.drivers.rules.driver import Rules

class Lost(Rules):
    def drive(self, observation, mind):
        raise RuntimeError("lost")

class Late(Rules):
    def reset(self, mission):
        raise RuntimeError("late")

class Short(Rules):
    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        return replace(plan, speed=plan.speed[:, :9]), mind

class Blind(Rules):
    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        return replace(plan, speed=np.full_like(plan.speed, np.nan)), mind
"""


@pytest.mark.parametrize(
    ("driver", "told"),
    [("Lost", "lost"), ("Late", "late"), ("Short", "axis 'steps' is 9"), ("Blind", "numbers that are none")],
)
def test_a_driver_that_gives_no_plan_has_failed_and_is_told_why(capsys, tmp_path, monkeypatch, driver, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"own_{driver}.py").write_text(OWN)  # a name of its own: a module is imported once
    words = ("drive", "cut-in", "--driver", f"own_{driver}:{driver}", "--out", "out", *SHORT)
    code, out, _ = run(capsys, *words, "--json")
    found = json.loads(out)
    assert code == 1
    assert (found["status"], found["events"][0]["name"]) == ("failed", "bad_plan")
    assert told in found["events"][0]["text"]
    code, out, _ = run(capsys, *words)
    assert code == 1
    assert "FAILED" in out
    assert "bad_plan" in out


def test_the_program_itself_ends_with_the_same_codes():
    done = subprocess.run(
        [sys.executable, "-m", "aureole", "drive", "cutin"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    shown = subprocess.run([sys.executable, "-m", "aureole", "--help"], capture_output=True, text=True, check=False)
    assert shown.returncode == 0
    assert "drive" in shown.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom aureole.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numba', 'lxml', 'mcap', 'torch', 'numpy'} & set(sys.modules)\nassert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_records_are_kept_of_as_many_failures_as_asked_for(capsys, tmp_path):
    words = ("exam", "quick", "--driver", "passive", "--json", "--out", str(tmp_path), "--keep", "2")
    code, out, _ = run(capsys, *words)
    assert code == 1
    assert json.loads(out)["passive"]["failed"] > 2
    records = sorted(tmp_path.glob("records/*/drive.mcap"))
    assert len(records) == 2
    assert run(capsys, "verify", str(records[0]))[0] == 0
