"""The table of elements and the code say the same."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from aureole.core.errors import Unsupported
from aureole.world.scenarios import words
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from tests.world.scenarios.drives import after, at, event, private, scenario, speed

ROOT = Path(__file__).resolve().parents[3]
ROOM = Path(words.__file__).parent
FATES = {name: fate for name, _, fate, _ in words.table()}
NAMED = {"ExternalObjectReference", "UserDefinedDistribution"}
"""Refused by a line of their own, so the code speaks of them; other tests hold each to it."""


def spoken() -> set[str]:
    """Every element that the code that reads a scenario has a word for."""
    found: set[str] = set()
    for path in ROOM.rglob("*.py"):
        if path.name == "words.py" or {"export", "embedded"} & set(path.parts):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in said]
        found |= {word for text in texts if isinstance(text, str) for word in re.findall(r"\b[A-Z]\w+", text)}
    return found & set(FATES)


def test_every_element_has_one_fate() -> None:
    names = [name for name, _, _, _ in words.table()]
    assert len(names) == len(set(names)) == 296


def test_what_the_code_reads_is_played_or_accepted_and_nothing_else_is() -> None:
    accepted = {name for name, fate in FATES.items() if fate != "refused"}
    assert spoken() - NAMED == accepted


@pytest.mark.parametrize("name", sorted(name for name, fate in FATES.items() if fate != "played"))
def test_what_is_not_played_says_why(name: str) -> None:
    why = next(why for other, _, _, why in words.table() if other == name)
    assert len(why.split()) >= 3 or why == "not played yet"


PLACES = {  # where a refused element may stand, and what is written there instead
    "PrivateAction": ("<PrivateAction>", "<PrivateAction><{0}/></PrivateAction><PrivateAction>"),
    "GlobalAction": ("<Actions>", "<Actions><GlobalAction><{0}/></GlobalAction>"),
    "ByValueCondition": ("<SimulationTimeCondition", "<{0}"),
    "Position": ("<LanePosition", "<{0}"),
    "RoadNetwork": ("</RoadNetwork>", "<{0}/></RoadNetwork>"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_refused_element_is_refused_with_its_reason_wherever_it_stands(tmp_path: Path, place: str) -> None:
    start = private("Ego", at("-4", "50"), speed("20")) + private("Other", at("-5", "80"))
    path = scenario(tmp_path, start, event("Go", speed("5"), after("1")))
    old, new = PLACES[place]
    text = path.read_text(encoding="utf-8")
    assert old in text
    for name in sorted({name for name, fate in FATES.items() if fate == "refused"} - NAMED):
        path.write_text(text.replace(old, new.format(name), 1), encoding="utf-8")
        with pytest.raises(Unsupported) as caught:
            build(Case("x", path), [Variation()], passive=True)
        assert f"element <{name}> is not supported: {words.reason(name)}" in caught.value.what
        assert "knows no such" not in caught.value.what


def test_a_stranger_and_an_element_out_of_place_are_told_apart() -> None:
    assert "knows no such element" in words.reason("Wonder")
    assert "not in this place" in words.reason("Vehicle")


def page() -> ModuleType:
    path = ROOT / "docs/extensions/openscenario.py"
    spec = importlib.util.spec_from_file_location("openscenario_page", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_reference_has_a_line_for_every_element() -> None:
    pytest.importorskip("sphinx")
    lines = page().text().splitlines()
    for name, since, fate, _ in words.table():
        assert sum(line.startswith(f"| `{name}` | {since} | {fate} |") for line in lines) == 1
    assert "openscenario-fates" in (ROOT / "docs/reference/openscenario.md").read_text(encoding="utf-8")
