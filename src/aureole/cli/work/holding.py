"""What an OpenSCENARIO file holds: a scenario, a distribution of one, or a catalog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from aureole.core.errors import BadInput, Unsupported
from aureole.world.roads.reading.markup import Notice, counted
from aureole.world.scenarios.catalogs import ENTRIES, Catalogs
from aureole.world.scenarios.entities.entity import OBJECTS, measure
from aureole.world.scenarios.entities.measured import Entities, check_controller
from aureole.world.scenarios.header import check_header
from aureole.world.scenarios.parameters import Parameters
from aureole.world.scenarios.read import Node, read
from aureole.world.scenarios.scenario import load, load_map
from aureole.world.scenarios.variations.distribution import load_distribution
from aureole.world.scenarios.words import without_effect

Held = tuple[dict[str, Any], tuple[Notice, ...]]
"""What is there, and what of it is not used."""


def holding(file: Path) -> tuple[str, dict[str, Any], tuple[Notice, ...]]:
    """The kind of a file, what it holds, and what of it is not used.

    Raises:
        BadInput, Unsupported: it is broken, or asks for what is not played; with file:line <element>.
    """
    root = read(file)
    if root.find("Catalog") is not None:
        return "catalog", *of_catalog(root)
    if root.find("ParameterValueDistribution") is not None:
        return "distribution", *of_distribution(file, root)
    return "scenario", *of_scenario(file, {})


def of_scenario(file: Path, params: Mapping[str, str]) -> Held:
    """What a scenario holds, one variation of it compiled against its map."""
    scenario = load(file)
    scope = scenario.parameters.scope(params)
    cast = scenario.cast(scope)
    names, place = scenario.order(cast, None), scenario.map(scope)
    map_ = load_map(place)
    tables = scenario.compile(scope, names, map_.names).tables
    about = {
        "version": version(scenario.root), "entities": list(names),
        "storyboard_elements": len(tables.elements), "conditions": len(tables.conditions), "actions": len(tables.jobs),
        "map": str(place), "roads": len(map_.names), "km": round(float(map_.road.road_length.sum()) / 1000.0, 3),
    }  # fmt: skip
    return about, (*idle(scenario.root), *map_.notices)


def idle(root: Node) -> tuple[Notice, ...]:
    """What a scenario says and nothing is done about, each kind once, with its first place, and all that is in it."""
    found: dict[str, tuple[str, int]] = {}
    waiting = [root]
    while waiting:
        one = waiting.pop()
        said = list(without_effect(one.name, map(str, one.element.attrib)))
        for what in said:
            place, count = found.get(what, (one.place, 0))
            found[what] = (place, count + 1)
        if not any(what.startswith(f"<{one.name}> ") for what in said):
            waiting.extend(reversed(list(one)))
    return counted(found)


def of_distribution(file: Path, root: Node) -> Held:
    """How many cases a distribution stands for, and what its scenario holds in the first of them."""
    found = load_distribution(file)
    about = {"version": version(root), "cases": found.count, "scenario": str(found.scenario)}
    about["parameters"] = [f"{name} = {told}" for name, told in found.variations.told().items()]
    inner, notices = of_scenario(found.scenario, found.at(0) if found.count else {})
    return {**inner, **about}, notices


def of_catalog(root: Node) -> Held:
    """The entries of a catalog; vehicles, pedestrians, objects and controllers are read whole."""
    check_header(root.known("", "FileHeader Catalog"))
    catalog = root.one("Catalog").known("name", " ".join(ENTRIES))
    seen: dict[str, str] = {}
    notices: list[Notice] = []
    for entry in catalog:
        name = entry.raw("name")
        if name in seen:
            what = f"a second entry '{name}', the first is at {seen[name]}"
            raise BadInput(what, place=entry.place, remedy="give each entry a name of its own")
        seen[name] = entry.place
        notices += looked_into(entry, name)
    counts = Counter(entry.name for entry in catalog)
    return {"version": version(root), "name": catalog.raw("name"), "entries": dict(counts)}, tuple(notices)


def looked_into(entry: Node, name: str) -> list[Notice]:
    """What cannot be used of an entry."""
    try:
        if entry.name in OBJECTS:
            pulled = partial(Entities(Catalogs()).entity, places=(Path(entry.file).parent,))
            measure(entry, Parameters(entry.find("ParameterDeclarations"), entry.place).scope({}), pulled)
        elif entry.name == "Controller":
            check_controller(entry)
        else:
            return [Notice(f"'{name}' is read where a scenario uses it", entry.place)]
    except Unsupported as error:
        return [Notice(f"'{name}' cannot be used: {error.what}", error.place)]
    return []


def version(root: Node) -> str:
    """The version that a file gives itself."""
    header = root.one("FileHeader")
    return f"OpenSCENARIO {header.raw('revMajor')}.{header.raw('revMinor')}"
