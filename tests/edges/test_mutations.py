"""A file with something wrong is read or refused with its place, by hypothesis; never anything else, never for long."""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from aureole.core.errors import BadInput
from tests.edges.mutations import CATALOGS, MAPS, ROOM, SCENARIOS, mutated
from tests.edges.readings import refused

QUIET = settings(
    max_examples=150, deadline=3000, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def choices(data: st.DataObject):
    """A chooser that hypothesis steers."""
    return lambda count: data.draw(st.integers(0, count - 1))


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Path:
    """A room like the scenarios' own, to write hostile files in."""
    folder = tmp_path_factory.mktemp("room")
    for name in ("cast", "maps"):
        shutil.copytree(ROOM / name, folder / name)
    (folder / "embedded").mkdir()
    return folder


@pytest.mark.parametrize("seed", SCENARIOS, ids=lambda path: path.stem)
@given(data=st.data())
@QUIET
def test_a_scenario_with_something_wrong_is_read_or_refused_with_its_place(room, seed, data):
    path = room / "embedded" / seed.name
    path.write_bytes(mutated(seed.read_bytes(), choices(data)))
    refused(path)


@pytest.mark.parametrize("seed", MAPS, ids=lambda path: path.stem)
@given(data=st.data())
@QUIET
def test_a_map_with_something_wrong_is_read_or_refused_with_its_place(room, seed, data):
    path = room / "maps" / f"broken-{seed.name}"
    path.write_bytes(mutated(seed.read_bytes(), choices(data)))
    refused(path)


@given(data=st.data())
@QUIET
def test_a_catalog_with_something_wrong_is_read_or_refused_with_its_place(room, data):
    seed, path = CATALOGS[0], room / "cast" / CATALOGS[0].name
    path.write_bytes(mutated(seed.read_bytes(), choices(data)))
    story = room / "embedded" / SCENARIOS[0].name
    shutil.copyfile(SCENARIOS[0], story)
    refused(story)


@pytest.mark.parametrize("seed", [*SCENARIOS, *MAPS], ids=lambda path: path.stem)
def test_the_real_files_are_read(seed):
    try:
        assert refused(seed) == ""
    except BadInput as error:
        pytest.fail(str(error))
