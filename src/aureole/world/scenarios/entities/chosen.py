"""Entities by name, by selection and by type."""

from __future__ import annotations

from collections.abc import Mapping

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.entities.entity import Entity
from aureole.world.scenarios.read import Node, near

TYPES = {"vehicle": "Vehicle", "pedestrian": "Pedestrian", "miscellaneous": "MiscObject"}  # ObjectType


def members(node: Node) -> tuple[dict[str, Node], dict[str, Node]]:
    """The ScenarioObjects and the EntitySelections of an Entities element by name; a name is given once."""
    objects: dict[str, Node] = {}
    selections: dict[str, Node] = {}
    for child in node.known("", "ScenarioObject EntitySelection"):
        name = child.raw("name")
        if name in objects or name in selections:
            raise BadInput(f"a second entity '{name}'", place=child.place, remedy="give each a name of its own")
        (objects if child.name == "ScenarioObject" else selections)[name] = child
    return objects, selections


def by_type(agents: Mapping[str, int], cast: Mapping[str, Entity]) -> dict[str, tuple[int, ...]]:
    """The agents of each ObjectType."""
    return {
        word: tuple(agent for name, agent in agents.items() if cast[name].element == element)
        for word, element in TYPES.items()
    }


def selected(
    selections: Mapping[str, Node], agents: Mapping[str, int], cast: Mapping[str, Entity]
) -> dict[str, tuple[int, ...]]:
    """The agents of each EntitySelection: those it names, or all of a type."""
    found: dict[str, tuple[int, ...]] = {}
    for name, node in selections.items():
        chosen: list[int] = []
        for one in node.known("name", "Members").one("Members").known("", "EntityRef ByType"):
            if one.name == "EntityRef":
                wanted = one.known("entityRef").raw("entityRef")
                if wanted not in agents:
                    raise BadInput(f"there is no entity '{wanted}'", place=one.place, remedy=near(wanted, list(agents)))
                chosen.append(agents[wanted])
            else:
                kind = one.known("objectType").raw("objectType")
                if kind not in TYPES:
                    raise Unsupported(f"objectType '{kind}'", place=one.place, remedy=near(kind, list(TYPES)))
                chosen += by_type(agents, cast)[kind]
        found[name] = tuple(dict.fromkeys(chosen))
    return found
