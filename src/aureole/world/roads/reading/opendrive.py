"""Reads an OpenDRIVE map (.xodr) into flat tables; what it cannot read is refused by file, line and element."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aureole.core.road import Road
from aureole.world.roads.furniture.furniture import Furniture, read_furniture
from aureole.world.roads.furniture.rows import table as table_of
from aureole.world.roads.furniture.signals import Controllers, Signals
from aureole.world.roads.joints import Joints, read_joints
from aureole.world.roads.limits import Limits
from aureole.world.roads.links import Junctions, Links
from aureole.world.roads.reading.header import Header, Types, read_header, road_names
from aureole.world.roads.reading.junctions import read_junctions
from aureole.world.roads.reading.links import Seams, Strip, join_roads, straightest, strip_of, table
from aureole.world.roads.reading.markup import LARGEST, Element, Markup, Notice, load
from aureole.world.roads.reading.planview import positive, read_line
from aureole.world.roads.reading.sections import read_limit, read_profile, read_sections
from aureole.world.roads.reading.tables import Tables
from aureole.world.roads.reading.words import vet


@dataclass(frozen=True, slots=True)
class Map:
    """A map as read."""

    road: Road
    names: tuple[str, ...]
    """The id in the file of each road: road r of the tables is `names[r]`."""
    limits: Limits
    """Speed limits along each lane; `road.road_limit` is the lowest of the road's types alone."""
    links: Links
    """Every lane that a lane goes on as; `road.lane_successor` holds only the straightest."""
    junctions: Junctions
    crossings: tuple[str, ...]
    """The id in the file of each junction: junction j of the tables is `crossings[j]`."""
    joints: Joints
    """How roads and junctions name each other."""
    furniture: Furniture
    """What stands on the roads: signals, controllers, objects."""
    header: Header
    titles: tuple[str, ...]
    """The name of each road; empty where it has none."""
    types: Types
    colours: tuple[str, ...]
    """Of each row of marks: standard is white."""
    notices: tuple[Notice, ...]
    """What the file says and nobody uses."""

    @property
    def signals(self) -> Signals:
        """Signs and lights; `signals.row(id)` finds one."""
        return self.furniture.signalling.signals

    @property
    def controllers(self) -> Controllers:
        """What switches signals together."""
        return self.furniture.signalling.controllers

    def number(self, name: str) -> int:
        """The row of the road with this id in the file; -1 if there is none."""
        return self.names.index(name) if name in self.names else -1


def read(path: Path | str) -> Road:
    """The roads of an OpenDRIVE file.

    Raises `BadInput` for a broken file and `Unsupported` for what is not read yet, with file:line <element>.
    """
    return read_map(path).road


def read_map(path: Path | str, *, largest: int = LARGEST, fewest: int = 1) -> Map:
    """A whole OpenDRIVE file (.xodr, .xodr.gz) of at most `largest` bytes unpacked; raises as `read` does.

    A map of fewer roads than `fewest` is refused.
    """
    return read_markup(load(path, "OpenDRIVE", largest=largest), fewest=fewest)


def read_markup(markup: Markup, *, fewest: int = 1) -> Map:
    """The map of a document that is parsed, or made here, already; raises as `read` does."""
    header = read_header(markup)
    vet(markup)
    tables, strips = Tables(), dict[str, Strip]()
    for element in markup.children(markup.root, "road"):
        name = markup.text(element, "id")
        if name in strips:
            raise markup.bad(element, f"a second road with id='{name[:40]}'", "give each road its own id")
        strips[name] = read_road(markup, element, tables)
    if len(strips) < fewest:
        raise markup.bad(markup.root, "no <road> in the map", "give a map with at least one road")
    seams = Seams()
    join_roads(markup, strips, seams)
    crossings, junctions = read_junctions(markup, strips, seams)
    road = tables.road()
    links = table(road, seams, np.array(tables.rows["lane_way"], np.int32))
    road = straightest(road, links)
    elements = {name: strip.element for name, strip in strips.items()}
    furniture = read_furniture(markup, road, elements, crossings)
    return Map(
        road, tuple(strips), tables.limits(), links, junctions, crossings,
        read_joints(markup, strips, crossings), furniture, header,
        road_names(markup, list(elements.values())), table_of(Types, tables.rows["types"]),
        tuple(tables.rows["mark_colour"]), markup.dropped(),
    )  # fmt: skip


def read_road(markup: Markup, road: Element, tables: Tables) -> Strip:
    """One road into the tables."""
    length = positive(markup, road, "length")
    types = read_types(markup, road)
    limits = [(row["s"], row["limit"]) for row in types]
    tables.rows["types"] += [{"road": tables.count("road_length"), **row} for row in types]
    tables.add(
        road_length=length,
        road_left_hand=markup.choice(road, "rule", ("RHT", "LHT"), "RHT") == "LHT",
        road_limit=min((limit for _, limit in limits), default=math.inf),
    )
    read_line(markup, road, length, tables)
    read_profile(markup, markup.only(road, "lanes"), "laneOffset", "offset", tables)
    read_profile(markup, markup.only(road, "elevationProfile"), "elevation", "elevation", tables)
    read_profile(markup, markup.only(road, "lateralProfile"), "superelevation", "superelevation", tables)
    sections = read_sections(markup, road, length, limits, tables)
    return strip_of(markup, road, sections)


def read_types(markup: Markup, road: Element) -> list[dict[str, Any]]:
    """The types along a road, as rows of `Types` without their road."""
    found: list[dict[str, Any]] = []
    for element in markup.children(road, "type"):
        s, kind = markup.number(element, "s", low=0.0), markup.text(element, "type")
        if found and s < found[-1]["s"]:
            raise markup.bad(element, f"s={s:g} lies before the <type> above", "sort the types by s")
        speed = markup.only(element, "speed")
        limit = math.inf if speed is None else read_limit(markup, speed)
        found.append({"s": s, "limit": limit, "kind": kind, "country": markup.text(element, "country", "")})
    return found
