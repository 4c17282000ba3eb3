"""An error says what, where, and what to do."""

import pickle

import pytest

from aureole.core.errors import BadInput, BadWord, Missing, Trouble, Unsupported


def test_place_comes_first_and_remedy_on_its_own_line():
    error = BadInput("speed is -3, expected 0 or more", place="car.toml: limits.speed", remedy="set it above zero")
    assert str(error) == "car.toml: limits.speed: speed is -3, expected 0 or more\n  → set it above zero"


def test_without_place_and_remedy_only_the_fact_is_said():
    assert str(Trouble("the disk is full")) == "the disk is full"


@pytest.mark.parametrize(("kind", "code"), [(Trouble, 4), (BadInput, 2), (Unsupported, 2), (Missing, 3), (BadWord, 4)])
def test_each_kind_has_the_exit_code_of_the_contract(kind, code):
    assert kind("x").exit_code == code


def test_an_error_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(Missing("no lamp", place="here", remedy="buy one")))
    assert (type(error), str(error)) == (Missing, "here: no lamp\n  → buy one")
