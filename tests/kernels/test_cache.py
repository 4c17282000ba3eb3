"""Kernels lie in a directory of their own for each state of the sources, numba and the processor."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aureole.kernels import cache

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sources(tmp_path):
    """A small copy of our sources."""
    shutil.copytree(cache.SOURCES / "core", tmp_path / "copy" / "core", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "copy"


def place(sources: Path) -> Path:
    """Where kernels of these sources lie, read afresh."""
    cache.fingerprint.cache_clear()
    return cache.directory("1.0", "some cpu", sources)


def test_a_changed_source_moves_the_directory(sources):
    """Of the same length, too."""
    before = place(sources)
    file = sources / "core" / "noise.py"
    file.write_text(file.read_text(encoding="utf-8").replace("ROUNDS = 10", "ROUNDS = 11"), encoding="utf-8")
    assert place(sources) != before


def test_a_new_an_old_and_a_renamed_source_move_the_directory(sources):
    before = place(sources)
    file = sources / "core" / "new.py"
    file.touch()
    new = place(sources)
    file.rename(sources / "core" / "newer.py")
    newer = place(sources)
    assert len({before, new, newer}) == 3
    (sources / "core" / "newer.py").unlink()
    assert place(sources) == before


def test_text_that_moves_from_one_source_to_the_next_moves_the_directory(sources):
    one, two = sources / "core" / "aa.py", sources / "core" / "ab.py"
    one.write_text("x = 1\n")
    two.write_text("y = 2\n")
    before = place(sources)
    one.write_text("")
    two.write_text("x = 1\ny = 2\n")
    assert place(sources) != before


def test_a_kernel_is_keyed_by_what_its_module_imports_and_by_nothing_else(tmp_path):
    def key():
        for function in (cache.fingerprint, cache.imports, cache.files):
            function.cache_clear()
        return cache.fingerprint(tmp_path, "a.top")

    texts = {
        "a/__init__.py": "",
        "a/top.py": "from aureole.b import (\n    low,  # why\n)\n",
        "b/__init__.py": "",
        "b/low.py": "import aureole.c.base\n",
        "c/base.py": "x = 1\n",
        "d/other.py": "y = 1\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    before = key()
    (tmp_path / "d/other.py").write_text("y = 2\n")
    assert key() == before
    for name in ("c/base.py", "b/low.py", "b/__init__.py", "a/top.py"):
        (tmp_path / name).write_text(texts[name] + "z = 3\n")
        assert key() != before, name
        (tmp_path / name).write_text(texts[name])
    assert key() == before


def test_what_is_no_source_leaves_the_directory_alone(sources):
    before = place(sources)
    (sources / "core" / "notes.txt").write_text("more")
    assert place(sources) == before


def test_another_numba_or_processor_moves_the_directory():
    places = {cache.directory(numba, cpu) for numba in ("1.0", "1.1") for cpu in ("a", "b")}
    assert len(places) == 4


def test_the_variable_moves_the_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("AUREOLE_CACHE", str(tmp_path))
    assert cache.directory("1.0", "some cpu").parent == tmp_path / "kernels"


def test_a_directory_that_can_be_made_is_writable_and_left_empty(tmp_path):
    assert cache.writable(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_place_below_a_file_is_not_writable(tmp_path):
    (tmp_path / "file").touch()
    assert not cache.writable(tmp_path / "file" / "kernels")


TWICE = """
import numpy as np
from aureole.kernels import kernel

@kernel
def double(x):
    for i in range(x.size):
        x[i] *= 2.0

x = np.ones(3)
double(x)
print(x.sum())
"""


def test_an_unwritable_cache_is_named_and_kernels_work_without_it(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "twice.py").write_text(TWICE)
    environment = {**os.environ, "AUREOLE_CACHE": str(tmp_path / "file")}
    done = subprocess.run(
        [sys.executable, str(tmp_path / "twice.py")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "6.0\n", done.stderr
    assert f"kernel cache {tmp_path / 'file'}" in done.stderr
    assert "Traceback" not in done.stderr
