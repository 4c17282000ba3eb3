"""OpenSCENARIO expressions `${...}` and parameter references `$name`: a small parser of our own, nothing is executed.

Grammar and functions: ASAM OpenSCENARIO XML 1.1 to 1.3, expressions (+ - * / %, and, or, not; sqrt, pow, abs, sign,
round, floor, ceil, max, min, sin, cos, tan, asin, acos, atan). Parsed once, evaluated for every variation.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

LONGEST = 1000  # characters of one expression
WHOLE = 2.0**53  # up to here a float64 holds every whole number
DECIMALS = 10  # of what an expression gives, as the reference player writes it; smaller values keep all their digits
DEEPEST = 40  # nested brackets, signs and calls

Value = float | int | str | bool
Scope = Mapping[str, Value]
Formula = Callable[[Scope], Value]

FIGURES = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
NUMBER = re.compile(rf"[+-]?(?:{FIGURES}|inf|infinity|nan)", re.IGNORECASE)  # xsd:double, in small letters too
TOKEN = re.compile(rf"\s*(?:({FIGURES})|(\$?[A-Za-z_]\w*)|(.))")
NAME = re.compile(r"\$([A-Za-z_]\w*)")


class BadExpression(ValueError):
    """An expression that is not one, or has no value; says why."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed attribute text: what parameters it needs and how to get its value."""

    text: str
    names: tuple[str, ...]
    formula: Formula

    def value(self, scope: Scope) -> Value:
        """Its value; BadExpression if it has none."""
        for name in self.names:
            if name not in scope:
                raise BadExpression(f"'{self.text}' needs the parameter '{name}', which is not declared")
        try:
            found = self.formula(scope)
            if isinstance(found, float) and self.text.startswith("${") and 1.0 <= abs(found) < WHOLE:
                found = round(found, DECIMALS)
        except (ArithmeticError, ValueError, TypeError) as error:
            raise BadExpression(f"'{self.text}' has no value: {error}") from None
        return found


def number(value: Value) -> float:
    """A value as a number; text is read as one."""
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()) is None:  # Python reads more: 1_000, ٣
        raise BadExpression(f"'{value}' is not a number")
    return float(value)


def truth(value: Value) -> bool:
    """A value as true or false (`true`, `false`, 1, 0)."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false", "1", "0"}:
        return value.lower() in {"true", "1"}
    if isinstance(value, int | float) and value in {0, 1}:
        return bool(value)
    raise BadExpression(f"'{value}' is neither true nor false")


def plain(value: Value) -> str:
    """A value as text: `true`, `false`, whole numbers without a point."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE:
        return str(int(value))
    return str(value)


def away_from_zero(value: float) -> float:
    """Rounded to the nearest whole number, halves away from zero."""
    return math.copysign(math.floor(abs(value) + 0.5), value)


def sign(value: float) -> float:
    """-1, 0 or 1."""
    return float((value > 0.0) - (value < 0.0))


FUNCTIONS: dict[str, tuple[int, Callable[..., float]]] = {
    "sqrt": (1, math.sqrt), "abs": (1, abs), "sign": (1, sign), "round": (1, away_from_zero),
    "floor": (1, math.floor), "ceil": (1, math.ceil), "sin": (1, math.sin), "cos": (1, math.cos),
    "tan": (1, math.tan), "asin": (1, math.asin), "acos": (1, math.acos), "atan": (1, math.atan),
    "pow": (2, math.pow), "max": (2, max), "min": (2, min),
}  # fmt: skip
CONSTANTS: dict[str, Value] = {"true": True, "false": False, "pi": math.pi}
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "%": math.fmod,
}  # fmt: skip


class Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise BadExpression(f"an expression of {len(text)} characters, the limit is {LONGEST}")
        self.text = text
        self.tokens = [next(group for group in match if group) for match in TOKEN.findall(text) if any(match)]
        self.at = 0
        self.depth = 0
        self.names: list[str] = []

    def peek(self) -> str:
        """The next token; empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        """Consume a token; BadExpression if it is not the expected one."""
        token = self.peek()
        if not token or (expected and token != expected):
            raise BadExpression(f"'{self.text}': expected '{expected or 'a value'}', found '{token or 'the end'}'")
        self.at += 1
        return token

    def whole(self) -> Formula:
        """The expression up to its end."""
        formula = self.either()
        if self.peek():
            raise BadExpression(f"'{self.text}': '{self.peek()}' does not belong there")
        return formula

    def either(self) -> Formula:
        """`a or b`."""
        left = self.both()
        while self.peek() == "or":
            self.take()
            left = _either(left, self.both())
        return left

    def both(self) -> Formula:
        """`a and b`."""
        left = self.chain(("+", "-"), lambda: self.chain(("*", "/", "%"), self.single))
        while self.peek() == "and":
            self.take()
            left = _both(left, self.chain(("+", "-"), lambda: self.chain(("*", "/", "%"), self.single)))
        return left

    def chain(self, operators: tuple[str, ...], operand: Callable[[], Formula]) -> Formula:
        """Operands joined from left to right."""
        left = operand()
        while self.peek() in operators:
            left = _join(ARITHMETIC[self.take()], left, operand())
        return left

    def single(self) -> Formula:
        """A number, a parameter, a call, a bracket, or one of them with a sign or `not` before it."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadExpression(f"an expression nested deeper than {DEEPEST}")
        formula = self._single(self.take())
        self.depth -= 1
        return formula

    def _single(self, word: str) -> Formula:
        if word == "-":
            inner = self.single()
            return lambda scope: -number(inner(scope))
        if word == "+":
            return self.single()
        if word == "not":
            inside = self.single()
            return lambda scope: not truth(inside(scope))
        if word == "(":
            bracket = self.either()
            self.take(")")
            return bracket
        if word[0] in "0123456789.":
            literal = float(word)
            return lambda _: literal
        if word[0] == "$" and len(word) > 1:
            self.names.append(word[1:])
            return _look_up(word[1:])
        if word in FUNCTIONS:
            return self.call(word)
        if word in CONSTANTS:
            constant = CONSTANTS[word]
            return lambda _: constant
        raise BadExpression(f"'{self.text}': '{word}' is not known")

    def call(self, name: str) -> Formula:
        """A function with its arguments."""
        count, function = FUNCTIONS[name]
        self.take("(")
        arguments = [self.either()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.either())
        self.take(")")
        if len(arguments) != count:
            raise BadExpression(f"'{self.text}': {name} takes {count} arguments, found {len(arguments)}")
        return lambda scope: float(function(*(number(argument(scope)) for argument in arguments)))


def _either(left: Formula, right: Formula) -> Formula:
    return lambda scope: truth(left(scope)) or truth(right(scope))


def _both(left: Formula, right: Formula) -> Formula:
    return lambda scope: truth(left(scope)) and truth(right(scope))


def _join(operator: Callable[[float, float], float], left: Formula, right: Formula) -> Formula:
    return lambda scope: operator(number(left(scope)), number(right(scope)))


def _look_up(name: str) -> Formula:
    return lambda scope: scope[name]


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """An attribute's text: `${...}` an expression, `$name` a parameter, else the text itself.

    Raises:
        BadExpression: it is neither.
    """
    text = text.strip()
    if text.startswith("${"):
        if not text.endswith("}"):
            raise BadExpression(f"'{text}': '}}' is missing")
        parser = Parser(text[2:-1])
        formula = parser.whole()
        return Expression(text, tuple(dict.fromkeys(parser.names)), formula)
    if text.startswith("$"):
        match = NAME.fullmatch(text)
        if match is None:
            raise BadExpression(f"'{text}' is not a parameter's name")
        return Expression(text, (match.group(1),), _look_up(match.group(1)))
    return Expression(text, (), lambda _: text)
