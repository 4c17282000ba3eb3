"""Cars are read strictly, and fitted to a scenario's measures."""

import dataclasses
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.vehicle import cars
from aureole.vehicle.constants import GRAVITY, chassis
from aureole.vehicle.manifest.strict import LARGEST

SEDAN = (cars.EMBEDDED / "sedan.toml").read_text(encoding="utf-8")


def trouble(tmp_path: Path, text: str | bytes) -> str:
    file = tmp_path / "car.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(BadInput) as caught:
        cars.load(str(file))
    assert "car.toml" in caught.value.place
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert old in SEDAN
    return SEDAN.replace(old, new, 1)


def test_the_embedded_cars_can_be_read_and_say_their_own_name():
    assert cars.names() == ("lorry", "point", "sedan", "suv")
    assert [cars.load(name).name for name in cars.names()] == list(cars.names())


@pytest.mark.parametrize("name", ["lorry", "sedan", "suv"])
def test_the_embedded_cars_understeer_and_can_brake_as_hard_as_they_say(name):
    car = cars.load(name)
    numbers = chassis(car)
    degrees_per_g = math.degrees(numbers.understeer * GRAVITY)
    assert 0.5 < degrees_per_g < 4.0
    assert car.limits.brake < car.body.friction * GRAVITY
    assert max(sensor.range for sensor in car.sensors) >= 150.0
    assert any(sensor.view > 6.28 and sensor.range == 60.0 for sensor in car.sensors)


def test_a_car_is_read_from_a_path(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(changed("mass = 1600.0", "mass = 1700"), encoding="utf-8")
    assert cars.load(str(file)).body.mass == 1700.0


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(BadInput, match="lorry, point, sedan, suv"):
        cars.load("tank")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed("mass = 1600.0 ", "weight = 1600.0 "), "body.weight: is no key"),
        (changed("mass = 1600.0 ", "# "), "body.mass: is missing"),
        (changed("mass = 1600.0", "mass = -1600.0"), "body.mass: is -1600.0 kg, expected 100.0 to 60000.0"),
        (changed("mass = 1600.0", "mass = nan"), "body.mass: is nan"),
        (changed("mass = 1600.0", "mass = inf"), "body.mass: is inf"),
        (changed("mass = 1600.0", 'mass = "1600"'), "body.mass: is a string '1600', expected a number"),
        (changed("mass = 1600.0", "mass = true"), "body.mass: is a boolean"),
        (changed("mass = 1600.0", "mass = 1600.0\nmass = 2"), "is not TOML"),
        (changed('name = "sedan"', "name = 3"), "name: is a number 3, expected words"),
        (changed("mass = 1600.0", f"mass = 0x{'f' * 5000}"), "body.mass: is a number of 20000 bits kg, expected 100.0"),
        (changed("[limits]", "[limit]"), "limit: is no key"),
        (
            changed("drive = 0.1 ", "drive = 0.12 "),
            "periods.drive: is 0.12 s, expected a multiple of periods.sense, 0.1",
        ),
        (changed("sense = 0.1 ", "sense = 0.0333 "), "expected a whole number of milliseconds"),
        (changed("comfort_brake = 2.5", "comfort_brake = 9.5"), "expected at most the brake, 9.0"),
        (changed("cg_from_rear = 1.50", "cg_from_rear = 3.0"), "less than the wheelbase, 2.82"),
        (changed('kind = "radar"', 'kind = "nose"'), "sensors[1].kind: is 'nose', expected one of"),
        (changed('name = "surround"', 'name = "front_radar"'), "the name 'front_radar' is given 2 times"),
        (SEDAN.split("[[sensors]]")[0] + "sensors = 3", "sensors"),
        ("[" * 5000, "is not TOML"),
        (b"name = '\xff'", "is not UTF-8 at byte 8"),
        ("#" * (LARGEST + 1), "is larger than"),
    ],
)
def test_a_broken_description_is_refused_with_key_value_and_limit(tmp_path, text, said):
    assert said in trouble(tmp_path, text)


@pytest.mark.parametrize("path", ["", "nowhere.toml", "/.toml", "zero\0.toml"])
def test_a_path_that_is_no_file_is_refused(path):
    with pytest.raises(BadInput):
        cars.load(path)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_a_car_or_is_refused(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("any") / "any.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        cars.load(str(file))


MEASURES = {"length": 5.0, "width": 2.0, "height": 1.8, "box_x": 1.4, "wheelbase": 3.0, "track": 1.7}


@pytest.mark.parametrize("name", ["lorry", "sedan", "suv"])
def test_a_fitted_car_takes_the_measures_and_keeps_mass_and_balance(name):
    car = cars.load(name)
    found = cars.fitted(car, **MEASURES)
    assert {key: getattr(found.body, key) for key in MEASURES} == MEASURES
    assert found.body.mass == car.body.mass
    assert found.limits == car.limits
    assert chassis(found).understeer == pytest.approx(chassis(car).understeer, rel=1e-12)


def test_fitting_a_car_to_its_own_measures_changes_nothing():
    car = cars.load("sedan")
    assert cars.fitted(car, **{key: getattr(car.body, key) for key in MEASURES}) == car


@pytest.mark.parametrize(
    "wrong", [{"wheelbase": 5.5}, {"width": math.nan}, {"length": 0.0}, {"track": 2.5}, {"height": -1.0}]
)
def test_impossible_measures_are_refused(wrong):
    with pytest.raises(BadInput, match="fitted"):
        cars.fitted(cars.load("sedan"), **(MEASURES | wrong))


def test_a_body_model_that_does_not_exist_is_refused():
    with pytest.raises(BadInput, match="saturating, linear, kinematic"):
        chassis(cars.load("sedan"), "magic")


def test_every_number_of_a_car_has_a_range():
    from aureole.vehicle.ranges import RANGES

    car = cars.load("sedan")
    for section in ("body", "limits", "actuators", "periods"):
        for field in dataclasses.fields(getattr(car, section)):
            assert f"{section}.{field.name}" in RANGES or field.type is str


def test_cameras_are_read_with_their_optics_and_written_the_same(tmp_path):
    car = cars.load("sedan")
    eyes = {sensor.name: sensor for sensor in car.sensors if sensor.optics is not None}
    assert {"front", "left", "right", "rear"} <= set(eyes)
    assert all(sensor.range == 0.0 for sensor in eyes.values())
    file = tmp_path / "again.toml"
    file.write_text(cars.text(car), encoding="utf-8")
    assert cars.read(file) == car


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed("columns = 640 ", "columns = 0 "), "sensors[3].optics.columns: is 0 px, expected 4 to 4096"),
        (changed("rows = 360 ", "rows = 1.5 "), "sensors[3].optics.rows: is a number 1.5, expected a whole number"),
        (changed("samples = 2 ", "samples = 99 "), "sensors[3].optics.samples: is 99"),
        (changed("pitch = 0.05 ", "pitch = nan "), "sensors[3].optics.pitch: is nan rad"),
        (changed("view = 1.05 ", "view = 3.2 "), "'front' with a view of 3.2 rad: expected at most 2.8 rad"),
        (changed("k1 = -0.06 ", "k1 = -0.9 "), "its picture would fold over itself"),
        (changed("k2 = 0.005 ", "k3 = 0.005 "), "sensors[3].optics.k3: is no key"),
        (changed("columns = 640 ", "# "), "sensors[3].optics.columns: is missing"),
        (SEDAN.partition("[sensors.optics]")[0] + "optics = 3\n", "sensors[3].optics: is a number, expected a table"),
        (changed("range = 150.0", "range = 0.0"), "the range of 'front_camera' is 0 m"),
    ],
)
def test_a_camera_that_cannot_be_is_refused(tmp_path, text, said):
    assert said in trouble(tmp_path, text)


def test_an_embedded_car_is_read_once_and_a_file_each_time(tmp_path):
    assert cars.load("sedan") is cars.load("sedan")
    (tmp_path / "own.toml").write_text(SEDAN, encoding="utf-8")
    first = cars.load(str(tmp_path / "own.toml"))
    (tmp_path / "own.toml").write_text(SEDAN.replace('name = "sedan"', 'name = "other"'), encoding="utf-8")
    assert (first.name, cars.load(str(tmp_path / "own.toml")).name) == ("sedan", "other")
