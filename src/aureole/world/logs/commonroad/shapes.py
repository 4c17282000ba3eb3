"""Shapes of obstacles and areas: rectangles, circles, polygons, as boxes or as outlines."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64
from aureole.world.logs.commonroad.fields import need, number_in, points
from aureole.world.roads.reading.markup import Element, Markup

SHAPES = ("rectangle", "circle", "polygon")


@dataclass(frozen=True, slots=True)
class Box:
    """The box of an obstacle: length, width (m), and where its middle is, seen from the obstacle's own place."""

    length: float
    width: float
    x: float = 0.0
    y: float = 0.0
    turn: float = 0.0
    """rad, of the box against the obstacle's heading."""


def read_box(markup: Markup, parent: Element) -> Box:
    """The box around every shape below an element; one that is no rectangle is told."""
    shapes = [child for name in SHAPES for child in markup.children(parent, name)]
    if not shapes:
        raise markup.bad(parent, "no rectangle, circle or polygon", "give the obstacle a shape")
    rectangles = [child for child in shapes if child in set(markup.children(parent, "rectangle"))]
    if len(shapes) == 1 and rectangles:
        (x, y), turn, length, width = rectangle(markup, rectangles[0])
        return Box(length, width, x, y, turn)
    if len(shapes) > 1:
        markup.drop(parent, "a shape of several parts: the box around them is used")
    else:
        markup.drop(parent, "a shape that is no rectangle: the box around it is used")
    corners = np.concatenate([outline(markup, shape, name) for name in SHAPES
                              for shape in markup.children(parent, name)])  # fmt: skip
    low, high = corners.min(axis=0), corners.max(axis=0)
    size, middle = high - low, 0.5 * (low + high)
    if not (size > 0.0).all():
        raise markup.bad(parent, "a shape without an area", "give the obstacle a length and a width")
    return Box(float(size[0]), float(size[1]), float(middle[0]), float(middle[1]))


def rectangle(markup: Markup, element: Element) -> tuple[tuple[float, float], float, float, float]:
    """Middle, orientation, length and width of a <rectangle>."""
    length, width = (number_in(markup, element, name, low=1e-3) for name in ("length", "width"))
    turn = number_in(markup, element, "orientation", 0.0)
    return middle(markup, element), turn, length, width


def middle(markup: Markup, element: Element) -> tuple[float, float]:
    """The <center> of a shape; the origin if it gives none."""
    centre = markup.only(element, "center")
    if centre is None:
        return 0.0, 0.0
    return number_in(markup, centre, "x"), number_in(markup, centre, "y")


def circle(markup: Markup, element: Element) -> tuple[float, float, float]:
    """Middle and radius of a <circle>."""
    return (*middle(markup, element), number_in(markup, element, "radius", low=1e-3))


def outline(markup: Markup, element: Element, name: str) -> Float64:
    """The corners of a shape; of a circle those of the square around it."""
    if name == "polygon":
        corners = points(markup, element)
        if len(corners) < 3:
            raise markup.bad(element, f"a polygon of {len(corners)} points", "give at least three points")
        return corners
    if name == "circle":
        x, y, radius = circle(markup, element)
        return np.array([x, y]) + radius * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    (x, y), turn, length, width = rectangle(markup, element)
    half = 0.5 * np.array([[-length, -width], [length, -width], [length, width], [-length, width]])
    cosine, sine = math.cos(turn), math.sin(turn)
    found: Float64 = np.array([x, y]) + half @ np.array([[cosine, sine], [-sine, cosine]])
    return found


def place(markup: Markup, element: Element) -> tuple[float, float]:
    """The point of a <position>; of an area its middle, which is told."""
    point = markup.only(element, "point")
    if point is not None:
        if markup.only(point, "z") is not None:
            markup.drop(point, "<z>: heights are not used")
        return number_in(markup, point, "x"), number_in(markup, point, "y")
    for name in SHAPES:
        for shape in markup.children(element, name):
            markup.drop(element, "<position> is an area: its middle is used")
            if name != "polygon":
                return middle(markup, shape)
            corners = outline(markup, shape, name)
            return float(corners[:, 0].mean()), float(corners[:, 1].mean())
    need(markup, element, "point")
    raise AssertionError  # need has raised
