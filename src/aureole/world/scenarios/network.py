"""The map of a scenario: where a RoadNetwork's LogicFile is found.

A file that is missing may lie beside as FILE.gz. A name without a file behind it (`Town01`, as CARLA writes it) is
looked for as NAME.xodr and NAME.xodr.gz beside the scenario and in the directories of the environment variable
AUREOLE_MAPS.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.world.scenarios.expressions import BadExpression, Scope, parse, plain
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.references import resolved

NOWHERE = Path(__file__).parent / "maps" / "nowhere.xodr"
SHELVES = "AUREOLE_MAPS"  # environment variable: directories of maps, separated as in PATH


def map_of(network: Node, folder: Path, scope: Scope) -> Path:
    """The OpenDRIVE file of a RoadNetwork in one variation; a plane without roads where it names none.

    Raises:
        BadInput: the file is not there; with the places where it was looked for.
    """
    logic = network.find("LogicFile")
    if logic is None:
        return NOWHERE
    return located(written(logic, scope), folder, logic)


def written(logic: Node, scope: Scope) -> str:
    """What a LogicFile names, as one variation has it."""
    try:
        return plain(parse(logic.known("filepath").raw("filepath")).value(scope))
    except BadExpression as error:
        raise BadInput(str(error), place=logic.place) from None


def check_network(network: Node) -> None:
    """Refuse what a RoadNetwork holds and is not played."""
    network.known("", "LogicFile SceneGraphFile TrafficSignals UsedArea")
    signals = network.find("TrafficSignals")
    if signals is not None:
        signals.known("", "TrafficSignalController")
    scene = network.find("SceneGraphFile")
    if scene is not None:
        scene.known("filepath")


def located(text: str, folder: Path, node: Node) -> Path:
    """The file that a LogicFile's text names."""
    looked: list[Path] = []
    for path in candidates(text, folder):
        try:
            if path.is_file() or path.with_name(f"{path.name}.gz").is_file():
                return path
        except (OSError, ValueError) as error:
            raise BadInput(f"cannot be looked for: {error}", place=node.place) from None
        looked.append(path)
    remedy = f"looked for {', '.join(map(str, looked[:8]))}; put it there, or name its directory in {SHELVES}"
    raise BadInput(f"there is no map '{text[:200]}'", place=node.place, remedy=remedy)


def candidates(text: str, folder: Path) -> Iterator[Path]:
    """Where a map may lie, in the order in which it is looked for."""
    if not text:
        return
    names = [text] if Path(text).suffix.lower() in {".xodr", ".gz"} else [text, f"{text}.xodr"]
    shelves = [Path(entry) for entry in os.environ.get(SHELVES, "").split(os.pathsep) if entry]
    yield from (resolved(name, folder) for name in names)
    if Path(text).name == text:
        yield from (shelf / name for shelf in shelves for name in names)


def check_monitors(node: Node | None) -> None:
    """MonitorDeclarations (OpenSCENARIO 1.3.1) are for those who watch; they are checked for form, without effect."""
    if node is None:
        return
    for monitor in node.known("", "MonitorDeclaration"):
        monitor.known("name value").raw("name")
