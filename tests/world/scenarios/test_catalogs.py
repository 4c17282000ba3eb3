"""Catalogs and local parameters: an entry sees its own names, with what the reference gives, in every variation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aureole.core.errors import BadInput
from tests.world.scenarios.drives import after, at, drive, event, private, scenario, speed

START = private("Ego", at("-4", "50"), speed("20")) + private("Other", at("-5", "80"), speed("15"))
REFERENCE = """<CatalogReference catalogName="moves" entryName="{name}"><ParameterAssignments>
<ParameterAssignment parameterRef="{parameter}" value="{value}"/></ParameterAssignments></CatalogReference>"""


def declared(name: str, value: str, kind: str = "double") -> str:
    line = f'<ParameterDeclaration name="{name}" parameterType="{kind}" value="{value}"/>'
    return f"<ParameterDeclarations>{line}</ParameterDeclarations>"


def maneuver(name: str, parameters: str, target: str) -> str:
    return f'<Maneuver name="{name}">{parameters}{event("Go", speed(target), after("1"))}</Maneuver>'


def with_catalog(folder: Path, entries: str, reference: str) -> Path:
    """A scenario whose maneuver stands in the catalog `moves`."""
    catalogs = folder / "moves"
    catalogs.mkdir()
    head = '<OpenSCENARIO><FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="" description=""/>'
    text = f'{head}<Catalog name="moves">{entries}</Catalog></OpenSCENARIO>'
    (catalogs / "entries.xosc").write_text(text, encoding="utf-8")
    path = scenario(folder, START, event("Gone", speed("0"), after("1")), end="2")
    text = path.read_text(encoding="utf-8")
    old = text[text.index("<Maneuver ") : text.index("</Maneuver>") + len("</Maneuver>")]
    place = '<ManeuverCatalog><Directory path="moves"/></ManeuverCatalog></CatalogLocations>'
    text = text.replace(old, reference).replace("</CatalogLocations>", place)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_maneuver_of_a_catalog_is_played_with_the_assigned_value_in_every_variation(tmp_path: Path) -> None:
    reference = REFERENCE.format(name="go", parameter="target", value="${$Speed / 2}")
    path = with_catalog(tmp_path, maneuver("go", declared("target", "3"), "${$target + 1}"), reference)
    played = drive(path, [{"Speed": "20"}, {"Speed": "30"}, {}])
    assert played.scenes[-1].speed[:, 1] == pytest.approx([11.0, 16.0, 11.0])


def test_without_an_assignment_the_entry_keeps_its_own_value(tmp_path: Path) -> None:
    reference = '<CatalogReference catalogName="moves" entryName="go"/>'
    path = with_catalog(tmp_path, maneuver("go", declared("target", "3"), "$target"), reference)
    assert drive(path).scenes[-1].speed[0, 1] == pytest.approx(3.0)


def test_the_name_of_the_entry_may_be_a_parameter(tmp_path: Path) -> None:
    entries = maneuver("car", "", "4") + maneuver("suv", "", "9")
    path = with_catalog(tmp_path, entries, '<CatalogReference catalogName="moves" entryName="$Model"/>')
    assert drive(path, [{"Model": "suv"}]).scenes[-1].speed[0, 1] == pytest.approx(9.0)
    assert drive(path).scenes[-1].speed[0, 1] == pytest.approx(4.0)


def test_a_catalog_answers_to_the_name_of_its_file_too(tmp_path: Path) -> None:
    reference = '<CatalogReference catalogName="entries" entryName="go"/>'
    path = with_catalog(tmp_path, maneuver("go", "", "3"), reference)
    assert drive(path).scenes[-1].speed[0, 1] == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("reference", "named"),
    [
        (REFERENCE.format(name="go", parameter="tarket", value="1"), "did you mean 'target'"),
        (REFERENCE.format(name="go", parameter="target", value="$Nobody"), "Nobody"),
        (REFERENCE.format(name="go", parameter="target", value="fast"), "fast"),
        ('<CatalogReference catalogName="moves" entryName="stop"/>', "no entry 'stop'"),
        ('<CatalogReference catalogName="moves" entryName="way"/>', "is a <Route>"),
        ('<CatalogReference catalogName="noves" entryName="go"/>', "did you mean 'moves'"),
    ],
)
def test_a_wrong_reference_is_named_with_what_to_do(tmp_path: Path, reference: str, named: str) -> None:
    entries = maneuver("go", declared("target", "3"), "$target") + '<Route name="way" closed="false"/>'
    with pytest.raises(BadInput) as caught:
        drive(with_catalog(tmp_path, entries, reference))
    assert named in str(caught.value)
    assert caught.value.place


def test_an_entry_does_not_see_the_parameters_of_the_file(tmp_path: Path) -> None:
    reference = '<CatalogReference catalogName="moves" entryName="go"/>'
    with pytest.raises(BadInput, match="'Speed', which is not declared"):
        drive(with_catalog(tmp_path, maneuver("go", "", "$Speed"), reference))


@pytest.mark.parametrize("owner", ["Story", "Maneuver"])
def test_what_an_element_declares_is_known_inside_it_and_hides_the_name_around_it(tmp_path: Path, owner: str) -> None:
    path = scenario(tmp_path, START, event("Go", speed("${$Speed + $More}"), after("1")), end="2")
    text = path.read_text(encoding="utf-8")
    inner = declared("Speed", "${$Lane * -1}").replace(
        "</ParameterDeclarations>",
        '<ParameterDeclaration name="More" parameterType="double" value="$Speed"/></ParameterDeclarations>',
    )
    text = text.replace(f'<{owner} name="{owner}">', f'<{owner} name="{owner}">{inner}')
    path.write_text(text, encoding="utf-8")
    played = drive(path, [{"Lane": "-4"}, {"Lane": "-3"}])
    assert np.allclose(played.scenes[-1].speed[:, 1], [8.0, 6.0])


def test_a_directory_that_is_not_there_is_found_beside_another_one(tmp_path: Path) -> None:
    reference = '<CatalogReference catalogName="moves" entryName="go"/>'
    path = with_catalog(tmp_path, maneuver("go", "", "7"), reference)
    (tmp_path / "routes").mkdir()
    places = (
        '<Directory path="elsewhere/moves"/></ManeuverCatalog><RouteCatalog><Directory path="routes"/></RouteCatalog>'
    )
    text = path.read_text(encoding="utf-8").replace('<Directory path="moves"/></ManeuverCatalog>', places)
    path.write_text(text, encoding="utf-8")
    assert drive(path).scenes[-1].speed[0, 1] == pytest.approx(7.0)
    path.write_text(text.replace('<RouteCatalog><Directory path="routes"/></RouteCatalog>', ""), encoding="utf-8")
    with pytest.raises(BadInput, match="there is no catalog 'moves'"):
        drive(path)
