"""A scenario without some of its entities: everything that is theirs alone goes with them.

What still speaks of an entity afterwards (a condition, a position relative to it) needs it to be declared: then it
stays in the file and is deleted from the world before the first step.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from lxml import etree

Element = etree._Element  # lxml's public type has a private name


def without(path: Path, names: Collection[str], *, declared: bool = False) -> bytes:
    """The file's bytes without these entities.

    Args:
        path: of a scenario that has been read already.
        names: entities.
        declared: they stay declared, and are deleted from the world at the beginning.
    """
    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    root = tree.getroot()
    for name in names:
        if declared or not _taken(root, name):
            _deleted(root, name)
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="utf-8")
    return data


def _taken(root: Element, name: str) -> bool:
    """Take an entity out; gives whether nothing speaks of it any more, and changes nothing if something does."""
    own = [one for one in root.iter("ScenarioObject") if one.get("name") == name]
    own += [one for one in root.iter("Private") if one.get("entityRef") == name]
    actors, groups = [], []
    for above in root.iter("ManeuverGroup"):
        acting = above.findall("Actors/EntityRef")
        mine = [one for one in acting if one.get("entityRef") == name]
        actors += mine
        groups += [above] if mine and len(mine) == len(acting) else []
    gone = {id(inner) for outer in (*own, *actors, *groups) for inner in outer.iter()}
    left = (one for one in root.iter(etree.Element) if id(one) not in gone)
    if any(value == name and key != "name" for one in left for key, value in one.attrib.items()):
        return False
    for one in (*own, *actors, *groups):
        _drop(one)
    for tag, inner in (("Act", "ManeuverGroup"), ("Story", "Act")):
        for one in list(root.iter(tag)):
            if one.find(inner) is None:
                _drop(one)
    return True


def _drop(one: Element) -> None:
    above = one.getparent()
    if above is not None:
        above.remove(one)


def _deleted(root: Element, name: str) -> None:
    actions = root.find("Storyboard/Init/Actions")
    if actions is None:
        init = root.find("Storyboard/Init")
        actions = etree.SubElement(init if init is not None else root, "Actions")
    action = etree.Element("GlobalAction")
    entity = etree.SubElement(action, "EntityAction", entityRef=name)
    etree.SubElement(entity, "DeleteEntityAction")
    actions.insert(0, action)
