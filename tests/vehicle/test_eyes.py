"""Eyes in a car's description: which cars have them, and descriptions that cannot be."""

import math

import pytest

from aureole.core.errors import BadInput
from aureole.vehicle import cars

SEDAN = (cars.EMBEDDED / "sedan.toml").read_text(encoding="utf-8")
FIRST, MARK, EYES = SEDAN.partition("# Eyes")


def eyes(name):
    return [one for one in cars.load(name).sensors if one.optics is not None and one.optics.eye]


def changed(old, new):
    assert old in EYES
    return FIRST + MARK + EYES.replace(old, new, 1)


@pytest.mark.parametrize("name", ["sedan", "suv"])
def test_a_car_has_four_eyes_that_look_all_around(name):
    found = eyes(name)
    assert [one.name for one in found] == ["eye_front", "eye_left", "eye_right", "eye_rear"]
    assert {(one.optics.columns, one.optics.rows, one.range) for one in found} == {(160, 64, 0.0)}
    looks = sum(one.view for one in found)
    assert 0.75 * 2.0 * math.pi < looks < 2.0 * math.pi


@pytest.mark.parametrize("name", ["lorry", "point"])
def test_these_have_none(name):
    assert not eyes(name)


def test_eyes_are_written_as_they_were_read(tmp_path):
    file = tmp_path / "again.toml"
    file.write_text(cars.text(cars.load("suv")), encoding="utf-8")
    assert cars.read(file) == cars.load("suv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed("columns = 160", "columns = 0"), "sensors[7].optics.columns: is 0 px, expected 4 to 4096"),
        (changed("rows = 64", "rows = -64"), "sensors[7].optics.rows: is -64 px"),
        (changed("rows = 64", "rows = 48"), "the eye 'eye_front' has 160 × 48 px and 'eye_left' 160 × 64 px"),
        (changed("columns = 160", "columns = 80"), "expected the same columns and rows of all eyes"),
        (changed("x = 2.0", "x = nan"), "sensors[7].x: is nan m"),
        (changed("y = 0.0", "y = inf"), "sensors[7].y: is inf m"),
        (changed("heading = 0.0", "heading = nan"), "sensors[7].heading: is nan rad"),
        (changed("z = 1.35", "z = nan"), "sensors[7].optics.z: is nan m"),
        (changed("z = 1.35", "z = -1.0"), "sensors[7].optics.z: is -1.0 m"),
        (changed("view = 0.96", "view = 3.0"), "'eye_front' with a view of 3 rad: expected at most 2.8 rad"),
        (changed("view = 0.96", "view = 0.0"), "sensors[7].view: is 0.0 rad"),
        (changed("noise = 0.006", "noise = 0.006\nk1 = -0.9"), "its picture would fold over itself"),
        (changed("noise = 0.006", "noise = 0.006\nsamples = 0"), "sensors[7].optics.samples: is 0"),
        (changed("eye = true", "eye = 1"), "sensors[7].optics.eye: is a number 1, expected true or false"),
        (changed('kind = "camera"', 'kind = "lidar"'), "'eye_front' is a lidar and an eye, expected a camera"),
    ],
)
def test_an_eye_that_cannot_be_is_refused_with_file_key_value_and_remedy(tmp_path, text, said):
    file = tmp_path / "car.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        cars.load(str(file))
    assert said in str(refusal.value)
    assert refusal.value.place == str(file)
    assert refusal.value.remedy
