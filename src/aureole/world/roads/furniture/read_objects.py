"""Reads objects, their copies, references to them, tunnels and bridges (ASAM OpenDRIVE 1.8 §13)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from aureole.world.roads.furniture import objects as kinds
from aureole.world.roads.furniture.copies import corners_along
from aureole.world.roads.furniture.read_outlines import read_borders, read_markings, read_outlines
from aureole.world.roads.furniture.read_signals import ORIENTATIONS, YES, Rows, place_of, reference, spans, twice
from aureole.world.roads.furniture.rows import table
from aureole.world.roads.furniture.signals import References, Spans
from aureole.world.roads.reading.markup import Element, Markup

TYPES = (  # e_objectType of OpenDRIVE 1.4–1.8
    "none obstacle car pole tree vegetation barrier building parkingSpace patch railing trafficIsland crosswalk"
    " streetLamp gantry soundBarrier van bus trailer bike motorbike tram train pedestrian wind roadMark roadSurface"
)
SIZES = ("length", "width", "height")
TUNNELS, BRIDGES = ("standard", "underpass"), ("concrete", "steel", "brick", "wood")
MOST_COPIES = 500_000  # and parts of continuous objects, of a whole map; more is a mistake, or an attack on the memory


class ObjectReader:
    """Collects the rows of everything that objects are, road by road."""

    def __init__(self, markup: Markup) -> None:
        self.markup = markup
        self.rows: Rows = defaultdict(list)
        self.waiting: list[tuple[Element, int]] = []
        """References, whose objects may come later in the file, with their roads."""
        self.copies = 0

    def road(self, road: Element, row: int, length: float) -> None:
        """The objects, tunnels and bridges of one road."""
        for group in self.markup.children(road, "objects"):
            for element in self.markup.children(group, "object"):
                self.object(element, row, length)
            for what, types in (("tunnel", TUNNELS), ("bridge", BRIDGES)):
                for element in self.markup.children(group, what):
                    self.stretch(element, what, types, row)
            self.waiting += [(element, row) for element in self.markup.children(group, "objectReference")]

    def object(self, element: Element, road: int, length: float) -> None:
        """One object with all that is below it."""
        markup, owner = self.markup, len(self.rows["objects"])
        kind = markup.text(element, "type", "none")
        if kind not in TYPES.split():
            markup.drop(element, f"<object>: type='{kind[:40]}' is none of the standard's; it is kept as a text")
        parking = markup.only(element, "parkingSpace")
        size = [magnitude(markup, element, name) for name in SIZES]
        row = {
            **place_of(markup, element, length),
            "road": road, "ids": markup.text(element, "id"), "names": markup.text(element, "name", ""), "kind": kind,
            "subtype": markup.text(element, "subtype", ""),
            "turn": [markup.number(element, name, "0") for name in ("hdg", "pitch", "roll")],
            "size": size, "radius": markup.number(element, "radius", "0", low=0.0),
            "valid_length": markup.number(element, "validLength", "0", low=0.0),
            "orientation": ORIENTATIONS[markup.choice(element, "orientation", tuple(ORIENTATIONS), "none")],
            "dynamic": YES[markup.choice(element, "dynamic", tuple(YES), "no")],
            "upright": YES[markup.choice(element, "perpToRoad", tuple(YES), "false")],
            "access": "" if parking is None else markup.text(parking, "access", "all"),
            "restrictions": "" if parking is None else markup.text(parking, "restrictions", ""),
        }  # fmt: skip
        self.rows["objects"].append(row)
        self.rows["lanes"] += spans(markup, element, owner)
        for repeat in markup.children(element, "repeat"):
            self.repeat(repeat, owner, length)
        read_outlines(markup, element, owner, self.rows)
        read_markings(markup, element, owner, self.rows)
        read_borders(markup, element, owner, self.rows)

    def repeat(self, element: Element, owner: int, length: float) -> None:
        """One row of copies; what it does not say is the object's own."""
        markup, original = self.markup, self.rows["objects"][owner]
        s = markup.number(element, "s", repr(original["s"]), low=0.0)
        reach, distance = (
            markup.number(element, "length", "0", low=0.0),
            markup.number(element, "distance", "0", low=0.0),
        )
        if s + reach > length + 0.01:
            markup.drop(element, "<repeat> reaches beyond its road's end; it ends there")
            reach = max(length - s, 0.0)
        self.copies += corners_along(reach) if distance == 0.0 else int(min(reach / distance, 1e9)) + 1
        if self.copies > MOST_COPIES:
            what = f"the objects of the map repeat more than {MOST_COPIES} times"
            raise markup.bad(element, what, "check length and distance of the repeats")

        def pair(name: str, own: float, low: float = -1e7) -> list[float]:
            return [markup.number(element, name + end, repr(own), low=low) for end in ("Start", "End")]

        sizes = [pair(name, own, 0.0) for name, own in zip(SIZES, original["size"], strict=True)]
        self.rows["repeats"].append({
            "owner": owner, "s": s, "length": reach, "distance": distance,
            "t": pair("t", original["t"]), "z_offset": pair("zOffset", original["z_offset"]),
            "sizes": [size[end] for end in (0, 1) for size in sizes],
            "radius": pair("radius", original["radius"], 0.0),
            "detached": YES[markup.choice(element, "detachFromReferenceLine", tuple(YES), "false")],
        })  # fmt: skip

    def stretch(self, element: Element, what: str, types: Sequence[str], road: int) -> None:
        """A tunnel or a bridge."""
        markup, owner = self.markup, len(self.rows["stretches"])
        light = [
            math.nan if element.get(name) is None else markup.number(element, name, low=0.0)
            for name in ("lighting", "daylight")
        ]
        self.rows["stretches"].append({
            "ids": markup.text(element, "id"), "names": markup.text(element, "name", ""), "what": what,
            "kind": markup.choice(element, "type", tuple(types), types[0]), "road": road,
            "s": markup.number(element, "s", low=0.0), "length": markup.number(element, "length", low=0.0),
            "light": light,
        })  # fmt: skip
        self.rows["stretch_lanes"] += spans(markup, element, owner)

    def references(self) -> None:
        """Objects that count on other roads as well."""
        known: dict[str, int] = {}
        for row, thing in enumerate(self.rows["objects"]):
            known.setdefault(thing["ids"], row)
        for element, road in self.waiting:
            for found in reference(self.markup, element, known, road):
                self.rows["reference_lanes"] += spans(self.markup, element, len(self.rows["references"]))
                self.rows["references"].append(found)

    def done(self) -> kinds.Things:
        """Everything that was collected."""
        self.references()
        twice(self.markup, [row["ids"] for row in self.rows["objects"]], "object")
        rows: dict[str, Any] = self.rows
        return kinds.Things(
            objects=table(kinds.Objects, rows["objects"]),
            lanes=table(Spans, rows["lanes"]),
            repeats=table(kinds.Repeats, rows["repeats"]),
            outlines=table(kinds.Outlines, rows["outlines"]),
            corners=table(kinds.Corners, rows["corners"]),
            markings=table(kinds.Markings, rows["markings"]),
            marking_steps=table(kinds.Steps, rows["marking_steps"]),
            borders=table(kinds.Borders, rows["borders"]),
            border_steps=table(kinds.Steps, rows["border_steps"]),
            references=table(References, rows["references"]),
            reference_lanes=table(Spans, rows["reference_lanes"]),
            stretches=table(kinds.Stretches, rows["stretches"]),
            stretch_lanes=table(Spans, rows["stretch_lanes"]),
        )


def magnitude(markup: Markup, element: Element, name: str) -> float:
    """A length, width or height; files that give one below zero mean its size."""
    value = markup.number(element, name, "0")
    if value < 0.0:
        markup.drop(element, f"<object>: {name} is below zero; its size is used")
    return abs(value)
