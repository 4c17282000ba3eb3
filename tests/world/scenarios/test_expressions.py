"""Expressions: the value is the one Python gives, and nothing else is ever run."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.world.scenarios.expressions import BadExpression, parse

NUMBERS = st.floats(min_value=0.001, max_value=1000.0, allow_nan=False).map(lambda value: f"{value:.4f}")
SUMS = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda part: f"({part[0]} {part[1]} {part[2]})"),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: f"abs({text})"),
    ),
    max_leaves=12,
)


@given(SUMS)
def test_arithmetic_is_pythons_to_ten_decimals(text: str) -> None:
    wanted = eval(text)
    assert parse("${" + text + "}").value({}) == (round(wanted, 10) if abs(wanted) >= 1.0 else wanted)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${2 * sqrt($a * $a) / ($b / 3.6)}", 7.2), ("${-$a}", 5.0), ("${1 - 2 - 3}", -4.0), ("${8 / 4 / 2}", 1.0),
        ("${7 % 4}", 3.0), ("${round(2.5)}", 3.0), ("${round(-2.5)}", -3.0), ("${floor(-1.2)}", -2.0),
        ("${ceil(1.2)}", 2.0), ("${pow(2, 10)}", 1024.0), ("${max(1, min(5, 3))}", 3.0), ("${sign(-3)}", -1.0),
        ("${not false and true}", True), ("${false or $c}", True), ("$a", -5.0), ("plain", "plain"),
    ],
)  # fmt: skip
def test_each_word_of_the_language_means_what_the_standard_says(text: str, value: object) -> None:
    found = parse(text).value({"a": -5.0, "b": 5.0, "c": True})
    assert found == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    "text",
    [
        "${", "${1 +}", "${)}", "${1 2}", "${__import__('os')}", "${$a.b}", "${sqrt()}", "${pow(1)}", "$", "${1 / 0}",
        "${sqrt(-1)}", "${$missing}", "${lambda: 1}", "${" + "(" * 60 + "1" + ")" * 60 + "}", "${" + "1+" * 600 + "1}",
        "${'a'}", "${pow(10, 400)}", "${text + 1}",
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(BadExpression):
        parse(text).value({"a": 1.0})


def test_the_lane_change_time_by_rate_is_the_closed_form() -> None:
    assert math.pi * 3.5 / (2.0 * 2.0) == pytest.approx(2.749, abs=5e-4)
