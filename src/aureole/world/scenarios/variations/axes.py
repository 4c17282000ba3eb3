"""Deterministic distributions: sets, ranges and sets of values, each an axis of the grid of variations."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.expressions import BadExpression, number, parse
from aureole.world.scenarios.read import Node

LARGEST = 300  # decimal digits before or behind the point; a float64 holds so many
FINEST = Decimal(10) ** 40  # steps of one range; beyond it is a slip of the pen


class Axis(Protocol):
    """One direction of the grid."""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters it gives values to."""
        ...

    @property
    def count(self) -> int:
        """How many places it has."""
        ...

    def at(self, place: int) -> Mapping[str, str]:
        """The values at one place, 0 to `count` - 1."""
        ...

    def told(self) -> str:
        """Its values in a few words."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """Values that are written one by one: a DistributionSet or a ValueSetDistribution."""

    names: tuple[str, ...]
    values: tuple[Mapping[str, str], ...]

    @property
    def count(self) -> int:
        """How many places it has."""
        return len(self.values)

    def at(self, place: int) -> Mapping[str, str]:
        """The values at one place."""
        return self.values[place]

    def told(self) -> str:
        """Its values, or the first of them."""
        shown = [", ".join(f"{name}={text}" for name, text in value.items()) for value in self.values[:8]]
        if len(self.names) == 1:
            shown = [next(iter(value.values())) for value in self.values[:8]]
        more = f" … ({self.count})" if self.count > len(shown) else ""
        return (" | " if len(self.names) > 1 else ", ").join(shown) + more


@dataclass(frozen=True, slots=True)
class Stepped:
    """A DistributionRange: lower + k·step as far as upper, which is met if a step falls on it; decimal, so exact."""

    names: tuple[str, ...]
    lower: Decimal
    upper: Decimal
    step: Decimal

    @property
    def count(self) -> int:
        """How many places it has."""
        return int((self.upper - self.lower) // self.step) + 1

    def at(self, place: int) -> Mapping[str, str]:
        """The value at one place."""
        return {self.names[0]: f"{self.lower + self.step * place:f}"}

    def told(self) -> str:
        """Limits, step and number."""
        return f"{self.lower} to {self.upper} by {self.step} ({self.count})"


def read_axis(node: Node) -> Axis:
    """An axis from a Deterministic…ParameterDistribution element."""
    if node.name == "DeterministicMultiParameterDistribution":
        return _value_sets(node.known("", "ValueSetDistribution").one("ValueSetDistribution"))
    name = parameter(node.known("parameterName", "DistributionSet DistributionRange UserDefinedDistribution"))
    inner = node.only_child()
    if inner.name == "UserDefinedDistribution":
        raise user_defined(inner)
    if inner.name == "DistributionRange":
        return _range(inner, name)
    elements = inner.known("", "Element").all("Element")
    if not elements:
        raise BadInput("holds no value", place=inner.place, remedy="add an Element")
    return Listed((name,), tuple({name: element.known("value").raw("value")} for element in elements))


def _value_sets(node: Node) -> Listed:
    rows: list[dict[str, str]] = []
    for given in node.known("", "ParameterValueSet"):
        row: dict[str, str] = {}
        for one in given.known("", "ParameterAssignment"):
            name = parameter(one.known("parameterRef value"), "parameterRef")
            if name in row:
                raise BadInput(f"a second value for '{name}'", place=one.place, remedy="give each parameter one value")
            row[name] = one.raw("value")
        rows.append(row)
    if not rows:
        raise BadInput("holds no set of values", place=node.place, remedy="add a ParameterValueSet")
    return Listed(tuple(dict.fromkeys(name for row in rows for name in row)), tuple(rows))


def _range(node: Node, name: str) -> Stepped:
    step = decimal(node.known("stepWidth", "Range"), "stepWidth")
    limits = node.one("Range").known("lowerLimit upperLimit")
    lower, upper = decimal(limits, "lowerLimit"), decimal(limits, "upperLimit")
    if step <= 0:
        raise BadInput(f"stepWidth is {step}, expected above 0", place=node.place)
    if upper < lower:
        raise BadInput(f"upperLimit {upper} is below lowerLimit {lower}", place=limits.place, remedy="swap them")
    if (upper - lower) / step > FINEST:
        raise BadInput(f"stepWidth {step} gives more than {FINEST:.0e} values", place=node.place, remedy="widen it")
    return Stepped((name,), lower, upper, step)


def parameter(node: Node, attribute: str = "parameterName") -> str:
    """The name of a parameter; a `$` before it is left away."""
    name = node.raw(attribute).removeprefix("$")
    if not name:
        raise BadInput(f"{attribute} is empty", place=node.place, remedy="name a parameter of the scenario")
    return name


def decimal(node: Node, attribute: str) -> Decimal:
    """A finite number, exactly as written; an expression without parameters is valued first."""
    text = node.raw(attribute)
    try:
        found = number(parse(text).value({}))
        value = Decimal(repr(found) if text.startswith("$") else text)
    except (InvalidOperation, BadExpression) as error:
        what = str(error) if isinstance(error, BadExpression) else f"'{text}' is not a number"
        raise BadInput(f"{attribute}: {what}", place=node.place) from None
    if not value.is_finite() or abs(value.adjusted()) > LARGEST:
        raise BadInput(f"{attribute} is {text}, expected a finite number", place=node.place)
    return value


def real(node: Node, attribute: str, low: float = -math.inf) -> float:
    """A finite number not below `low`."""
    value = float(decimal(node, attribute))
    if value < low:
        raise BadInput(f"{attribute} is {value:g}, the least is {low:g}", place=node.place)
    return value


def user_defined(node: Node) -> Unsupported:
    """The error for a distribution that only its author can draw from."""
    kind = node.raw("type", "")[:40]
    return Unsupported(
        f"<UserDefinedDistribution> of type '{kind}' is not supported: the standard leaves open how to draw from it",
        place=node.place, remedy="write its values out, or use a distribution of the standard",
    )  # fmt: skip
