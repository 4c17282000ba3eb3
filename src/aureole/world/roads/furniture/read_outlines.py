"""Reads the outlines, markings and borders of an object (ASAM OpenDRIVE 1.8 §13.4, §13.8, §13.9)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from aureole.world.roads.reading.markup import Element, Markup

Rows = defaultdict[str, list[dict[str, Any]]]

SIDES = ("left", "right", "front", "rear")
WIDTHS = {"standard": "0.12", "bold": "0.25"}  # m; where a marking gives none: German motorway lines (RMS)
CORNERS = {"cornerLocal": ("u", "v", "z"), "cornerRoad": ("s", "t", "dz")}
TRUE = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def read_outlines(markup: Markup, thing: Element, owner: int, rows: Rows) -> None:
    """Every outline of an object, with or without <outlines> around them."""
    for group in markup.children(thing, "outlines"):
        for outline in markup.children(group, "outline"):
            read_outline(markup, outline, owner, rows, single=False)
    for outline in markup.children(thing, "outline"):
        read_outline(markup, outline, owner, rows, single=True)


def read_outline(markup: Markup, outline: Element, owner: int, rows: Rows, *, single: bool) -> None:
    """One outline and its corners; it needs two, all of one kind."""
    found = {name: list(markup.children(outline, name)) for name in CORNERS}
    used = [name for name, corners in found.items() if corners]
    if len(used) > 1:
        what = "<outline> has corners of the object and of the road"
        raise markup.bad(found[used[1]][0], what, "use <cornerLocal> or <cornerRoad>")
    name = used[0] if used else "cornerLocal"
    if len(found[name]) < 2:
        markup.drop(outline, "<outline> is not used: it has fewer than two corners; the object's box is its shape")
        return
    here = len(rows["outlines"])
    rows["outlines"].append({
        "owner": owner, "number": number_of(markup, outline), "local": name == "cornerLocal", "single": single,
        "closed": TRUE[markup.choice(outline, "closed", tuple(TRUE), "true")],
        "outer": TRUE[markup.choice(outline, "outer", tuple(TRUE), "true")],
        "fill": markup.text(outline, "fillType", ""), "lane_kind": markup.text(outline, "laneType", ""),
    })  # fmt: skip
    for corner in found[name]:
        rows["corners"].append({
            "owner": here, "number": number_of(markup, corner),
            "at": [markup.number(corner, key, "0" if key in {"z", "dz"} else None) for key in CORNERS[name]],
            "height": markup.number(corner, "height", "0", low=0.0),
        })  # fmt: skip


def number_of(markup: Markup, element: Element) -> int:
    """An id that must be a whole number; -1 where there is none."""
    return -1 if element.get("id") is None else markup.integer(element, "id")


def read_markings(markup: Markup, thing: Element, owner: int, rows: Rows) -> None:
    """The lines painted on an object."""
    for group in markup.children(thing, "markings"):
        for element in markup.children(group, "marking"):
            steps = list(markup.children(element, "cornerReference"))
            side = "" if element.get("side") is None else markup.choice(element, "side", SIDES)
            if (len(steps) < 2) == (side == ""):
                markup.drop(element, "<marking> is not used: it needs a side, or two corners, and not both")
                continue
            here = len(rows["markings"])
            weight = markup.choice(element, "weight", tuple(WIDTHS), "standard")
            rows["markings"].append({
                "owner": owner, "side": side, "colour": markup.text(element, "color", "standard"), "weight": weight,
                "width": markup.number(element, "width", WIDTHS[weight], low=0.0),
                "dashes": [markup.number(element, name, "0", low=0.0) for name in ("lineLength", "spaceLength")],
                "offsets": [markup.number(element, name, "0") for name in ("startOffset", "stopOffset")],
                "z_offset": markup.number(element, "zOffset", "0"),
            })  # fmt: skip
            rows["marking_steps"] += [{"owner": here, "corner": markup.integer(step, "id")} for step in steps]


def read_borders(markup: Markup, thing: Element, owner: int, rows: Rows) -> None:
    """The frames of an object."""
    for group in markup.children(thing, "borders"):
        for element in markup.children(group, "border"):
            steps = list(markup.children(element, "cornerReference"))
            here = len(rows["borders"])
            whole = markup.choice(element, "useCompleteOutline", tuple(TRUE), "false" if steps else "true")
            rows["borders"].append({
                "owner": owner, "outline": markup.integer(element, "outlineId"), "kind": markup.text(element, "type"),
                "width": markup.number(element, "width", low=0.0), "whole": TRUE[whole],
            })  # fmt: skip
            rows["border_steps"] += [{"owner": here, "corner": markup.integer(step, "id")} for step in steps]
