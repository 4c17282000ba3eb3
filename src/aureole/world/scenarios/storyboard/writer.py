"""Collects what is compiled: numbers become slots, words become structure that all worlds of a batch must share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from aureole.core.errors import BadInput, Unsupported
from aureole.core.notes import Float64
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import Route, Spot
from aureole.world.scenarios.expressions import BadExpression, Scope, Value, number, parse, plain, truth
from aureole.world.scenarios.motion.curves import Curve
from aureole.world.scenarios.read import Node, near
from aureole.world.scenarios.storyboard.scopes import Local, entered

NO_SLOT = -1
VAST = 1e9  # no lane or count is beyond; it must fit the integers of the tables


@dataclass(frozen=True, slots=True)
class Slot:
    """One number of the file: its text and where it stands."""

    text: str
    whole: bool
    place: str
    local: Local | None = None
    endless: bool = False
    """It may be infinite: a limit that does not bind."""

    def value(self, scope: Scope) -> float:
        """Its value among the parameters that hold where it stands; BadInput if it is not a number."""
        try:
            value = number(parse(self.text).value(scope))
        except BadExpression as error:
            raise BadInput(str(error), place=self.place) from None
        if math.isnan(value) or (self.whole and not (value.is_integer() and abs(value) < VAST)):
            wanted = "a whole number of at most nine digits" if self.whole else "a number"
            raise BadInput(f"'{self.text}' is {value}, expected {wanted}", place=self.place)
        if math.isinf(value) and not self.endless:
            raise BadInput(f"'{self.text}' is {value}, expected a finite number", place=self.place)
        return value


@dataclass
class Plan:
    """A controller of signals: the row of its first phase in `lists`, the names of all, whose time it counts from."""

    first: int
    names: tuple[str, ...]
    after: str | None = None


@dataclass
class Writer:
    """The growing tables of one structure; `scope` holds the parameters of its first variation."""

    scope: Scope
    agents: Mapping[str, int]
    roads: Mapping[str, int]
    entry: Callable[[str, str, str], Node]
    """The entry of a catalog, by catalog, name and the place that asks."""
    map: Callable[[], Map]
    """The map of the variation that is compiled."""
    local: Local | None = None
    """The part of the file that is compiled now."""
    slots: list[Slot] = field(default_factory=list)
    words: list[tuple[str, Local | None]] = field(default_factory=list)
    """Texts with parameters that shape the structure, and where they stand."""
    texts: dict[Value, float] = field(default_factory=dict)
    """A number for each text that variables are compared with."""
    unseen: Unsupported | None = None
    """What can be played while the scenario alone moves everyone, but not shown to a driver."""
    across: bool = False
    """Something is measured along the roads, from one road to another."""
    curves: list[Curve] = field(default_factory=list)
    """Clothoids whose vertices are places."""
    kept: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Number and first value's slot of each variable, signal and asked parameter (`storyboard.variables`)."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Their types."""
    signs: Mapping[str, int] = field(default_factory=dict)
    """What each signal of the world that a scenario can name shows at first (`world.signs`)."""
    faces: list[str] = field(default_factory=list)
    """Those that may change, in the order in which what they show is kept."""
    plans: dict[str, Plan] = field(default_factory=dict)
    """Controllers, by what `kept` calls them."""
    switched: list[int] = field(default_factory=list)
    """Rows of `lists` that begin with the number of what is kept."""
    positive: list[tuple[int, str, str, bool, str]] = field(default_factory=list)
    """Slots that must be above zero (or zero, where it is so said) in every world: what they are, unit, and where."""
    couplings: list[tuple[int, int, str]] = field(default_factory=list)
    """(job, trailer, place) of each action that hangs a trailer on its actor."""
    selections: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The agents of each EntitySelection, by its name."""
    types: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The agents of each ObjectType, by its word."""
    elements: list[list[int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    conditions: list[list[int]] = field(default_factory=list)
    lists: list[list[int]] = field(default_factory=list)
    led: dict[int, Sequence[Route] | Spot] = field(default_factory=dict)
    """By its first row in `lists`, what each route is: its legs, or the place it leads to."""
    jobs: list[list[int]] = field(default_factory=list)
    places: list[list[int]] = field(default_factory=list)
    _slot_of: dict[tuple[str, bool, bool, Local | None], int] = field(default_factory=dict)
    _here: dict[Local, Scope] = field(default_factory=dict)

    def here(self) -> Scope:
        """What parameters mean at the part that is compiled now."""
        if self.local is None:
            return self.scope
        if self.local not in self._here:
            self._here[self.local] = self.local.scope(self.scope)
        return self._here[self.local]

    @contextmanager
    def within(self, local: Local | None) -> Iterator[None]:
        """Compile a part with parameters of its own."""
        before, self.local = self.local, local
        try:
            yield
        finally:
            self.local = before

    def find(self, reference: Node, name: str) -> tuple[Node, Local]:
        """The entry that a CatalogReference names, which must be a <name>, and its scope."""
        reference.known("catalogName entryName", "ParameterAssignments")
        names = (self.text(reference, "catalogName"), self.text(reference, "entryName"))
        entry = self.entry(*names, reference.place)
        if entry.name != name:
            what = f"'{names[1]}' of catalog '{names[0]}' is a <{entry.name}>, expected a <{name}>"
            raise BadInput(what, place=reference.place)
        return entry, entered(self.local, reference, entry)

    def code(self, value: Value) -> float:
        """The number that stands for a text."""
        return self.texts.setdefault(value, float(len(self.texts) + 1))

    def number(self, node: Node, attribute: str, default: float | None = None, *, whole: bool = False) -> int:
        """The slot of a number attribute; what limits a motion or is waited for may be infinite."""
        endless = attribute.startswith("max") or node.name.endswith("Condition")
        text = node.raw(attribute, None if default is None else repr(default))
        return self.literal(node, text, whole=whole, endless=endless)

    def literal(self, node: Node, text: str, *, whole: bool = False, endless: bool = False) -> int:
        """The slot of a number's text."""
        local = self.local if "$" in text else None
        key = (text, whole, endless, local)
        if key not in self._slot_of:
            slot = Slot(text, whole, node.place, local, endless)
            slot.value(self.here())
            self._slot_of[key] = len(self.slots)
            self.slots.append(slot)
        return self._slot_of[key]

    def now(self, slot: int) -> float:
        """What a slot holds in the variation that is compiled."""
        one = self.slots[slot]
        return one.value(self.scope if one.local is None else one.local.scope(self.scope))

    def constant_of(self, node: Node, attribute: str) -> float:
        """A number that shapes the structure."""
        text = node.raw(attribute)
        if "$" in text:
            self.words.append((text, self.local))
        return self.now(self.literal(node, text))

    def constant(self, value: float) -> int:
        """The slot of a number that is not in the file."""
        key = (repr(value), False, True, None)
        if key not in self._slot_of:
            self._slot_of[key] = len(self.slots)
            self.slots.append(Slot(repr(value), whole=False, place="", endless=True))
        return self._slot_of[key]

    def _value(self, node: Node, attribute: str, default: str | None) -> Value:
        text = node.raw(attribute, default)
        try:
            value = parse(text).value(self.here())
        except BadExpression as error:
            raise BadInput(f"{attribute}: {error}", place=node.place) from None
        if text.startswith("$"):
            self.words.append((text, self.local))
        return value

    def text(self, node: Node, attribute: str, default: str | None = None) -> str:
        """A word that shapes the structure."""
        return plain(self._value(node, attribute, default))

    def flag(self, node: Node, attribute: str, default: str | None = None) -> bool:
        """A true or false that shapes the structure."""
        try:
            return truth(self._value(node, attribute, default))
        except BadExpression as error:
            raise BadInput(f"{attribute}: {error}", place=node.place) from None

    def choice(self, node: Node, attribute: str, choices: Mapping[str, int], default: str | None = None) -> int:
        """A word of a list as its number; Unsupported if it is not in the list."""
        word = self.text(node, attribute, default)
        if word not in choices:
            raise Unsupported(
                f"{attribute} '{word}' is not supported", place=node.place, remedy=near(word, list(choices))
            )
        return choices[word]

    def agent(self, node: Node, attribute: str = "entityRef") -> int:
        """The agent that an attribute names."""
        name = self.text(node, attribute)
        if name not in self.agents:
            raise BadInput(f"there is no entity '{name}'", place=node.place, remedy=near(name, list(self.agents)))
        return self.agents[name]

    def members(self, node: Node, attribute: str = "entityRef") -> tuple[int, ...]:
        """The agents that an attribute names: an entity, or all of an EntitySelection."""
        name = self.text(node, attribute)
        return self.selections[name] if name in self.selections else (self.agent(node, attribute),)

    def road(self, node: Node, attribute: str = "roadId") -> int:
        """The slot of a road's index, found by its id."""
        name = self.text(node, attribute)
        if name not in self.roads:
            raise BadInput(f"the map has no road '{name}'", place=node.place, remedy=near(name, list(self.roads)))
        return self.constant(float(self.roads[name]))

    def values(self, scopes: Sequence[Scope]) -> Float64:
        """Every slot in every variation, shape (worlds, slots); the same inputs are computed once."""
        values = np.empty((len(scopes), max(1, len(self.slots))), dtype=np.float64)
        values[:] = 0.0
        inner: dict[Local | None, Sequence[Scope]] = {None: scopes}
        for column, slot in enumerate(self.slots):
            names = parse(slot.text).names
            if not names:
                values[:, column] = slot.value(scopes[0])
                continue
            if slot.local not in inner:
                local = slot.local
                inner[local] = [scope if local is None else local.scope(scope) for scope in scopes]
            known: dict[tuple[Value, ...], float] = {}
            for row, scope in enumerate(inner[slot.local]):
                key = tuple(scope[name] for name in names)
                if key not in known:
                    known[key] = slot.value(scope)
                values[row, column] = known[key]
        return values
