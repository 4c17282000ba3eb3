"""Which bins of the parameters were driven, and what came of it there."""

import json

from hypothesis import given
from hypothesis import strategies as st

from aureole.core.verdict import STATUSES, Verdict
from aureole.exam.statistics import coverage
from aureole.exam.statistics.coverage import covered


def case(params, status="passed", name="cut-in#0", path=""):
    return Verdict(name, "rules", 0, params, status, 1.0, {}, extra={"path": path} if path else {})


def grid(statuses=("passed",)):
    """Three speeds, two gaps, one road; statuses in turn."""
    values = [{"Speed": str(v), "Gap": str(g), "Road": "straight"} for v in (20, 40, 60) for g in (5, 10)]
    return [case(params, statuses[k % len(statuses)]) for k, params in enumerate(values)]


def test_each_value_of_a_grid_is_a_bin():
    found = coverage(grid())["cut-in"]
    assert found["params"]["Speed"] == {
        "kind": "number", "distinct": 3, "min": 20.0, "max": 60.0, "bins": 3, "driven": 3, "exercised": 3,
        "passed": 3, "failed": 0, "unavoidable": 0, "not_exercised": 0, "infrastructure": 0,
    }  # fmt: skip
    assert found["params"]["Road"]["kind"] == "word"
    assert found["params"]["Road"]["min"] is None


def test_bins_that_no_drive_exercised_are_told_from_those_that_were():
    found = coverage(grid(("passed", "not_exercised")))["cut-in"]
    assert (found["cases"], found["exercised"]) == (6, 3)
    gap = found["params"]["Gap"]
    assert (gap["driven"], gap["exercised"], gap["not_exercised"]) == (2, 1, 1)


def test_two_parameters_are_crossed_if_both_vary():
    found = coverage(grid()[:5])["cut-in"]
    assert (found["pairs"]["bins"], found["pairs"]["driven"]) == (6, 5)


def test_many_values_are_put_into_tenths_of_their_range():
    cases = [case({"Time": f"{k / 7:.3f}"}) for k in range(71) if not 20 <= k <= 30]
    found = coverage(cases)["cut-in"]["params"]["Time"]
    assert found["distinct"] == 60
    assert (found["bins"], found["driven"]) == (10, 9)


def test_a_declared_range_shows_what_was_never_driven():
    declared = {"cut-in": {"Speed": (0.0, 100.0)}}
    assert coverage(grid(), declared)["cut-in"]["params"]["Speed"]["driven"] == 3
    (found,) = covered(grid(), declared)
    assert found.axes[0].labels[2] == "20 … 30"
    assert found.bins(found.axes[0])[:, STATUSES.index("passed")].tolist() == [0, 0, 2, 0, 2, 0, 2, 0, 0, 0]


def test_values_outside_the_declared_range_lie_in_no_bin():
    (found,) = covered(grid(), {"cut-in": {"Speed": (0.0, 50.0)}})
    assert found.axes[0].codes.tolist() == [4, 4, 8, 8, -1, -1]


def test_scenarios_of_one_name_in_two_folders_are_told_apart():
    found = coverage(
        [
            case({"a": "1"}, path="/x/one.xosc"),
            case({"a": "2"}, path="/y/one.xosc"),
            case({"a": "1"}, path="/x/two.xosc"),
        ]
    )
    assert list(found) == ["/x/one.xosc", "/y/one.xosc", "two"]


def test_a_scenario_without_parameters_covers_nothing():
    assert coverage([case({})]) == {}


def test_a_parameter_that_some_cases_lack_is_counted_where_it_is():
    found = coverage([case({"a": "1"}), case({"b": "x"}), case({"a": "nan"}), case({"a": ""})])["cut-in"]["params"]
    assert (found["a"]["kind"], found["a"]["distinct"]) == ("word", 3)
    assert found["b"]["driven"] == 1


PARAMS = st.dictionaries(
    st.sampled_from("abc"), st.one_of(st.integers(-99, 99).map(str), st.floats().map(str), st.text(max_size=3))
)


@given(st.lists(st.builds(case, PARAMS, st.sampled_from(STATUSES)), max_size=40))
def test_whatever_the_values_counts_fit_into_their_bins(cases):
    found = coverage(cases)
    json.dumps(found, allow_nan=False)
    for one in found.values():
        for row in (*one["params"].values(), one["pairs"]):
            assert row["exercised"] <= row["driven"] <= row["bins"]
            assert max(row[status] for status in STATUSES) <= row["driven"] <= sum(row[status] for status in STATUSES)
