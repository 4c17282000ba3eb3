"""The shape checker sees each fault it exists for, and nothing else."""

from pathlib import Path

import pytest

from tools import shape

GOOD = '"""One whole sentence."""\n'


@pytest.fixture
def package(tmp_path):
    """A small package in good shape."""
    for room in ("core", "cli", "world/roads", "world/scenarios"):
        folder = tmp_path / "aureole" / room
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(GOOD)
    (tmp_path / "aureole" / "core" / "__init__.py").write_text("")
    (tmp_path / "aureole" / "__init__.py").write_text(GOOD)
    return tmp_path / "aureole"


def plant(package: Path, place: str, text: str) -> list[str]:
    file = package / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return [str(fault).removeprefix(str(package) + "/") for fault in shape.faults(package)]


def long_function(decorator: str = "", lines: int = 41) -> str:
    return GOOD + f"{decorator}\ndef far():\n" + "    pass\n" * (lines - 1)


def test_a_package_in_good_shape_has_no_fault(package):
    assert plant(package, "world/lanes.py", GOOD) == []


def test_a_file_past_the_wall_is_named_with_its_length(package):
    (fault,) = plant(package, "world/lanes.py", GOOD + "x = 1\n" * 300)
    assert fault.startswith("world/lanes.py:301: 301 lines")


def test_a_file_at_the_wall_passes(package):
    assert plant(package, "world/lanes.py", GOOD + "x = 1\n" * 299) == []


def test_a_function_past_the_wall_is_named(package):
    (fault,) = plant(package, "world/lanes.py", long_function())
    assert fault == "world/lanes.py:3: far has 41 lines, the wall is 40"


def test_a_function_at_the_wall_passes(package):
    assert plant(package, "world/lanes.py", long_function(lines=40)) == []


@pytest.mark.parametrize("decorator", ["@kernel", "@device", "@kernels.kernel", "@kernel(parallel=True)"])
def test_a_compiled_function_may_be_long(package, decorator):
    assert plant(package, "world/lanes.py", long_function(decorator)) == []


def test_a_command_signature_may_be_long_in_the_command_line_only(package):
    assert plant(package, "cli/drive.py", long_function("@app.command(name='drive')")) == []
    assert len(plant(package, "world/lanes.py", long_function("@app.command"))) == 1


def test_a_seventh_argument_is_named(package):
    (fault,) = plant(package, "world/lanes.py", GOOD + "def far(a, b, c, d, *, e, f, g):\n    pass\n")
    assert "far takes 7 arguments" in fault


def test_a_method_does_not_count_itself(package):
    text = GOOD + "class Far:\n    def far(self, a, b, c, d, e, f):\n        pass\n"
    assert plant(package, "world/lanes.py", text) == []


def test_a_folder_of_thirteen_files_is_named(package):
    for index in range(12):
        assert plant(package, f"world/roads/part{index}.py", GOOD) == []
    (fault,) = plant(package, "world/roads/part12.py", GOOD)
    assert fault.startswith("world/roads:1: 13 files")


def test_core_may_hold_twenty_four_files_and_no_more(package):
    for index in range(24):
        assert plant(package, f"core/word{index}.py", GOOD) == []
    (fault,) = plant(package, "core/word24.py", GOOD)
    assert fault.startswith("core:1: 25 files in one folder, the wall is 24")


def test_a_fourth_folder_is_too_deep(package):
    assert plant(package, "world/roads/a/one.py", GOOD) == []
    (fault,) = plant(package, "world/roads/a/b/two.py", GOOD)
    assert fault.startswith("world/roads/a/b:1: 4 folders deep")


@pytest.mark.parametrize("place", ["world/utils.py", "world/road_helpers.py", "world/common/lanes.py", "world/base.py"])
def test_a_junk_name_is_named(package, place):
    (fault,) = plant(package, place, GOOD)
    assert "no honest name" in fault


def test_core_past_its_wall_is_named(package):
    for index in range(5):
        faults = plant(package, f"core/word{index}.py", GOOD + "x = 1\n" * 260)
    assert faults == ["core:1: 1305 lines in all, the wall is 1300"]


def test_a_word_in_the_init_of_core_is_named(package):
    (fault,) = plant(package, "core/__init__.py", GOOD)
    assert fault.startswith("core/__init__.py:1: core's __init__ is empty")


def test_a_file_without_an_opening_is_named(package):
    (fault,) = plant(package, "world/lanes.py", "x = 1\n")
    assert fault.startswith("world/lanes.py:1: no opening")


@pytest.mark.parametrize("opening", ['"""Lanes"""', '"""\nLanes.\n"""', '"""Lanes are\nlong.\n"""'])
def test_an_opening_that_is_no_sentence_on_its_line_is_named(package, opening):
    (fault,) = plant(package, "world/lanes.py", opening + "\n")
    assert "not one whole sentence" in fault


@pytest.mark.parametrize(
    "line", ["speed_kmh = 1", "def turn(angle_deg): ...", "car.speed_kmh = 1", "slope_deg: float", "LIMIT_KMH = 50"]
)
def test_a_unit_that_is_not_si_is_named_where_it_has_no_business(package, line):
    (fault,) = plant(package, "world/lanes.py", GOOD + line + "\n")
    assert fault.startswith("world/lanes.py:2:")
    assert "is not SI" in fault


@pytest.mark.parametrize("place", ["cli/drive.py", "world/scenarios/read.py", "exam/report.py", "vehicle/cars/read.py"])
def test_a_unit_that_is_not_si_is_welcome_where_it_is_parsed_or_shown(package, place):
    faults = plant(package, place, GOOD + "speed_kmh = 1\n")
    assert not any("SI" in fault for fault in faults)


def test_the_factor_between_two_units_is_no_fault(package):
    assert plant(package, "world/lanes.py", GOOD + "KMH = 1 / 3.6\n") == []


def test_the_command_prints_place_and_ends_with_one(package, capsys):
    plant(package, "world/lanes.py", "x = 1\n")
    assert shape.main([str(package)]) == 1
    assert "lanes.py:1: no opening" in capsys.readouterr().out


def test_the_command_prints_the_census_and_ends_with_zero(package, capsys):
    plant(package, "world/lanes.py", GOOD)
    assert shape.main([str(package)]) == 0
    assert capsys.readouterr().out == "1 files: median 1 lines, 95 % 1, longest 1; core 0 of 1300\n"
