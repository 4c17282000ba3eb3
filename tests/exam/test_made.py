"""Situations as cases of suites: made when they are asked for, into the cache, the same anywhere."""

from __future__ import annotations

import pytest

from aureole.core.errors import BadInput
from aureole.exam.suites import made, suite
from aureole.exam.suites.held import case_at
from aureole.world.roads.making.draw import split
from aureole.world.situations import index


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(made, "home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "count"), [("interactive-44", 44), ("roadworks-20", 20), ("physics", 6)])
def test_a_suite_holds_so_many_situations_held_out_and_for_training(name, count):
    held, training = (suite.load(one).entries for one in (name, f"{name}-train"))
    assert (len(held), len(training)) == (10 * count, 20 * count)
    seeds = [{int(part.name.partition("#")[2]) for part in entries.parts} for entries in (held, training)]
    assert not seeds[0] & seeds[1]
    assert {split(seed) for seed in seeds[0]} == {"test"}
    assert {split(seed) for seed in seeds[1]} == {"train"}


def test_every_situation_is_in_a_suite():
    suites = [suite.load(name).entries for name in ("interactive-44", "roadworks-20", "physics")]
    assert {part.name.partition("#")[0] for one in suites for part in one.parts} == set(index.SITUATIONS)


def test_counting_a_suite_makes_nothing_and_taking_a_case_makes_that_one(cache):
    entries = suite.load("physics").entries
    assert len(entries) == 60
    assert not list(cache.iterdir())
    case = entries[3]
    assert case.path.read_bytes() == index.make(*made.asked(case.name)).scenario
    assert len(list(cache.rglob("*.xosc"))) == 1


def test_a_case_whose_file_is_gone_is_made_again(cache):
    before = suite.picked("accident#7")[1]
    data = before.path.read_bytes()
    before.path.unlink()
    assert case_at("accident#7", "/nowhere/accident-7.xosc", {}).path.read_bytes() == data


SUITES = [f"{name}{half}" for name in ("interactive-44", "roadworks-20", "physics") for half in ("", "-train")]


@pytest.mark.parametrize("name", SUITES)
def test_situations_ask_that_the_car_comes_to_its_goal(name):
    assert "unfinished" in suite.load(name).fails
    assert "lane_departure" not in suite.load(name).fails


def test_a_situation_driven_alone_fails_by_the_same_events_as_in_its_suite():
    assert suite.picked("flagger#1")[0].fails == suite.load("roadworks-20").fails
    assert suite.picked("accident#1")[0].fails == suite.load("interactive-44").fails


def test_what_is_no_situation_is_looked_for_among_the_grids():
    assert made.asked("cut-in#7") is None
    with pytest.raises(BadInput, match="there is no grid 'acident'"):
        suite.picked("acident#7")
