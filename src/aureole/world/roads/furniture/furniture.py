"""Everything that stands on the roads of a map, as a part of the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aureole.core.road import Road
from aureole.world.roads.furniture.copies import Placed, Shapes, place
from aureole.world.roads.furniture.objects import Things
from aureole.world.roads.furniture.read_objects import ObjectReader
from aureole.world.roads.furniture.read_signals import SignalReader
from aureole.world.roads.furniture.signals import Signalling
from aureole.world.roads.reading.markup import Element, Markup


@dataclass(frozen=True, slots=True)
class Furniture:
    """Signals, controllers and objects of a map; rows of roads and junctions are those of the `Map`."""

    signalling: Signalling
    things: Things
    """Objects as the file gives them."""
    placed: Placed
    """Objects in the world, every copy of a repeat."""
    shapes: Shapes
    """Their outlines in the world."""


def read_furniture(markup: Markup, road: Road, roads: Mapping[str, Element], crossings: Sequence[str]) -> Furniture:
    """What stands on the roads of a file.

    Args:
        markup: the file.
        road: its roads as read.
        roads: their elements by id, in the order of the rows.
        crossings: ids of its junctions, in the order of their rows.

    Raises:
        BadInput: a number, a name or a word that must not be; with file:line <element>.
    """
    signals, objects = SignalReader(markup, tuple(roads)), ObjectReader(markup)
    for row, element in enumerate(roads.values()):
        length = float(road.road_length[row])
        signals.road(element, row, length)
        objects.road(element, row, length)
    things = objects.done()
    return Furniture(signals.done(road, crossings), things, *place(road, things))
