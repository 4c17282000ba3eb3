"""What a map says of itself: version, place on Earth, names and types of its roads (ASAM OpenDRIVE 1.8 §8, §10.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, NamedTuple

from aureole.core.errors import Unsupported
from aureole.core.notes import Float64, Int32
from aureole.world.roads.reading.markup import Element, Markup

VERSIONS = range(4, 9)  # of OpenDRIVE 1.x, by ASAM (and VIRES before them)
OFFSET = ("x", "y", "z", "hdg")


class Types(NamedTuple):
    """The types along each road; each holds until the next."""

    road: Annotated[Int32, "types", "-", "-"]
    s: Annotated[Float64, "types", "m", "road"]
    limit: Annotated[Float64, "types", "m/s", "-"]
    """Infinite where none is given."""
    kind: tuple[str, ...]
    """motorway, rural, town, …"""
    country: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The file's header; coordinates of the map are used as they stand."""

    version: tuple[int, int]
    name: str = ""
    geo_reference: str = ""
    """The projection, as the file has it (a PROJ string); empty where none is given."""
    offset: tuple[float, ...] = ()
    """x, y, z (m) and heading (rad) by which the whole map was shifted; empty where none is given."""


def read_header(markup: Markup) -> Header:
    """The header; versions other than OpenDRIVE 1.4–1.8 are refused."""
    header = markup.only(markup.root, "header")
    if header is None:
        raise markup.bad(markup.root, "no <header>", "begin with <header revMajor='1' revMinor='7'/>")
    major, minor = markup.integer(header, "revMajor"), markup.integer(header, "revMinor")
    if major != 1 or minor not in VERSIONS:
        what = f"OpenDRIVE {major}.{minor} is not read"
        raise Unsupported(what, place=markup.place(header), remedy="give OpenDRIVE 1.4 to 1.8")
    reference, shift = markup.only(header, "geoReference"), markup.only(header, "offset")
    return Header(
        version=(major, minor),
        name=markup.text(header, "name", ""),
        geo_reference="" if reference is None else "".join(map(str, reference.itertext())).strip(),
        offset=() if shift is None else tuple(markup.number(shift, name, "0") for name in OFFSET),
    )


def road_names(markup: Markup, roads: list[Element]) -> tuple[str, ...]:
    """The name of each road; empty where it has none."""
    return tuple(markup.text(road, "name", "") for road in roads)
