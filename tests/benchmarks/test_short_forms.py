"""The benchmarks of the operating system in their short forms: they run, measure every way they name, and lose nothing.

How fast is not asked here: a shared machine would fail such a test by chance.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "benchmarks"
MANAGED = os.geteuid() == 0


def short(name: str) -> dict[str, Any]:
    """What a benchmark says in its short form."""
    command = [sys.executable, str(SCRIPTS / f"{name}.py"), "--short", "--json", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["benchmark"] == name
    return found


@pytest.mark.parametrize("name", ["chain", "frame"])
def test_the_hops_are_measured_beside_their_floor_and_lose_no_word(name: str) -> None:
    """Nodes, bare bus and floor, each with its median and its tail."""
    figures = short(name)["figures"]
    for way in ("floor", "bus", "system"):
        found = figures[way] if MANAGED or way in figures else figures[f"{way} unmanaged"]
        assert found["lost"] == 0
        assert 0.0 < found["p50"] <= found["p99"] <= found["max"]
        assert math.isfinite(found["p50_times_floor"])
        assert found["p50_times_floor"] > 0.0


def test_every_period_off_its_moment_has_a_cause() -> None:
    """A wrong period that nobody explains is counted as `nothing found`; the causes add up to the wrong ones."""
    figures = short("periodic")["figures"]
    for found in figures.values():
        assert 0.0 <= found["right"] <= 1.0
        assert sum(found["causes"].values()) == found["wrong"]


def test_three_hundred_topics_keep_to_the_memory_they_have_after_warm_up() -> None:
    """Shared memory does not grow by a page, what is resident by less than a byte a word."""
    found = short("topics")
    assert found["topics"] == 300
    assert found["shmem_bytes_end"] == found["shmem_bytes_warm"]
    assert found["pss_bytes_end"] - found["pss_bytes_warm"] < max(found["words"], 1 << 18)


def test_every_killed_service_comes_back_while_the_car_drives() -> None:
    """None of them is missing, and each was seen to die."""
    found = short("recovery")
    assert found["did_not_come_back"] == 0
    for service in ("port", "driver", "follower", "guard"):
        assert found["figures"][service]["kills"] == 1
        assert 0.0 < found["figures"][service]["seen"] <= found["figures"][service]["serves"]


def test_the_car_brakes_for_who_appears_managed_and_unmanaged() -> None:
    """A drive of each kind; managed, it is at 120 km/h when the cars appear, and stands before the 85 m are over."""
    figures = short("aeb")["figures"]
    for found in figures.values():
        assert 0.0 < found["stops"]["least"] <= found["stops"]["most"]
    if MANAGED:  # unmanaged, whoever else runs decides how fast it is when the cars appear
        assert figures["managed"]["speed"]["median"] == pytest.approx(120 / 3.6, abs=0.1)
        assert figures["managed"]["stops"]["most"] < 85.0
