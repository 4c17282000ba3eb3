"""Trailers that vehicles bring along, and what can pull what."""

from __future__ import annotations

from collections.abc import Mapping

from aureole.core.errors import BadInput
from aureole.world.scenarios.entities.entity import Entity
from aureole.world.scenarios.read import Node, near


def with_trailers(cast: Mapping[str, Entity], objects: Mapping[str, Node]) -> dict[str, Entity]:
    """The cast with the trailers that vehicles bring along, each next to its tractor and called as that one plus `+`.

    Raises:
        BadInput: a trailer is not there, cannot be hung on its tractor, or hangs on two or on itself.
    """
    found: dict[str, Entity] = {}
    for name, first in cast.items():
        one, pulled, found[name] = name, first.trailer, first
        while isinstance(pulled, Entity):
            one += "+"
            if one in cast or one in found:
                raise BadInput(f"a second entity '{one}'", place=objects[name].place, remedy="give it another name")
            found[one], pulled = pulled, pulled.trailer
    tractors: dict[str, str] = {}
    for name, entity in found.items():
        pulled = trailer_of(name, entity)
        if pulled is not None:
            place = (objects.get(name) or objects[name.rstrip("+")]).place
            check_coupling((name, pulled), found, place)
            above: str | None = name
            while above is not None and above != pulled:
                above = tractors.get(above)
            if above is not None or pulled in tractors:
                what = "itself" if above is not None else f"'{tractors[pulled]}' already"
                raise BadInput(f"'{pulled}' hangs on {what}", place=place, remedy="give each trailer one tractor")
            tractors[pulled] = name
    return found


def trailer_of(name: str, entity: Entity) -> str | None:
    """The name of the trailer that an entity pulls from the start."""
    return f"{name}+" if isinstance(entity.trailer, Entity) else entity.trailer


def check_coupling(pair: tuple[str, str], cast: Mapping[str, Entity], place: str) -> None:
    """Raise BadInput unless the first of two can pull the second."""
    tractor, trailer = pair
    if trailer not in cast:
        raise BadInput(f"there is no entity '{trailer}'", place=place, remedy=near(trailer, list(cast)))
    coupler = cast[trailer].coupler
    if cast[tractor].hitch is None:
        raise BadInput(f"'{tractor}' has no hitch for '{trailer}'", place=place, remedy="give it a <TrailerHitch>")
    if coupler is None:
        raise BadInput(f"'{trailer}' has no coupler for '{tractor}'", place=place, remedy="give it a <TrailerCoupler>")
    if coupler <= 0.0:
        what = f"the coupler of '{trailer}' is {coupler} m ahead of its origin"
        raise BadInput(what, place=place, remedy="a trailer is pulled at a point ahead of its axle: give dx above 0")
