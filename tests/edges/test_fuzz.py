"""A fuzzer that sees which lines its files reach finds nothing that the readers let through."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

TARGET = Path(__file__).with_name("fuzz_readers.py")
HOUSE = TARGET.parents[2]
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris is not installed: it has wheels for Linux on x86-64 alone",
)


def fuzz(folder: Path, runs: int, seed: int) -> None:
    """So many runs of the fuzzer; what it says when it finds something becomes the test's message."""
    words = [
        f"-runs={runs}", f"-seed={seed}", "-len_control=0", "-max_len=600", "-timeout=10", "-rss_limit_mb=0",
        f"-artifact_prefix={folder}/",
    ]  # fmt: skip
    paths = os.pathsep.join([str(HOUSE / "src"), str(HOUSE), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(TARGET), str(folder), *words], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": paths}, cwd=folder, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Done {runs} runs" in done.stderr


def test_a_fuzzer_finds_nothing_in_two_thousand_files(tmp_path):
    fuzz(tmp_path, 2000, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_a_fuzzer_finds_nothing_in_fifteen_thousand_files(tmp_path, seed):
    fuzz(tmp_path, 15_000, seed)
