"""What may be wrong with eyes, in words."""

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.world.sensing.eyes.faults import faults_of

NAMES = ("eye_front", "eye_left", "side")


def test_an_eye_is_covered_by_its_name_with_or_without_what_all_have_in_common():
    for word in ("blind:front", "blind:eye_front"):
        assert faults_of([word], NAMES).dark.tolist() == [0.0, np.inf, np.inf]
    assert faults_of(["blind:all@2.5"], NAMES).dark.tolist() == [2.5, 2.5, 2.5]


def test_several_faults_are_told_together():
    found = faults_of(["drop:0.3@4", "blind:side", "latency:0.2", "blind:left@1"], NAMES)
    assert found.dark.tolist() == [np.inf, 1.0, 0.0]
    assert (found.lost, found.losing, found.late) == (0.3, 4.0, 0.2)


def test_no_word_is_no_fault():
    found = faults_of([], NAMES)
    assert np.isinf(found.dark).all()
    assert (found.lost, found.losing, found.late) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["blind:nose"], "has no eye 'nose'"),
        (["blind:"], "has no eye ''"),
        (["blind"], "has no eye ''"),
        (["blind:front@-1"], "'-1' is no number from 0"),
        (["blind:front@soon"], "'soon' is no number"),
        (["blind:front", "blind:all"], "blind already"),
        (["drop:1.5"], "'1.5' is no number from 0 to 1"),
        (["drop:nan"], "'nan' is no number"),
        (["drop:"], "'' is no number"),
        (["drop:0.1", "drop:0.2"], "is said twice"),
        (["latency:-0.1"], "is no number from 0 to 2"),
        (["latency:0.1", "latency:0.1"], "is said twice"),
        (["latency:0.1@3"], "is no fault"),
        (["glare"], "is no fault"),
        ([""], "is no fault"),
    ],
)
def test_a_word_that_is_no_fault_is_refused_with_the_word_and_a_remedy(words, said):
    with pytest.raises(BadInput, match="--fault") as refusal:
        faults_of(words, NAMES)
    assert said in str(refusal.value)
    assert refusal.value.remedy
