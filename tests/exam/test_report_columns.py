"""Sections come back as they went in, whatever stands in them; the worst are chosen in pairs; clauses are counted."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.verdict import Event
from aureole.exam.report.by_clause import by_clause
from aureole.exam.report.columns import COARSEST, pack, unpack
from aureole.exam.report.paired import paired
from aureole.exam.report.rows import family, lines
from aureole.exam.report.worst import worst_pairs
from tests.exam import played

WORDS = st.lists(st.text(), min_size=1, max_size=30)
NUMBERS = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=40)


@given(WORDS)
def test_words_come_back(words):
    assert unpack(pack({"words": words}))["words"] == words


@given(NUMBERS)
def test_numbers_come_back_within_half_a_step(values):
    for before, after in zip(values, unpack(pack({"numbers": values}))["numbers"], strict=True):
        if math.isfinite(before):
            assert after == pytest.approx(before, abs=0.501 * COARSEST, rel=1e-9)
        else:
            assert after is None


@given(st.lists(st.integers(-(2**28), 2**28), min_size=1, max_size=50))
def test_whole_numbers_come_back_exactly(values):
    assert unpack(pack({"numbers": values}))["numbers"] == values


def test_a_section_without_lines_is_read():
    assert unpack(pack({"numbers": [], "more": []})) == {"numbers": [], "more": []}


def test_the_same_drive_of_two_drivers_is_one_line():
    verdicts = [played.verdict(k, driver=name) for name in ("a", "b") for k in range(3)]
    assert lines(verdicts, [verdict.driver for verdict in verdicts]) == [0, 1, 2, 0, 1, 2]


def test_cases_that_stand_twice_are_lines_of_their_own():
    verdicts = [played.verdict(1), played.verdict(1), played.verdict(1, driver="b")]
    assert lines(verdicts, ["a", "a", "b"]) == [0, 1, 0]


@pytest.mark.parametrize(("case", "name"), [("a#12", "a"), ("cut_in/03", "cut_in"), ("folder/case", "folder/case")])
def test_a_family_is_a_case_without_its_number(case, name):
    assert family(replace(played.verdict(), case=case)) == name


def test_no_driver_crowds_out_the_others_among_the_worst():
    verdicts = [
        played.verdict(k, "failed", name) for name in ("a", "b") for k in range(100 if name == "a" else 40, 140)
    ]
    chosen = worst_pairs(verdicts, count=50)
    assert {verdicts[k].driver for k in chosen} == {"a", "b"}
    assert len(chosen) == 50


def test_a_worst_drive_brings_another_drivers_drive_of_its_case():
    verdicts = [played.verdict(k, "failed" if k % 7 == 3 else "passed") for k in range(40)]
    verdicts += [played.verdict(k, driver="other") for k in range(40)]
    chosen = set(worst_pairs(verdicts, count=12))
    assert {3, 10, 17, 24, 31, 38} <= chosen
    assert {43, 50, 57, 64, 71, 78} <= chosen


def test_of_several_others_the_one_that_ended_best_is_shown():
    verdicts = [played.verdict(0, "failed"), played.verdict(0, "unavoidable", "b"), played.verdict(0, driver="c")]
    assert worst_pairs(verdicts, count=2) == [0, 2]


def test_only_what_was_kept_can_be_shown():
    verdicts = [played.verdict(k, "failed") for k in range(5)]
    assert worst_pairs(verdicts, among={4, 1}) == [1, 4]


def failing(k, family, name, margin=-1.0, driver="rules"):
    event = Event(name, "-", 1.0, 0.0, 0.0, margin, True)
    return replace(played.verdict(k, "failed", driver), case=f"{family}#{k}", events=(event,))


def test_ten_thousand_failures_of_one_kind_do_not_crowd_out_the_one_of_another():
    verdicts = [failing(k, "long", "timeout") for k in range(200)]
    verdicts += [failing(200, "long", "collision"), failing(201, "short", "timeout")]
    assert {200, 201} < set(worst_pairs(verdicts, count=4))


def test_of_one_kind_the_one_furthest_beyond_its_limit_is_shown_first():
    verdicts = [failing(k, "a", "collision", margin) for k, margin in enumerate((-2.0, -9.0, math.nan, -5.0))]
    assert worst_pairs(verdicts, count=2) == [1, 3]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.booleans()), max_size=60), st.integers(1, 9)
)
def test_as_many_as_can_be_are_shown_each_once(drives, count):
    verdicts = [
        failing(k, family, "collision", driver=who) if bad else played.verdict(k, driver=who)
        for k, (family, who, bad) in enumerate(drives)
    ]
    chosen = worst_pairs(verdicts, count=count)
    assert len(set(chosen)) == len(chosen) == min(count, len(verdicts))


def gap(margin, fails=False):
    return Event("time_gap", "UN R157 5.2.3.3", 1.0, 1.0 + margin, 1.0, margin, fails, "behind Lead")


def test_a_clause_tells_where_it_applied_was_violated_and_was_tightest():
    margins = [0.5, -0.2, math.nan, 0.1, 0.7]
    verdicts = [replace(played.verdict(), events=(), clauses=(gap(margin),)) for margin in margins]
    verdicts.append(replace(played.verdict(), events=(), clauses=()))
    (found,) = by_clause(verdicts, ["rules"] * 6)
    one = found["of"]["rules"]
    assert (one["applied"], one["violated"], one["tightest"], one["row"]) == (5, 1, -0.2, 1)
    assert sum(one["bins"]) == 4
    assert one["wilson"][0] < 1 / 5 < one["wilson"][1]


def test_what_is_outside_of_a_limit_stands_left_of_zero_in_the_histogram():
    verdicts = [replace(played.verdict(), events=(), clauses=(gap(margin),)) for margin in [-0.001, *[1.0] * 500]]
    (found,) = by_clause(verdicts, ["rules"] * 501)
    low, high = found["edges"]
    middles = [low + (high - low) * (k + 0.5) / 24 for k in range(24)]
    outside = sum(n for n, middle in zip(found["of"]["rules"]["bins"], middles, strict=True) if middle < 0)
    assert outside == 1


def test_an_event_whose_clause_has_no_tightest_moment_is_counted():
    verdicts = [replace(played.verdict(k, "failed"), clauses=()) for k in range(3)]
    found = {clause["id"]: clause["of"]["rules"] for clause in by_clause(verdicts, ["rules"] * 3)}
    assert found["UN R157 5.2.5.2"]["violated"] == 3
    assert found["UN R157 5.2.5.2"]["tightest"] == -4.2


def test_every_two_drivers_are_compared_on_the_cases_they_share():
    statuses = {"a": "fpfpp", "b": "ppffn", "c": "f"}
    names = {"f": "failed", "p": "passed", "n": "not_exercised"}
    verdicts = [
        replace(played.verdict(0, names[letter], who), params={"x": f"{k}"})
        for who, letters in statuses.items()
        for k, letter in enumerate(letters)
    ]
    found = {(one["first"], one["second"]): one for one in paired(verdicts, [verdict.driver for verdict in verdicts])}
    assert len(found) == 6
    ab = found["a", "b"]
    assert (ab["pairs"], ab["fixed"], ab["broken"], ab["same_passed"], ab["same_failed"]) == (4, 1, 1, 1, 1)
    assert ab["interval"][0] < 0 < ab["interval"][1]
    assert found["b", "a"]["fixed"] == ab["broken"]
    assert found["a", "c"]["pairs"] == 1
