"""The scores by name, and their means."""

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict
from aureole.exam.scores.names import NAMES, chosen, spreads
from aureole.exam.scores.table import SCORES


def verdict(**measures):
    return Verdict("case", "rules", 0, {}, "passed", 1.0, measures)


def test_every_name_has_its_score():
    assert tuple(SCORES) == NAMES


def test_names_come_once_and_in_their_own_order():
    assert chosen(["nuplan, pdms,nuplan"]) == ("pdms", "nuplan")
    assert chosen([""]) == ()


def test_an_unknown_name_is_refused_with_what_is_spelt_like_it():
    with pytest.raises(BadInput, match="pdm2") as error:
        chosen(["pdm2"])
    assert "pdms" in error.value.remedy
    with pytest.raises(BadInput) as error:
        chosen(["x"])
    assert all(name in error.value.remedy for name in NAMES)


def test_a_mean_says_over_how_many_and_how_many_have_none():
    found = spreads([verdict(pdms=0.5), verdict(pdms=1.0), verdict(pdms=float("nan")), verdict()], ["pdms"])["pdms"]
    assert found == {"mean": 0.75, "deviation": pytest.approx(np.sqrt(0.125)), "lowest": 0.5, "cases": 2, "unscored": 2}


def test_one_case_has_no_deviation_and_none_has_no_mean():
    assert np.isnan(spreads([verdict(pdms=0.5)], ["pdms"])["pdms"]["deviation"])
    assert np.isnan(spreads([], ["pdms"])["pdms"]["mean"])
