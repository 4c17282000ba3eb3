"""Shape, unit and frame are read from the line that declares a field, and held to."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
import pytest

from aureole.core.errors import BadWord
from aureole.core.notes import Bool, Float32, Float64, Int32, check, notes


@dataclass(frozen=True, slots=True)
class Wheels:
    """A word inside a word."""

    turning: Annotated[Bool, "worlds wheels", "-", "-"]


@dataclass(frozen=True, slots=True)
class Cart:
    """A word for these tests."""

    xy: Annotated[Float64, "worlds points 2", "m", "world"]
    """Where it was,
    point by point."""
    load: Annotated[Float32, "worlds points", "kg", "-"]
    wheels: Wheels
    name: str
    """Not an array."""


class Table(NamedTuple):
    """A word that kernels take."""

    first: Annotated[Int32, "rows", "-", "-"]
    """First of each."""


def cart(**given) -> Cart:
    fields = {
        "xy": np.zeros((2, 5, 2)),
        "load": np.zeros((2, 5), dtype=np.float32),
        "wheels": Wheels(np.zeros((2, 4), dtype=np.bool_)),
        "name": "hay",
    }
    return Cart(**{**fields, **given})


def test_a_note_holds_what_the_line_says():
    note = notes(Cart)[0]
    assert (note.name, note.dims, note.unit, note.frame) == ("xy", ("worlds", "points", "2"), "m", "world")
    assert (note.dtype, note.text) == (np.dtype(np.float64), "Where it was,\npoint by point.")


def test_fields_come_in_order_with_nested_names_dotted_and_without_other_fields():
    assert [note.name for note in notes(Cart)] == ["xy", "load", "wheels.turning"]


def test_the_docstring_of_the_word_is_not_that_of_its_first_field():
    assert notes(Wheels)[0].text == ""


def test_a_named_tuple_has_notes_too():
    assert [(note.name, note.text) for note in notes(Table)] == [("first", "First of each.")]
    check(Table(np.zeros(3, dtype=np.int32)))


def test_a_word_without_source_has_notes_without_text():
    made = dataclasses.make_dataclass("Made", [("x", Annotated[Float64, "worlds", "m", "world"])])
    assert [(note.name, note.unit, note.text) for note in notes(made)] == [("x", "m", "")]


def test_a_whole_word_passes():
    check(cart())


BREAKS = [
    ({"xy": [0.0]}, "Cart.xy: is list, expected an array"),
    ({"xy": np.zeros((2, 5, 2), dtype=np.float32)}, "Cart.xy: holds float32, expected float64"),
    ({"xy": np.zeros((2, 5))}, "Cart.xy: has 2 axes, expected 3 (worlds points 2)"),
    ({"xy": np.zeros((2, 5, 3))}, "Cart.xy: axis '2' is 3, expected 2"),
    ({"load": np.zeros((2, 6), dtype=np.float32)}, "Cart.load: axis 'points' is 6, expected 5"),
    ({"load": np.zeros((3, 5), dtype=np.float32)}, "Cart.load: axis 'worlds' is 3, expected 2"),
    ({"load": np.zeros((2, 5), dtype=">f4")}, "Cart.load: holds >f4, expected float32"),
    ({"wheels": Wheels(np.zeros((2, 4)))}, "Cart.wheels.turning: holds float64, expected bool"),
    ({"wheels": Wheels(np.zeros((9, 4), dtype=np.bool_))}, "Cart.wheels.turning: axis 'worlds' is 9, expected 2"),
]


@pytest.mark.parametrize(("broken", "said"), BREAKS)
def test_each_break_is_named_with_field_value_and_limit(broken, said):
    with pytest.raises(BadWord) as caught:
        check(cart(**broken))
    assert caught.value.what == said
