"""Why a call was late."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.runtime.nodes.pulse import Around, Meter, Rings, Row
from aureole.runtime.supervise.causes import Cause, main_cause, shares

MS = 1_000_000
USUAL = Row(0, 0, 0, MS, MS, 0, 0, 0, 0, 0)


def row(**changed: int) -> Row:
    return USUAL._replace(**changed)


@pytest.mark.parametrize(
    ("changed", "around", "cause"),
    [
        ({"woken": 5 * MS, "ended": 6 * MS}, Around(), Cause.LATE_INPUT),
        ({"cpu": 9 * MS, "ended": 9 * MS}, Around(), Cause.OWN_OVERRUN),
        ({"ready": 5 * MS, "ended": 6 * MS}, Around(), Cause.PREEMPTED),
        ({"ready": 5 * MS, "ended": 6 * MS}, Around(throttled=4 * MS), Cause.THROTTLED),
        ({"ready": 5 * MS, "ended": 6 * MS}, Around(stolen=4 * MS), Cause.STOLEN),
        ({"cpu": 9 * MS, "ended": 9 * MS, "collected": 7 * MS}, Around(), Cause.COLLECTION),
        ({"cpu": 9 * MS, "ended": 9 * MS, "major": 35}, Around(), Cause.PAGE_FAULT),
        ({"ended": 9 * MS}, Around(), Cause.WAITED),
    ],
)
def test_the_largest_share_names_the_cause(changed, around, cause):
    assert main_cause(row(**changed), 0, 1 * MS, around) is cause


def test_a_call_within_its_budget_has_no_cause():
    assert main_cause(row(), 0, MS) is None


SPANS = st.integers(0, 50 * MS)


@given(late=SPANS, cpu=SPANS, ready=SPANS, slept=SPANS, collected=SPANS, faults=st.integers(0, 99), budget=SPANS,
       throttled=SPANS, stolen=SPANS)  # fmt: skip
def test_shares_are_not_negative_and_add_up_to_what_was_beyond_the_budget(
    late, cpu, ready, slept, collected, faults, budget, throttled, stolen
):
    one = row(woken=late, ended=late + cpu + ready + slept, cpu=cpu, ready=ready, collected=collected, major=faults)
    found = shares(one, 0, budget, Around(throttled, stolen))
    assert all(share > 0 for share in found.values())
    assert sum(found.values()) == late + max(cpu - budget, 0) + ready + slept


def test_rings_give_every_call_once_and_forget_the_oldest():
    memory = bytearray(Rings.size(2))
    written, read = Rings(memory, ["a", "b"]), Rings(memory, ["a", "b"])
    for stamp in range(3):
        written.add("b", row(stamp=stamp))
    rows, place = read.since("b", 0)
    assert [each.stamp for each in rows] == [0, 1, 2]
    assert read.since("b", place) == ([], 3)
    for stamp in range(2000):
        written.add("b", row(stamp=stamp))
    rows, _ = read.since("b", place)
    assert [each.stamp for each in rows] == list(range(2000 - len(rows), 2000))
    assert 400 < len(rows) < 600
    assert read.calls("a") == 0


def test_what_a_thread_has_cost_only_grows():
    meter = Meter()
    try:
        before = meter.read()
        sum(range(200_000))
        after = meter.read()
    finally:
        meter.close()
    assert all(then >= now for now, then in zip(before, after, strict=True))
    assert after[0] > before[0]
