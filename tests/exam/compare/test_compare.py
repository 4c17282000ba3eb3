"""Two exams side by side: which cases match, what became of them, what that proves."""

import json
import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.verdict import STATUSES, Event, Verdict
from aureole.exam import verdicts
from aureole.exam.compare.compare import compare
from aureole.exam.compare.sides import Side, choose, choose_within, differing


def case(name="a", status="passed", *, score=1.0, seed=0, margins=(), events=(), **params):
    failing = () if status != "failed" else (Event("collision", "-", 1.0, 4.0, 0.0, -4.0, True, "with Ahead (car)"),)
    clauses = tuple(Event("c", clause, 0.0, 0.0, 0.0, margin, margin < 0.0) for clause, margin in margins)
    noted = tuple(Event(event, "-", 0.0, 0.0, 0.0, 0.0, False) for event in events)
    return Verdict(
        name, "rules", seed, params, status, score, {}, (*failing, *noted), clauses, digest=f"{name}{status}"
    )


def side(*cases, place="A", driver="rules", suite="quick"):
    judged = [replace(one, driver=driver) for one in cases]
    return Side(place, verdicts.exam(suite, 0.01, {"cpu": "any"}, judged), driver)


def found(first, second):
    return compare(side(*first), side(*second, place="B")).as_dict()


def test_each_case_is_fixed_broken_or_the_same():
    before = [case("a", "failed"), case("b"), case("c"), case("d", "failed")]
    after = [case("a"), case("b", "failed"), case("c"), case("d", "failed")]
    told = found(before, after)
    counts = told["counts"]
    assert [counts[key] for key in ("fixed", "broken", "same_passed", "same_failed")] == [1, 1, 1, 1]
    assert [row["case"] for row in told["cases"]["fixed"]] == ["a"]
    assert told["cases"]["broken"][0]["second"]["fails"] == ["collision with Ahead (car)"]


def test_unavoidable_counts_as_passed_and_the_change_is_told():
    told = found([case("a"), case("b", "failed")], [case("a", "unavoidable"), case("b", "unavoidable")])
    assert (told["counts"]["changed"], told["counts"]["fixed"]) == (1, 1)
    assert {"first": "passed", "second": "unavoidable", "cases": 1} in told["transitions"]
    assert told["statistics"]["pairs"] == 2


@pytest.mark.parametrize("status", ["not_exercised", "infrastructure"])
def test_what_proves_nothing_on_one_side_is_no_pair(status):
    told = found([case("a"), case("b")], [case("a", status), case("b")])
    assert told["counts"]["untested"] == 1
    assert told["statistics"]["pairs"] == 1
    assert told["lost"] == (status == "not_exercised")


def test_cases_are_matched_by_name_values_and_seed_in_any_order():
    before = [case("a", v="1"), case("a", v="2"), case("a", v="2", seed=1), case("a", v="1", w="x")]
    told = found(before, list(reversed(before)))
    assert (told["pairs"], told["identical"]) == (4, 4)
    other = found(before, [case("a", v="2"), case("a", v="3")])
    assert (other["pairs"], other["counts"]["only_first"], other["counts"]["only_second"]) == (1, 3, 1)
    assert other["cases"]["only_second"][0]["params"] == {"v": "3"}


def test_where_the_file_lies_makes_no_other_case():
    here, there = (replace(case("a"), extra={"path": path}) for path in ("/one/a.xosc", "/two/a.xosc"))
    assert found([here], [there])["pairs"] == 1


def test_a_case_that_stands_twice_is_refused_with_its_place():
    with pytest.raises(BadInput, match="'a' with the same values and seed 3 stands there twice") as told:
        compare(side(case("a", seed=3)), side(case("a", seed=3), case("a", seed=3), place="B"))
    assert told.value.place == "B"
    assert told.value.remedy


def test_exams_without_a_common_case_are_refused_with_what_they_drove():
    with pytest.raises(BadInput, match=r"no case in common: A drove 1 of 'quick'; B drove 2 of 'r157'"):
        compare(side(case("a")), side(case("b"), case("c"), place="B", suite="r157"))


def test_scores_are_compared_pair_by_pair():
    before = [case(str(k), score=0.1 * k) for k in range(10)]
    after = [case(str(k), score=0.1 * k + (0.05 if k < 8 else 0.0)) for k in range(10)]
    told = found(before, after)["scores"]
    assert [told[key] for key in ("pairs", "better", "worse", "equal")] == [10, 8, 0, 2]
    assert told["median"] == 0.05
    assert told["p_signs"] == pytest.approx(2 * 0.5**8)
    assert told["p_ranks"] == pytest.approx(2 * 0.5**8)
    assert told["effect"] == 1.0


def test_a_score_that_is_no_number_is_no_pair():
    assert found([case("a", score=math.nan), case("b")], [case("a"), case("b")])["scores"]["pairs"] == 1


def test_margins_are_compared_clause_by_clause():
    before = [case("a", margins=[("R1", 2.0), ("R2", -1.0)]), case("b", margins=[("R1", 1.0), ("R1", 3.0)])]
    after = [case("a", margins=[("R1", 1.5), ("R2", 0.5)]), case("b", margins=[("R1", -0.5), ("R3", math.nan)])]
    told = found(before, after)["clauses"]
    tighter = told["R1"]
    assert (tighter["pairs"], tighter["worse"], tighter["broken"], tighter["outside_second"]) == (2, 2, 1, 1)
    assert (tighter["worst_first"], tighter["worst_second"]) == (1.0, -0.5)
    assert (told["R2"]["better"], told["R2"]["fixed"], told["R2"]["only_first"]) == (1, 1, 0)
    assert (told["R3"]["pairs"], told["R3"]["worst_first"]) == (0, None)


def test_events_are_counted_as_gone_new_and_kept():
    before = [case("a", "failed"), case("b", events=["ttc"]), case("c", events=["ttc"])]
    after = [case("a"), case("b", events=["ttc"]), case("c", events=["discomfort"])]
    told = found(before, after)["events"]
    assert told["collision"] == {
        "first": 1, "second": 0, "gone": 1, "new": 0, "kept": 0, "failing_first": 1, "failing_second": 0,
    }  # fmt: skip
    assert [told["ttc"][key] for key in ("gone", "new", "kept")] == [1, 0, 1]


def test_seeds_of_one_case_are_tested_as_one():
    before = [case("a", seed=k) for k in range(20)] + [case("b")]
    after = [case("a", "failed", seed=k) for k in range(20)] + [case("b")]
    told = found(before, after)["statistics"]
    assert told["seeds"] == {"cases": 2, "statistic": 1.0, "p": pytest.approx(0.3173, abs=1e-4)}
    assert told["mcnemar"]["exact"] < 1e-5
    assert found(before[-1:], after[-1:])["statistics"]["seeds"] is None


NAMES = st.integers(0, 12).map(str)
EXAMS = st.dictionaries(NAMES, st.tuples(st.sampled_from(STATUSES), st.floats(0.0, 1.0)), min_size=1)


def cases(exam):
    return [case(name, status, score=score, margins=[("R", score - 0.5)]) for name, (status, score) in exam.items()]


@given(EXAMS)
def test_an_exam_compared_with_itself_is_all_the_same(exam):
    told = found(cases(exam), cases(exam))
    assert told["identical"] == told["pairs"] == len(exam)
    assert told["statistics"]["mcnemar"]["exact"] == told["statistics"]["mcnemar"]["mid"] == 1.0
    assert told["scores"]["p_ranks"] == told["clauses"].get("R", {"p_ranks": 1.0})["p_ranks"] == 1.0
    assert sum(told["counts"][key] for key in ("fixed", "broken", "changed", "only_first", "only_second")) == 0


@given(EXAMS, EXAMS)
def test_the_other_way_round_fixed_and_broken_change_places(one, two):
    if not one.keys() & two.keys():
        return
    there, back = found(cases(one), cases(two)), found(cases(two), cases(one))
    mirror = {"fixed": "broken", "broken": "fixed", "only_first": "only_second", "only_second": "only_first"}
    assert {mirror.get(key, key): count for key, count in there["counts"].items()} == back["counts"]
    low, high = there["statistics"]["difference_interval"]
    assert back["statistics"]["difference_interval"] == pytest.approx([-high, -low], abs=1e-12)
    assert there["scores"]["better"] == back["scores"]["worse"]
    assert there["scores"]["p_ranks"] == pytest.approx(back["scores"]["p_ranks"])


@given(EXAMS, EXAMS)
def test_every_case_is_counted_once(one, two):
    common = one.keys() & two.keys()
    if not common:
        return
    told = found(cases(one), cases(two))
    counts = Counter(told["counts"])
    assert counts.total() == len(one.keys() | two.keys())
    assert counts["only_first"] == len(one.keys() - two.keys())
    assert sum(row["cases"] for row in told["transitions"]) == told["pairs"] == len(common)
    trials = counts["fixed"] + counts["broken"] + counts["same_passed"] + counts["same_failed"] + counts["changed"]
    assert told["statistics"]["pairs"] == trials
    json.dumps(verdicts.finite(told), allow_nan=False)


@pytest.mark.parametrize(
    ("first", "second", "asked", "pairs"),
    [
        (["rules"], ["mine:Driver"], [], [("rules", "mine:Driver")]),
        (["a", "b"], ["b", "a", "c"], [], [("a", "a"), ("b", "b")]),
        (["a", "b"], ["b", "c"], ["b"], [("b", "b")]),
        (["a", "b"], ["b", "c"], ["a", "c"], [("a", "c")]),
        (["a"], ["a", "b"], [], [("a", "a")]),
    ],
)
def test_drivers_are_paired_by_name_or_as_asked_for(first, second, asked, pairs):
    assert list(choose(first, second, asked).pairs) == pairs


@pytest.mark.parametrize(
    ("first", "second", "asked", "told"),
    [
        (["a", "b"], ["c"], [], "no driver is in both"),
        (["a"], ["b"], ["a"], "the second exam has no driver 'a'"),
        (["a"], ["b"], ["b", "b"], "the first exam has no driver 'b'"),
        (["a"], ["b"], ["a", "b", "a"], "3 times"),
        ([], [], [], "no driver"),
    ],
)
def test_drivers_that_cannot_be_paired_are_refused(first, second, asked, told):
    with pytest.raises(BadInput, match=told) as refused:
        choose(first, second, asked)
    assert refused.value.remedy


def test_one_exam_gives_two_drivers_or_is_refused():
    assert choose_within(["a", "b"]).pairs == (("a", "b"),)
    assert choose_within(["a", "b", "c"], ["c", "a"]).pairs == (("c", "a"),)
    for there, asked in ((["a"], []), (["a", "b", "c"], []), (["a", "b"], ["a"])):
        with pytest.raises(BadInput, match="one exam is given"):
            choose_within(there, asked)


def test_conditions_that_differ_are_named():
    first = verdicts.exam("quick", 0.01, {"cpu": "x", "setup": {"timeout": 600.0, "car": ""}}, [case()])
    second = verdicts.exam("quick", 0.02, {"cpu": "x", "setup": {"timeout": 9.0, "car": ""}}, [case()])
    assert differing(first, first) == []
    assert differing(first, second) == [
        {"name": "dt", "first": 0.01, "second": 0.02},
        {"name": "timeout", "first": 600.0, "second": 9.0},
    ]
    cars = replace(second, cases=(replace(case(), extra={"car": "lorry"}),))
    assert {"name": "cars", "first": [], "second": ["lorry"]} in differing(first, cars)
