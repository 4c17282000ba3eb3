"""The distance to failure is below zero exactly where it happened, and orders what did not by how close it came."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.verdict import Event, Verdict
from aureole.exam.search.margin import happened, kind, margin, refuse_unknown

FAILS = ("collision", "off_road")
BASE = Verdict("case", "rules", 0, {}, "passed", 1.0, {})
HIT = Event("collision", "UN R157 5.2.5.2", 3.0, 4.0, 0.0, -4.0, True)


def near(room: float, name: str = "collision", clause: str = "UN R157 5.2.5.2") -> Verdict:
    return replace(BASE, clauses=(Event(name, clause, 1.0, 0.0, 0.0, room, False),))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_it_is_above_zero_where_nothing_happened_and_keeps_the_order(one, other):
    first, second = margin(near(one), "failed", FAILS), margin(near(other), "failed", FAILS)
    assert first > 0.0
    assert first <= second or one > other


def test_it_is_below_zero_where_it_happened_and_deeper_where_it_was_worse():
    worse = replace(HIT, margin=-9.0)
    one, two = (replace(BASE, status="failed", events=(event,)) for event in (HIT, worse))
    assert margin(two, "failed", FAILS) < margin(one, "failed", FAILS) < 0.0


def test_an_excused_collision_is_found_by_its_name_and_is_no_failure():
    excused = replace(BASE, status="unavoidable", events=(replace(HIT, fails=False),))
    assert not happened(excused, "failed")
    assert happened(excused, "collision")
    assert margin(excused, "collision", FAILS) < 0.0 < margin(excused, "failed", FAILS)
    assert kind(excused, "collision") == ("collision", "UN R157 5.2.5.2")


def test_clauses_of_other_events_do_not_count():
    assert margin(near(-3.0, "discomfort", "nuPlan jerk"), "failed", FAILS) == margin(BASE, "failed", FAILS)


def test_a_drive_that_broke_is_no_failure_of_the_driver():
    broken = replace(BASE, status="infrastructure", events=(replace(HIT, name="infrastructure"),))
    assert not happened(broken, "failed")


def test_an_unknown_event_is_named():
    with pytest.raises(BadInput, match="colision"):
        refuse_unknown("colision")
