"""Suites: the embedded one, and those made of files and folders."""

from __future__ import annotations

import pytest

from aureole.cli.work.reading import ahead
from aureole.core.errors import BadInput
from aureole.core.verdict import EVENTS
from aureole.exam.suites import suite
from aureole.exam.suites.cases import SuiteCase
from aureole.world.scenarios.embedded import library
from tests.world.scenarios.test_variations import single, span, written


@pytest.fixture
def folder(tmp_path):
    for name in ("b.xosc", "a.xosc", "notes.txt"):
        (tmp_path / name).write_text("<OpenSCENARIO/>")
    return tmp_path


def test_the_quick_suite_has_twenty_four_different_embedded_cases_with_their_parameters():
    quick = suite.load("quick")
    assert len(quick.entries) == len({entry.name for entry in quick.entries}) == 24
    for entry in quick.entries:
        assert entry.params == library.find(entry.name).params
    assert library.default() in {entry.name for entry in quick.entries}


def test_the_quick_suite_holds_exactly_two_cases_that_nobody_can_avoid():
    names = {entry.name for entry in suite.load("quick").entries}
    assert {name for name in names if "unavoidable" in library.find(name).tags} == {
        "cut-in-unavoidable",
        "cut-in-unavoidable-lorry",
    }


@pytest.mark.parametrize("fails", [suite.FAILS, suite.load("quick").fails])
def test_only_known_events_fail_and_a_collision_always_does(fails):
    assert set(fails) <= set(EVENTS)
    assert "collision" in fails
    assert "infrastructure" not in fails


def test_an_unknown_suite_is_answered_with_the_nearest_one():
    with pytest.raises(BadInput, match="did you mean 'quick'"):
        suite.load("quik")


def test_a_folder_gives_its_scenarios_in_order_under_their_own_names(folder):
    made = suite.of_paths([folder])
    assert [entry.name for entry in made.entries] == ["a", "b"]
    assert made.name == folder.name
    assert made.fails == suite.FAILS


def test_files_keep_the_order_they_are_named_in_and_count_once(folder):
    made = suite.of_paths([folder / "b.xosc", folder])
    assert [entry.name for entry in made.entries] == ["b", "a"]


def test_files_of_one_name_from_two_folders_are_told_apart(tmp_path):
    for name in ("left", "right"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.xosc").write_text("<OpenSCENARIO/>")
    made = suite.of_paths([tmp_path / "left", tmp_path / "right"])
    assert [entry.name for entry in made.entries] == ["left.same", "right.same"]


@pytest.mark.parametrize("name", ["case.xml", "case.xml.gz", "case.pkl"])
def test_a_log_is_a_case_and_a_broken_one_is_refused_before_anything_is_driven(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    found = suite.of_paths([tmp_path / name])
    assert [entry.name for entry in found.entries] == ["case"]
    with pytest.raises(BadInput) as caught:
        ahead(found.entries, None)
    assert name in str(caught.value)


def test_an_archive_that_is_no_case_is_bad_input_and_says_where(tmp_path):
    (tmp_path / "case.zip").write_bytes(b"")
    with pytest.raises(BadInput) as caught:
        suite.of_paths([tmp_path / "case.zip"])
    assert "case.zip" in str(caught.value)


@pytest.mark.parametrize("name", ["missing.xosc", "map.xodr", "empty", "nul\0.xosc"])
def test_what_is_no_scenario_is_bad_input_and_says_where(tmp_path, name):
    (tmp_path / "map.xodr").write_text("<OpenDRIVE/>")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput):
        suite.of_paths([tmp_path / name])


def test_nothing_named_is_bad_input():
    with pytest.raises(BadInput, match="nothing to drive"):
        suite.of_paths([])


def test_a_distribution_gives_a_case_for_each_variation_made_when_it_is_asked_for(tmp_path):
    axis = single("Speed", span("1", "40", "0.0001"))
    made = suite.of_paths([written(tmp_path, f"<Deterministic>{axis}</Deterministic>"), tmp_path / "scenario.xosc"])
    assert len(made.entries) == 390_002
    assert made.entries[390_000] == SuiteCase("many#390000", tmp_path / "scenario.xosc", {"Speed": "40.0000"})
    assert made.entries[-1].name == "scenario"
    assert made.entries[2:4] == [made.entries[2], made.entries[3]]


COUNTS = {
    "r157": 629,
    "r157-cut-in-low": 15930,
    "r157-cut-in-high": 14040,
    "r157-cut-out": 17550,
    "r157-deceleration": 3363,
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_suite_of_the_regulation_has_its_grid_whole(name):
    assert len(suite.load(name).entries) == COUNTS[name]


def test_the_grids_of_the_cut_ins_are_the_published_ones():
    low = {tuple(map(float, case.params.values())) for case in suite.load("r157-cut-in-low").entries}
    pairs = [(ego, other) for ego in range(20, 70, 10) for other in range(10, ego, 10)]
    assert low == {(*pair, gap, k / 10) for pair in pairs for gap in range(1, 60) for k in range(18)}
    high = {tuple(map(float, case.params.values())) for case in suite.load("r157-cut-in-high").entries}
    pairs = [(ego, other) for ego in (70, 90, 110, 130) for other in (10, 40, 70, 100) if other < ego]
    assert high == {(*pair, gap, k / 10) for pair in pairs for gap in range(1, 120, 2) for k in range(18)}


def test_the_published_grids_are_examined_with_their_reference_drivers_beside_ours():
    low = suite.load("r157-cut-in-low")
    assert low.drivers == ("rules", "r157-cc", "r157-reg", "r157-rss", "r157-fsm")
    assert (low.references.car, low.references.dt) == ("point", 0.1)
    assert suite.load("quick").drivers == ("rules",)


def test_every_grid_of_the_regulation_s_tests_names_values_its_scenario_takes():
    from aureole.world.scenarios.case import Case, Variation
    from aureole.world.scenarios.scenario import outside

    for case in suite.load("r157").entries:
        assert outside(Case(case.name, case.path), Variation(case.params)) is None


def test_a_variation_of_an_embedded_grid_is_picked_by_its_number():
    found, case = suite.picked("r157-cut-in-low#4711")
    assert (found.name, case) == ("r157-cut-in-low", suite.load("r157-cut-in-low").entries[4711])


@pytest.mark.parametrize(
    "name", ["r157-cut-in-low#15930", "r157-cut-in-low#", "r157-cut-in-low#-1", "r157-cut-in-low#٣"]
)
def test_a_variation_that_is_not_there_is_refused_with_those_that_are(name):
    with pytest.raises(BadInput, match="take one of 0 to 15929"):
        suite.picked(name)


def test_a_grid_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="no grid 'r157'"):
        suite.picked("r157#1")


@pytest.mark.parametrize("name", suite.names())
def test_a_suite_says_in_one_sentence_of_both_languages_what_it_is(name):
    found = suite.load(name)
    assert (found.en[-1], found.en.count(". ")) == (".", 0)
    assert (found.zh[-1], found.zh.count("。")) == ("。", 1)
