"""How well a log can be driven at all: within stated errors on every real log, by what the log alone asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from aureole.exam.logged.reach import missed
from aureole.exam.logged.relog import relog
from aureole.exam.suites.logs import logs_in
from aureole.world.logs.playing.build import build
from aureole.world.logs.playing.cast import drivers
from aureole.world.logs.reading import load
from aureole.world.scenarios.case import Case, Variation
from tests.world.logs.made_up import scene, written

NGSIM = "log-ngsim-commonroad"
REACHED = (0.15, 0.35, 0.12, 0.20, 0.25, 0.65)
"""Stated in docs/reference/logs.md: m from the log, rms and largest; across likewise; rad, largest; m/s, rms."""
BEYOND = (0.45, 1.50, 0.30, 1.00, 0.35, 1.40)
FEW = ("USA_US101-25_1_T-1", "USA_US101-8_2_T-1", "USA_Lanker-1_2_T-1", "USA_Lanker-2_24_T-1")
"""A lorry, a short log, bends, and one out of the car's reach."""
OTHERS = (
    ("nc-nuscenes-mini/nuscenes_2_1.pkl.gz", "ego"),
    ("nc-nuscenes-mini/sd_nuscenes_v1.0-mini_scene-0916.pkl.gz", "ego"),
)


def held(path: Path, ego: str) -> None:
    """Drive a log again and hold it to what is stated for logs like it."""
    world = build(Case(path.stem, path), [Variation({"ego": ego})])
    reach = missed(world.stage.track, world.stage.chassis)
    found = relog(world)
    stated = REACHED if reach.driven else BEYOND
    mine = (
        found.position_rms, found.position_max, found.across_rms, found.across_max, found.heading_max, found.speed_rms,
    )  # fmt: skip
    assert all(one <= most for one, most in zip(mine, stated, strict=True)), (reach, found)
    assert reach.least <= found.position_max + 0.01


def ngsim(data: Path) -> list[Path]:
    """The logs, where they are."""
    folder = data / NGSIM
    if not folder.is_dir():
        pytest.skip("the logs are not here")
    return logs_in(folder)


def test_a_made_up_log_is_driven_again_within_a_tenth_of_a_metre(tmp_path: Path) -> None:
    found = relog(build(Case("made-up", written(tmp_path, scene())), [Variation({})]))
    assert found.position_max < 0.1
    assert found.across_max < 0.02


@pytest.mark.parametrize("name", FEW)
def test_some_recorded_logs_are_driven_again_within_the_stated_errors(data: Path, name: str) -> None:
    path = next(one for one in ngsim(data) if one.name.startswith(name + "."))
    held(path, drivers(load(path))[0])


@pytest.mark.slow
@pytest.mark.parametrize("place", range(47))
def test_every_recorded_log_is_driven_again_within_the_stated_errors(data: Path, place: int) -> None:
    paths = ngsim(data)
    assert len(paths) == 47
    held(paths[place], drivers(load(paths[place]))[0])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "ego"), OTHERS)
def test_logs_of_another_source_are_driven_again_within_the_stated_errors(data: Path, name: str, ego: str) -> None:
    path = data / name
    if not path.exists():
        pytest.skip("this log is not here")
    held(path, ego)
