"""A failing drive shrinks to the actors and values it needs, and the value at which failing ends is found exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.cli import given as options
from aureole.core.verdict import Event, Verdict
from aureole.exam.examine import examine
from aureole.exam.search.shrinking.ladder import Ladder
from aureole.exam.search.shrinking.minimise import Shrinking, Stretch
from aureole.exam.search.shrinking.thinned import actors, thinned
from aureole.exam.search.space import space_of
from aureole.exam.setup import Drive
from aureole.exam.suites.suite import load

HIT = Event("collision", "UN R157 5.2.5.2", 3.0, 4.0, 0.0, -4.0, True)


def verdict(drive, *, fails):
    events = (HIT,) if fails else ()
    return Verdict(drive.case.name, "d", 0, drive.case.params, "failed" if fails else "passed", 0.0, {}, events)


def shrunk(rule, tmp_path):
    """The smallest drive under a rule of our own; who drives is replaced by it."""
    space = space_of(load("r157-cut-in-low").entries.parts[0], 1)
    values = {"EgoSpeed_kmh": "60", "OtherSpeed_kmh": "10", "Gap": "5", "Lateral": "1.5"}
    start = Drive(space.case(values, 0), 0)

    def judge(drives):
        return [verdict(drive, fails=rule({k: float(v) for k, v in drive.case.params.items()})) for drive in drives]

    shrinking = Shrinking((start, verdict(start, fails=True)), space, "failed", judge, tmp_path)
    shrinking.fewer = lambda ego: ()
    return shrinking.shrunk([1, 2, 0], None)


def test_values_that_do_not_matter_become_the_files_own_and_the_edge_is_found(tmp_path):
    found = shrunk(lambda v: v["Gap"] <= 14.37 and v["EgoSpeed_kmh"] > 30.0, tmp_path)
    assert found.drive.case.params == {"EgoSpeed_kmh": "50", "OtherSpeed_kmh": "20", "Gap": "14.37", "Lateral": "1.0"}
    edge = next(edge for edge in found.edges if (edge.name, edge.side) == ("Gap", "above"))
    assert (edge.fails, edge.passes, edge.tolerance) == ("14.37", "14.38", "0.01")
    assert found.moved == "Gap"
    assert {edge.passes for edge in found.edges if edge.name == "Lateral"} == {""}  # fails whatever it is


def test_another_kind_of_failure_is_not_the_same(tmp_path):
    space = space_of(load("r157-cut-in-low").entries.parts[0], 1)
    start = Drive(space.case({"EgoSpeed_kmh": "60", "OtherSpeed_kmh": "10", "Gap": "5", "Lateral": "1.5"}, 0), 0)
    other = Event("off_road", "-", 1.0, 1.0, 0.0, -1.0, True)
    shrinking = Shrinking(
        (start, verdict(start, fails=True)), space, "failed",
        lambda drives: [Verdict("c", "d", 0, d.case.params, "failed", 0.0, {}, (other,)) for d in drives], tmp_path,
    )  # fmt: skip
    assert shrinking.alike([start]) == [False]


@given(st.integers(0, 999), st.integers(0, 999))
def test_a_stretch_ends_exactly_where_failing_ends(start, edge):
    """Values up to the edge fail."""
    start, edge = min(start, edge), max(start, edge)
    stretch = Stretch(Ladder("x", Decimal(0), Decimal(1), 1000), "above", start, None, 999)
    rounds = 0
    while stretch.open():
        places = stretch.tried()
        stretch.learn(places, [place <= edge for place in places])
        rounds += 1
    assert stretch.fails == edge
    assert stretch.passes == (None if edge == 999 else edge + 1)
    assert rounds <= 5


def test_an_actor_that_does_not_matter_is_taken_out_of_the_file(tmp_path):
    """Two stand in the way one after the other: the first is hit whether the second is there or not."""
    case = options.case_of("two-standing", [])
    drive = Drive(case, 0)
    names = actors(drive, None)
    assert len(names) == 2
    setup = options.setup("rules", None, timeout=0.3)
    for name in names:
        made = thinned(case, (name,), tmp_path / name)
        assert actors(Drive(made, 0), None) == tuple(other for other in names if other != name)
        assert made.path.is_relative_to(tmp_path)
        assert examine([Drive(made, 0)], setup)[0].digest


@pytest.mark.parametrize("name", ["cut-in", "cut-out"])
def test_an_actor_that_something_speaks_of_is_deleted_before_the_first_step(name, tmp_path):
    case = options.case_of(name, [])
    gone = actors(Drive(case, 0), None)
    made = thinned(case, gone, tmp_path, declared=True)
    found = examine([Drive(made, 0)], options.setup("rules", None, timeout=0.3))[0]
    assert found.digest
    assert found.measures["min_gap"] == float("inf")
