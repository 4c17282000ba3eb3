"""Ruff and mypy catch what the import contracts cannot see."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def ruff(code: str, place: str) -> str:
    """What our rules say of this code if it stood at this place."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        "--stdin-filename",
        place,
    ]
    return subprocess.run([*command, "-"], cwd=ROOT, input=code, capture_output=True, text=True, check=False).stdout


LOADERS = [
    '"""Loads."""\n\nfrom importlib import import_module\n\nimport_module("aureole.world")\n',
    '"""Loads."""\n\nimport importlib\n\nimportlib.import_module("aureole.world")\n',
    '"""Loads."""\n\nfrom importlib.metadata import entry_points\n\nentry_points()\n',
]
CHANCE = [
    '"""Draws."""\n\nimport random\n\nrandom.random()\n',
    '"""Draws."""\n\nimport numpy as np\n\nnp.random.default_rng(1)\n',
    '"""Draws."""\n\nimport time\n\ntime.perf_counter()\n',
]


@pytest.mark.parametrize("code", LOADERS)
def test_loading_by_name_is_banned_in_a_room(code):
    assert "TID251" in ruff(code, "src/aureole/drivers/plan.py")


@pytest.mark.parametrize("code", LOADERS)
def test_loading_by_name_is_allowed_in_the_command_line(code):
    assert "TID251" not in ruff(code, "src/aureole/cli/plan.py")


@pytest.mark.parametrize("code", CHANCE)
def test_chance_and_the_wall_clock_are_banned_in_a_room(code):
    assert "TID251" in ruff(code, "src/aureole/world/traffic.py")


DRIVER = '''"""A driver, held against its role."""

from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.plan import Plan
from aureole.core.{file} import {word}


class Clever:
    """Drives on one word."""

    def reset(self, mission: Mission) -> int:
        """Nothing yet."""
        return 0

    def drive(self, observation: {word}, memory: int) -> tuple[Plan, int]:
        """Plans."""
        raise NotImplementedError


driver: Driver[int] = Clever()
'''


def mypy(tmp_path: Path, file: str, word: str) -> str:
    """What the type checker says of a driver that drives on this word."""
    snippet = tmp_path / "clever.py"
    snippet.write_text(DRIVER.format(file=file, word=word))
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", str(snippet)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_a_driver_that_takes_an_observation_type_checks(tmp_path):
    said = mypy(tmp_path, "observation", "Observation")
    assert "clever.py" not in said, said


def test_a_driver_that_takes_a_scene_does_not_type_check(tmp_path):
    said = mypy(tmp_path, "scene", "Scene")
    assert 'variable has type "Driver[int]"' in said, said
