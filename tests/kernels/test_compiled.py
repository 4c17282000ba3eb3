"""A kernel is compiled, kept, free of the interpreter's lock, and exact."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from numba.core.registry import CPUDispatcher

from aureole.kernels import compiled, device, kernel
from aureole.kernels.formula import Entry

ROOT = Path(__file__).parents[2]


@device
def ratio(a: float, b: float) -> float:
    """A formula."""
    return a / b


@kernel
def ratios(a, b, out) -> None:
    """A loop over worlds."""
    for w in range(a.shape[0]):
        out[w] = ratio(a[w], b[w])


@kernel
def grind(x, steps: int) -> None:
    """Work whose every step waits for the one before."""
    for _ in range(steps):
        x[0] = x[0] * 6364136223846793005 ^ x[0] >> 29


@pytest.mark.parametrize("function", [ratio, ratios])
def test_both_decorators_give_a_compiled_function_without_the_lock_and_without_fast_math(function):
    assert isinstance(function, CPUDispatcher)
    options = function.targetoptions
    assert (options["nogil"], options["fastmath"], options["error_model"]) == (True, False, "numpy")
    assert options["nopython"]
    assert not options.get("parallel", False)


def test_a_kernel_calls_a_device_and_divides_as_ieee_says():
    out = np.empty(4)
    ratios(np.array([1.0, -1.0, 0.0, 3.0]), np.array([0.0, 0.0, 0.0, 2.0]), out)
    assert out[:2].tolist() == [np.inf, -np.inf]
    assert np.isnan(out[2])
    assert out[3] == 1.5


def test_a_kernel_lets_other_threads_run():
    """While it grinds, this thread is never held up for long; with the lock it would be for the whole time."""
    x = np.ones(1, dtype=np.int64)
    grind(x, 1)
    worker = threading.Thread(target=grind, args=(x, 200_000_000))
    began = last = time.perf_counter()
    longest = 0.0
    worker.start()
    while worker.is_alive():
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    now = time.perf_counter()
    assert max(longest, now - last) < 0.5 * (now - began)


def test_the_decorated_keeps_its_name_and_words():
    assert (ratio.__name__, ratio.__doc__) == ("ratio", "A formula.")


KEPT = """
import numpy as np
from aureole.kernels import kernel

@kernel
def double(x):
    for i in range(x.size):
        x[i] *= 2.0

double(np.ones(3))
print(sum(double.stats.cache_hits.values()))
"""


def test_a_kernel_is_kept_on_disk_for_the_next_run(tmp_path):
    (tmp_path / "kept.py").write_text(KEPT)
    environment = {**os.environ, "AUREOLE_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, str(tmp_path / "kept.py")]
    hits = [
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert hits == ["0\n", "1\n"]
    assert list((tmp_path / "cache" / "kernels").rglob("*.nbi"))


def test_here_kernels_are_kept():
    assert compiled.CACHED


def test_a_formula_has_no_machine_code_of_its_own():
    """A kernel takes up its text; numba would optimise it once for itself and once more for each that calls it."""
    ratios(np.ones(1), np.ones(1), np.empty(1))
    (result,) = ratio.overloads.values()
    assert isinstance(result.entry_point, Entry)
    assert ratio(1.0, 4.0) == 0.25


@device(inline=True)
def ratio_in_place(a: float, b: float) -> float:
    """The same formula, as a part of what calls it."""
    return a / b


@kernel
def ratios_in_place(a, b, out) -> None:
    """The same loop."""
    for w in range(a.shape[0]):
        out[w] = ratio_in_place(a[w], b[w])


def test_a_formula_in_place_gives_the_same_bits():
    draw = np.random.default_rng(1)
    a, b = draw.normal(size=100), draw.normal(size=100)
    one, two = np.zeros(100), np.zeros(100)
    ratios(a, b, one)
    ratios_in_place(a, b, two)
    assert np.array_equal(one, two)
