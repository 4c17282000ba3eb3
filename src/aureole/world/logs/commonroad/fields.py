"""Values that CommonRoad keeps as text of child elements: numbers, exact values and intervals, references, points."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.reading.markup import INTEGER, NUMBER, VAST, Element, Markup, name_of

MOST_TICKS = 100_000  # of one scenario; more is a mistake, or an attack on the memory


def need(markup: Markup, parent: Element, name: str) -> Element:
    """The one child of a name; an error if it is missing."""
    found = markup.only(parent, name)
    if found is None:
        raise markup.bad(parent, f"no <{name}> in a <{name_of(parent)}>", f"give it a <{name}>")
    return found


def word(element: Element | None) -> str:
    """The text of an element; empty if there is none."""
    return "" if element is None else (element.text or "").strip()


def number(markup: Markup, element: Element, low: float = -VAST) -> float:
    """The number that is the text of an element."""
    text = word(element)
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    if not low <= value <= VAST:
        what = f"'{text[:40]}' is not a number from {low:g} to {VAST:g}"
        raise markup.bad(element, what, "give such a number")
    return value


def number_in(markup: Markup, parent: Element, name: str, default: float | None = None, low: float = -VAST) -> float:
    """The number in a child; the default if there is no such child."""
    found = markup.only(parent, name)
    if found is None and default is not None:
        return default
    return number(markup, need(markup, parent, name), low)


def span(markup: Markup, element: Element) -> tuple[float, float]:
    """Lowest and highest value: of an <exact> both the same, else of <intervalStart> and <intervalEnd>."""
    exact = markup.only(element, "exact")
    if exact is not None:
        value = number(markup, exact)
        return value, value
    low, high = (number(markup, need(markup, element, name)) for name in ("intervalStart", "intervalEnd"))
    if low > high:
        raise markup.bad(element, f"the interval from {low:g} to {high:g} runs backwards", "exchange its ends")
    return low, high


def middle_of(markup: Markup, element: Element) -> float:
    """An exact value, or the middle of an interval, which is told."""
    low, high = span(markup, element)
    if low != high:
        markup.drop(element, f"<{name_of(element)}> is an interval: its middle is used")
    return 0.5 * (low + high)


def tick_of(markup: Markup, parent: Element) -> int:
    """The time step of a state."""
    element = need(markup, parent, "time")
    value = middle_of(markup, element)
    if not 0.0 <= value <= MOST_TICKS:
        what = f"time step {value:g} is not from 0 to {MOST_TICKS}"
        raise markup.bad(element, what, "count the steps from 0")
    return int(value)


def refer(markup: Markup, element: Element) -> str:
    """The id that an element refers to."""
    return markup.text(element, "ref")


def references(markup: Markup, parent: Element, name: str) -> tuple[str, ...]:
    """The ids that all children of a name refer to."""
    return tuple(refer(markup, element) for element in markup.children(parent, name))


def points(markup: Markup, parent: Element) -> Float64:
    """Every <point> of an element, shape (points, 2), m; heights are told and left out."""
    found = []
    for element in markup.children(parent, "point"):
        found.append((number_in(markup, element, "x"), number_in(markup, element, "y")))
        if markup.only(element, "z") is not None:
            markup.drop(element, "<z>: heights are not used")
    return np.array(found, np.float64).reshape(-1, 2)


def count_of(markup: Markup, parent: Element, name: str, default: int | None = None) -> int:
    """The whole number in a child."""
    found = markup.only(parent, name)
    if found is None and default is not None:
        return default
    element = need(markup, parent, name)
    if not INTEGER.fullmatch(word(element)):
        raise markup.bad(element, f"'{word(element)[:40]}' is not a whole number", "give a whole number")
    return int(word(element))
