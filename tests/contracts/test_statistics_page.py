"""The numbers of the page on statistics are those the code gives."""

import re
from pathlib import Path

import pytest

from aureole.exam.statistics import clopper_pearson, mcnemar, trials_needed, wilson, zero_failures

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "statistics.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("every", [10, 100, 1_000, 10_000])
def test_the_table_of_cases_without_a_failure_is_computed(every):
    row = f"| 1 in {every:,} | {trials_needed(1 / every):,} | {trials_needed(1 / every, 0.99):,} |"
    assert row in PAGE


def test_the_intervals_of_the_example_are_computed():
    for name, method in (("Wilson", wilson), ("Clopper–Pearson", clopper_pearson)):
        low, high = method(3, 100)
        assert f"| {name} | {100 * low:.2f} % | {100 * high:.2f} % |" in PAGE


def test_the_other_examples_are_computed():
    assert f"24 cases without a failure leave a rate of {100 * zero_failures(24):.1f} % open" in PAGE
    found = mcnemar(1, 7)
    assert f"mid-p is {found.mid:.4f} and the exact p {found.exact:.4f}" in re.sub(r"\s+", " ", PAGE)
