"""Words are compared bit for bit, in whatever order they come, and a difference says where it is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aureole.runtime.replaying.comparing import Compared, Comparison, difference
from tests.runtime.recorder.words import COMMAND, PACKERS, PLAN
from tests.runtime.words import step


def command(**values) -> bytes:
    word = step(0)[2]
    for name, value in values.items():
        getattr(word, name)[0] = value
    return PACKERS["command"].pack(word)


@given(st.permutations([(side, stamp) for side in "ab" for stamp in range(4)]))
def test_pairs_are_found_in_any_order(order):
    comparison = Comparison(COMMAND.layout, Compared("command"))
    for side, stamp in order:
        (comparison.record if side == "a" else comparison.replay)(stamp, command(steer=stamp))
    found = comparison.close()
    assert (found.same, found.whole, found.first) == (4, True, -1)


def test_the_first_difference_is_the_earliest_not_the_one_found_first():
    comparison = Comparison(COMMAND.layout, Compared("command"))
    for stamp in (30, 10, 20):
        comparison.record(stamp, command())
        comparison.replay(stamp, command(accel=stamp))
    found = comparison.close()
    assert (found.differ, found.first, found.whole) == (3, 10, False)
    assert found.where.endswith("10.0)")
    assert found.where.startswith("Command.accel: ")


def test_what_only_one_side_said_is_counted():
    comparison = Comparison(COMMAND.layout, Compared("command"))
    comparison.record(1, command())
    comparison.replay(2, command())
    found = comparison.close()
    assert (found.only_recorded, found.only_replayed, found.first, found.whole) == (1, 1, 1, False)


def test_two_numbers_that_are_none_are_the_same_if_their_bits_are():
    odd = np.frombuffer(np.uint64(0x7FF8000000000001).tobytes(), np.float64)[0]
    assert difference(COMMAND.layout, command(steer=np.nan), command(steer=np.nan)) == ""
    assert difference(COMMAND.layout, command(steer=np.nan), command(steer=odd)).startswith("Command.steer: ")


def test_a_difference_names_the_place_in_an_array():
    plan = step(0)[1]
    one = PACKERS["plan"].pack(plan)
    plan.xy[0, 3, 1] += 1.0
    assert difference(PLAN.layout, one, PACKERS["plan"].pack(plan)).startswith("Plan.xy[3, 1]: ")
