"""`aureole car` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aureole.cli.car.words import WORDS
from aureole.cli.main import main
from aureole.vehicle import cars
from aureole.vehicle.manifest.tables import KINDS
from aureole.vehicle.signals.vss import LEAVES
from tests.vehicle.manifest.broken import BARE, changed


def run(capsys, *words):
    """Exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    told = capsys.readouterr()
    assert "Traceback" not in told.err + told.out
    return ended.value.code, told.out, told.err


def written(tmp_path: Path, car) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(cars.text(car), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", cars.names())
def test_our_cars_are_shown_whole(capsys, name):
    code, out, _ = run(capsys, "car", "show", name, "--lang", "en")
    assert code == 0
    assert out.startswith(name)
    for word in ("wheelbase [m]", "front_camera" if name != "point" else "SENSORS", "vehicle_can", "observation"):
        assert word in out
    heads = [line for line in out.splitlines() if line.isupper() and not line.startswith(" ")]
    optics = () if name == "point" else ("optics",)
    keys = ("body", "limits", "actuators", "periods", "sensors", *optics, *KINDS)
    assert heads == [WORDS[key][0].upper() for key in keys]


def test_a_car_is_shown_in_chinese(capsys):
    code, out, _ = run(capsys, "car", "show", "sedan", "--lang", "zh")
    assert code == 0
    assert "轴距 [m]" in out
    assert "触发话题" in out
    assert "wheelbase" not in out


def test_every_key_of_a_car_has_a_name_in_both_languages():
    car = cars.load("sedan")
    parts = [car.body, car.limits, car.actuators, car.periods, car.sensors[0], *(getattr(car, key)[0] for key in KINDS)]
    assert {name for part in parts for name in part.__dataclass_fields__} <= set(WORDS)
    assert all(english and chinese and english != chinese for english, chinese in WORDS.values())


def test_a_car_is_shown_to_machines_as_its_file_says_it(capsys):
    _, out, _ = run(capsys, "car", "show", "sedan", "--json")
    found = json.loads(out)
    assert found["body"]["mass"] == 1600.0
    assert [topic["name"] for topic in found["topics"]] == ["observation", "plan", "wish", "command"]


def test_a_car_without_a_manifest_is_shown_and_fits_with_a_note(capsys, tmp_path):
    path = written(tmp_path, BARE)
    assert "nothing to boot" in run(capsys, "car", "show", path, "--lang", "en")[1]
    code, out, _ = run(capsys, "car", "check", path, "--lang", "en")
    assert code == 0
    assert "nothing to boot" in out


@pytest.mark.parametrize("name", cars.names())
def test_our_cars_fit(capsys, name):
    code, out, _ = run(capsys, "car", "check", name, "--lang", "en")
    assert code == 0
    assert out.splitlines()[-1] == WORDS["fits"][0]
    assert "ISO 26262-6" in out


@pytest.mark.parametrize(("lang", "said"), [("en", "nobody writes it"), ("zh", "没有写者")])
def test_a_car_that_cannot_be_booted_ends_with_two_and_says_why(capsys, tmp_path, lang, said):
    path = written(tmp_path, changed("topics", "plan", writer=""))
    code, out, err = run(capsys, "car", "check", path, "--lang", lang)
    assert (code, err) == (2, "")
    assert f"topics.plan: {said}" in out
    assert out.splitlines()[-1].startswith(WORDS["fits_not"][lang == "zh"])


def test_machines_are_told_every_finding_in_both_languages(capsys, tmp_path):
    path = written(tmp_path, changed("topics", "plan", writer="", type="Plam"))
    code, out, _ = run(capsys, "car", "check", path, "--json")
    found = json.loads(out)
    assert code == 2
    assert (found["car"], found["fits"]) == ("sedan", False)
    rules = {finding["rule"]: finding for finding in found["findings"]}
    assert {"no_writer", "type_unknown", "chain_unjoined"} <= set(rules)
    assert rules["no_writer"]["where"] == "topics.plan"
    assert rules["no_writer"]["severe"]
    assert set(rules["no_writer"]["what"]) == set(rules["no_writer"]["remedy"]) == {"en", "zh"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("car", "check"), "requires an argument"),
        (("car", "check", "tank"), "lorry, point, sedan, suv"),
        (("car", "check", "nowhere.toml"), "cannot be read"),
        (("car", "check", "sedan", "--lang", "fr"), "zh and en"),
        (("car", "show", "tank"), "no car named 'tank'"),
        (("car", "plan"), "car plan is not there yet"),
        (("car", "plan", "sedan"), "aureole car check sedan"),
        (("car", "port", "arm"), "car port is not there yet"),
        (("car", "sell"), "sell"),
    ],
)
def test_wrong_usage_of_car_is_told_with_what_to_do(capsys, words, said):
    code, out, err = run(capsys, *words)
    assert code == 2
    assert said in err
    assert out == ""


def test_a_file_that_is_no_car_is_refused_with_its_key(capsys, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(cars.text(cars.load("sedan")).replace("rate = 100.0", "rate = nan", 1), encoding="utf-8")
    code, _, err = run(capsys, "car", "check", str(path))
    assert code == 2
    assert "topics[0].rate: is nan Hz" in err
    assert "mine.toml" in err


def test_every_signal_is_told_by_its_name_in_vss_for_people_and_for_machines(capsys):
    code, out, _ = run(capsys, "car", "show", "sedan", "--signals")
    assert code == 0
    assert "Vehicle.MotionManagement.Steering.Axle.Row1.SteerAngleTarget" in out
    code, out, _ = run(capsys, "car", "show", "lorry", "--signals", "--json")
    found = {leaf["path"]: leaf for leaf in json.loads(out)}
    assert {leaf.path for leaf in LEAVES} < found.keys()
    assert found["Vehicle.Speed"]["range"] == [-90.0, 90.0]  # km/h, of a lorry that goes 25 m/s
