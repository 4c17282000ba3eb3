"""What the Properties of an entity mean here: a signal that it carries, and that it is a cone."""

from __future__ import annotations

from collections.abc import Callable

from aureole.core.kinds import Kind
from aureole.world.scenarios.read import Node
from aureole.world.signs.carried import Carried, carried

CONES = frozenset({"none", "obstacle", "other", "barrier"})  # categories in which a cone may be found
WORD = "cone"  # in the name or the model of what is one, as common tools call it

Word = Callable[[Node, str], str]
Number = Callable[[Node, str], float]


def properties(node: Node) -> dict[str, Node]:
    """The Property elements of an entity by name; of one that is there twice the last."""
    found = node.find("Properties")
    return {} if found is None else {child.raw("name"): child for child in found.all("Property")}


def borne(node: Node, word: Word, number: Number) -> Carried | None:
    """The signal that an entity carries.

    Raises:
        BadInput: a property that begins with `signal` says nothing that can be meant.
    """
    given = properties(node)
    return carried(
        {name: one.place for name, one in given.items()}, node.place,
        word=lambda name: word(given[name], "value"), number=lambda name: number(given[name], "value"),
    )  # fmt: skip


def thing(node: Node, category: str, word: Word) -> int:
    """What a MiscObject is: a cone by its property `kind`, its name or its model; a barrier by its category."""
    if category in CONES:
        kind = properties(node).get("kind")
        told = "" if kind is None else word(kind, "value").lower()
        names = (word(node, name).lower() for name in ("name", "model3d") if node.has(name))
        if told == WORD or (not told and any(WORD in name for name in names)):
            return int(Kind.CONE)
    return int(Kind.BARRIER if category == "barrier" else Kind.OBSTACLE)
