"""The signals of a drive in its record, and back."""

from __future__ import annotations

import json

import numpy as np
import pytest

from aureole.core.brief import Signs, unsigned
from aureole.core.errors import BadInput
from aureole.world.signs.told import WORD, signs_of, told

TWO = Signs(
    np.array([4, 1], np.int32), np.array([[np.inf, 0.1]]), np.array([[1.0, 2.0, 3.0], [0.1, 0.2, 0.3]]),
    np.array([0.1, -3.0]), np.array([-1, 2], np.int32), np.array([0, -1], np.int32), np.array([10.0, 0.0]),
    np.array([1, 0], np.int32), np.array([[-2, -1], [1, -1]], np.int32), np.array([False, True]),
)  # fmt: skip


def test_what_a_record_tells_of_signals_is_read_to_the_last_bit() -> None:
    for one, other in zip(signs_of(told(TWO)[WORD]), TWO, strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)


def test_a_drive_without_signals_says_nothing_and_is_read_as_none() -> None:
    assert told(unsigned(1)) == {}
    for one, other in zip(signs_of(None), unsigned(1), strict=True):
        assert (one.dtype, one.shape) == (other.dtype, other.shape)


@pytest.mark.parametrize("text", ["[]", "{}", "{", '{"kind": ["a"]}', json.dumps({"kind": [1], "value": []})])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="which signals there were"):
        signs_of(text)
