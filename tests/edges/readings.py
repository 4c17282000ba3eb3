"""What a person's file goes through before it is driven: read, or refused with a place; nothing else may happen."""

from __future__ import annotations

from pathlib import Path

from aureole.core.errors import BadInput
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.scenarios.build import dress, kinds, measures
from aureole.world.scenarios.scenario import Scenario, load_map
from tests.edges.mutations import MAPS


def refused(path: Path) -> str:
    """Read a map or a scenario as far as Python does it; the complaint, or nothing if it was read.

    Raises:
        AssertionError: it was refused without a place or without a word.
        Exception: whatever a reader let through.
    """
    complaint = None
    try:
        road(path) if path.suffix == ".xodr" else scenario(path)
    except BadInput as error:
        complaint = error
    if complaint is None:
        return ""
    assert complaint.place, f"no place: {complaint}"
    assert complaint.what, "no word"
    return str(complaint)


def road(path: Path) -> None:
    """Everything of a map."""
    found = read_map(path)
    assert len(found.names) == len(found.road.road_length)


def scenario(path: Path) -> None:
    """Everything of a scenario but the play: parameters, catalogs, cast, map's path, storyboard, numbers."""
    found = Scenario(path)
    scope = found.parameters.scope({})
    cast = found.cast(scope)
    names = found.order(cast, None)
    found.map(scope)
    compiled = found.compile(scope, names, load_map(MAPS[0]).names)
    compiled.key(scope)
    compiled.writer.values([scope])
    entities = [[cast[name] for name in names]]
    kinds(entities)
    measures(entities, names, None)
    dress(None, entities[0][0], passive=True, place=str(path))
