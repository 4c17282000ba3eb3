"""Declared parameters: their types, their constraints, and the values of one variation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.expressions import BadExpression, Expression, Scope, Value, number, parse, plain, truth
from aureole.world.scenarios.read import Node, near

MOST = 10_000  # parameters of one file; the largest public file has about a hundred


def _whole(value: Value) -> int:
    found = number(value)
    if not found.is_integer():
        raise BadExpression(f"'{value}' is not a whole number")
    return int(found)


def _unsigned(value: Value) -> int:
    whole = _whole(value)
    if whole < 0:
        raise BadExpression(f"'{value}' is below zero")
    return whole


TYPES: dict[str, Callable[[Value], Value]] = {
    "double": number, "integer": _whole, "int": _whole, "unsignedInt": _unsigned, "unsignedShort": _unsigned,
    "boolean": truth, "string": plain, "dateTime": plain,
}  # fmt: skip
RULES: dict[str, Callable[[float, float], bool]] = {
    "equalTo": lambda a, b: a == b, "notEqualTo": lambda a, b: a != b, "lessThan": lambda a, b: a < b,
    "greaterThan": lambda a, b: a > b, "lessOrEqual": lambda a, b: a <= b, "greaterOrEqual": lambda a, b: a >= b,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limit:
    """One ValueConstraint."""

    rule: str
    text: str
    place: str

    def holds(self, value: Value, scope: Scope) -> bool:
        """Whether the value keeps the limit; numbers are compared as numbers, other text as text."""
        limit = parse(self.text).value(scope)
        try:
            return RULES[self.rule](number(value), number(limit))
        except BadExpression:
            if self.rule in {"equalTo", "notEqualTo"}:
                return (plain(value) == plain(limit)) == (self.rule == "equalTo")
            raise


@dataclass(frozen=True, slots=True)
class Declaration:
    """One ParameterDeclaration; it holds if all limits of at least one group hold."""

    name: str
    kind: str
    text: str
    groups: tuple[tuple[Limit, ...], ...]
    place: str


def parsed(text: str, node: Node) -> Expression:
    """An attribute's text, parsed; BadInput if it is no expression."""
    try:
        return parse(text)
    except BadExpression as error:
        raise BadInput(str(error), place=node.place) from None


def _declaration(node: Node) -> Declaration:
    node.known("name parameterType value", "ConstraintGroup")
    kind = node.raw("parameterType")
    if kind not in TYPES:
        raise Unsupported(f"parameter type '{kind}' is not known", place=node.place, remedy=near(kind, list(TYPES)))
    groups = []
    for group in node.all("ConstraintGroup"):
        group.known("", "ValueConstraint")
        limits = []
        for limit in group:
            limit.known("rule value")
            rule = limit.raw("rule")
            if rule not in RULES:
                raise Unsupported(f"rule '{rule}' is not known", place=limit.place, remedy=near(rule, list(RULES)))
            parsed(limit.raw("value"), limit)
            limits.append(Limit(rule, limit.raw("value"), limit.place))
        groups.append(tuple(limits))
    parsed(node.raw("value"), node)
    return Declaration(node.raw("name"), kind, node.raw("value"), tuple(groups), node.place)


class Outside(BadInput):
    """A value of the right type that the file's own constraint shuts out."""


class Parameters:
    """The parameters that one file (or one catalog entry) declares."""

    def __init__(self, node: Node | None, owner: str) -> None:
        self.owner = owner
        self.declared: list[Declaration] = []
        if node is not None:
            node.known("", "ParameterDeclaration")
            children = list(node)
            if len(children) > MOST:
                what = f"{len(children)} parameters, the limit is {MOST}"
                raise BadInput(what, place=node.place, remedy="write the values where they are used")
            self.declared = [_declaration(child) for child in children]
        self.names = [declaration.name for declaration in self.declared]

    def scope(self, params: Mapping[str, str], place: str = "", around: Scope | None = None) -> dict[str, Value]:
        """Every parameter's value; those not in `params` keep the file's, which may speak of what is `around`.

        Raises:
            BadInput: an unknown name, a value of the wrong type.
            Outside: a value outside its constraints.
        """
        for name in params:
            if name not in self.names:
                raise BadInput(
                    f"there is no parameter '{name}'", place=place or self.owner, remedy=near(name, self.names)
                )
        scope: dict[str, Value] = dict(around or {})
        for declaration in self.declared:
            text = params.get(declaration.name, declaration.text)
            try:
                scope[declaration.name] = TYPES[declaration.kind](parse(text).value(scope))
            except BadExpression as error:
                raise BadInput(
                    f"parameter '{declaration.name}' = '{text}' is no {declaration.kind}: {error}",
                    place=declaration.place,
                ) from None
        for declaration in self.declared:
            _enforce(declaration, scope)
        return scope


def _enforce(declaration: Declaration, scope: Scope) -> None:
    """Raise BadInput unless the value keeps all limits of one of its constraint groups."""
    if not declaration.groups:
        return
    value = scope[declaration.name]
    broken: list[Limit] = []
    try:
        for group in declaration.groups:
            missed = [limit for limit in group if not limit.holds(value, scope)]
            if not missed:
                return
            broken.extend(missed)
        wanted = " or ".join(f"{limit.rule} {plain(parse(limit.text).value(scope))}" for limit in broken)
    except BadExpression as error:
        raise BadInput(f"a constraint of '{declaration.name}': {error}", place=declaration.place) from None
    raise Outside(
        f"parameter '{declaration.name}' = {plain(value)} is outside its constraint: {wanted}",
        place=broken[0].place, remedy="choose a value inside, or change the constraint in the file",
    )  # fmt: skip
