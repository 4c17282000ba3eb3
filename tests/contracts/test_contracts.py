"""Every import contract of pyproject.toml catches the fault it was written for."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in LINTER["contracts"]}

# contract, file that imports, what it imports
PLANTED = [
    ("layers", "core/word.py", "aureole.kernels"),
    ("layers", "kernels/compile.py", "aureole.conduct"),
    ("layers", "conduct/gaps.py", "aureole.security"),
    ("layers", "vehicle/body.py", "aureole.runtime"),
    ("layers", "runtime/loop.py", "aureole.world"),
    ("layers", "world/traffic.py", "aureole.drivers"),
    ("layers", "exam/judge.py", "aureole.cli"),
    ("layers", "fleet/pool.py", "aureole.cockpit"),
    ("layers", "attic/old.py", "aureole.core"),
    ("truth", "drivers/clever.py", "aureole.core.scene"),
    ("truth", "drivers/clever.py", "aureole.core.brief"),
    ("torch", "drivers/clever.py", "torch"),
    ("torch", "world/dream.py", "torch.nn"),
    ("ray", "exam/pool.py", "ray"),
    ("numba", "vehicle/body.py", "numba"),
    ("numba", "conduct/gaps.py", "llvmlite.binding"),
    ("onnxruntime", "exam/judge.py", "onnxruntime"),
]


def write(file: Path, imported: str = "") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    (file.parent / "__init__.py").touch()
    file.write_text(f"import {imported}\n" if imported else "")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def lint_with(root: Path, planted: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Lints the house with these files in it, and takes them out again."""
    package = root / "aureole"
    before = {path for path in package.rglob("*") if path.is_file()}
    for place, imported in planted.items():
        write(package / place, imported)
    done = lint(root)
    for path in {path for path in package.rglob("*") if path.is_file()} - before:
        path.unlink()
    return done


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An empty house: every room and every module a contract names, under our own contracts."""
    root = tmp_path_factory.mktemp("house")
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for layer in CONTRACTS["layers"]["layers"]:
        for room in layer.split("|"):
            write(root / "aureole" / room.strip() / "__init__.py")
    write(root / "aureole" / "__init__.py")
    for module in CONTRACTS["truth"]["forbidden_modules"]:
        file = root.joinpath(*module.split("."))
        if not file.is_dir():
            write(file.with_suffix(".py"))
    return root


def test_an_empty_house_keeps_every_contract(house):
    done = lint(house)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


def test_every_contract_has_a_planted_fault():
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "place", "imported"), PLANTED)
def test_a_planted_import_breaks_its_contract(house, contract, place, imported):
    done = lint_with(house, {place: imported})
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{CONTRACTS[contract]['name']} BROKEN" in done.stdout


def test_a_driver_that_reaches_the_truth_through_another_file_breaks_the_contract(house):
    done = lint_with(house, {"conduct/gaps.py": "aureole.core.scene", "drivers/clever.py": "aureole.conduct.gaps"})
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{CONTRACTS['truth']['name']} BROKEN" in done.stdout


def test_the_command_line_may_import_every_room(house):
    rooms = ("drivers", "world", "runtime", "exam", "fleet", "core")
    done = lint_with(house, {f"cli/{room}.py": f"aureole.{room}" for room in rooms})
    assert done.returncode == 0, done.stdout + done.stderr
