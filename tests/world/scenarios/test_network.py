"""Where a scenario's map is found, and where not."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from aureole.core.errors import BadInput
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from tests.world.scenarios.drives import ROOM, at, private, scenario, speed

START = private("Ego", at("-4", "50"), speed("20")) + private("Other", at("-5", "80"))
MAP = ROOM / "maps" / "motorway.xodr"


def with_map(folder: Path, network: str) -> Path:
    path = scenario(folder, START, end="0.1")
    old = f'<RoadNetwork><LogicFile filepath="{MAP}"/></RoadNetwork>'
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, f"<RoadNetwork>{network}</RoadNetwork>"), encoding="utf-8")
    return path


def make(path: Path) -> int:
    """How many roads the map has."""
    return len(build(Case("x", path), [Variation()], passive=True).brief.road.road_length)


@pytest.mark.parametrize("name", ["Town99", "Town99.xodr"])
@pytest.mark.parametrize("ending", [".xodr", ".xodr.gz"])
@pytest.mark.parametrize("place", ["beside", "shelf"])
def test_a_named_map_is_found_beside_the_scenario_and_on_the_shelves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, ending: str, place: str
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    monkeypatch.setenv("AUREOLE_MAPS", f"{tmp_path / 'none'}:{shelf}")
    plain = MAP.read_bytes()
    target = (shelf if place == "shelf" else tmp_path) / f"Town99{ending}"
    target.write_bytes(gzip.compress(plain) if ending.endswith("gz") else plain)
    assert make(with_map(tmp_path, f'<LogicFile filepath="{name}"/>')) == 1


def test_a_map_that_is_nowhere_is_told_with_the_places_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUREOLE_MAPS", str(tmp_path / "shelf"))
    with pytest.raises(BadInput, match="there is no map 'Town99'") as caught:
        make(with_map(tmp_path, '<LogicFile filepath="Town99"/>'))
    assert "<LogicFile>" in caught.value.place
    for looked in (tmp_path / "Town99.xodr", tmp_path / "shelf" / "Town99.xodr", "AUREOLE_MAPS"):
        assert str(looked) in caught.value.remedy


def test_a_controller_of_signals_without_a_phase_is_refused(tmp_path: Path) -> None:
    signals = '<TrafficSignals><TrafficSignalController name="c"/></TrafficSignals>'
    with pytest.raises(BadInput, match="0 phases"):
        make(with_map(tmp_path, f'<LogicFile filepath="{MAP}"/>{signals}'))


def test_a_scene_graph_a_used_area_and_empty_signals_change_nothing(tmp_path: Path) -> None:
    more = '<SceneGraphFile filepath="x.osgb"/><TrafficSignals/><UsedArea/>'
    assert make(with_map(tmp_path, f'<LogicFile filepath="{MAP}"/>{more}')) == 1
