"""Signals of a scenario: who carries one, what it shows over time, and how controllers switch them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind, SignalKind, SignalState
from tests.world.scenarios.drives import Drive, after, at, drive, event, private, speed, trigger
from tests.world.scenarios.signalled import controller, jump, phase, post, show, written
from tests.world.scenarios.test_story import everywhere

STEP = 0.1
LAMP = post("lamp", {"signal": "light"})
AT_LAMP = private("lamp", at("-5", "300"))


def shown(found: Drive, name: str, world: int = 0) -> list[int]:
    """What the signal of an entity shows at every moment."""
    signs = found.world.brief.signs
    row = signs.carrier.tolist().index(found.world.brief.names.index(name))
    return [int(scene.signals[world, row]) for scene in found.scenes]


def programme(phases: list[tuple[float, int]], time: float) -> int:
    """What a fixed programme shows at a time, in clear Python."""
    whole = sum(span for span, _ in phases)
    at_ = (time + 1e-6) % whole
    for span, state in phases:
        if at_ < span:
            return state
        at_ -= span
    return phases[-1][1]


def test_a_world_without_signals_shows_none(tmp_path: Path) -> None:
    found = drive(written(tmp_path), step=STEP)
    assert found.scenes[0].signals.shape == (1, 0)
    assert found.world.brief.signs.kind.shape == (0,)


def test_what_an_entity_carries_is_told_in_the_brief(tmp_path: Path) -> None:
    properties = {
        "signal": "limit", "signal_value": "${$Speed / 2}", "signal_ahead": "12", "signal_heading": "0",
        "signal_lanes": "-5 -3", "signal_temporary": "false",
    }  # fmt: skip
    path = written(tmp_path, posts=post("sign", properties), init=private("sign", at("-5", "300")))
    signs = drive(path, [{}, {"Speed": "30"}], step=STEP).world.brief.signs
    assert signs.kind.tolist() == [SignalKind.LIMIT]
    assert signs.value.tolist() == [[10.0], [15.0]]
    assert (signs.s[0], signs.heading[0], signs.carrier[0], signs.road[0]) == (12.0, 0.0, 2, -1)
    assert signs.lanes.tolist() == [[-5, -3]]
    assert not signs.temporary[0]
    assert signs.xyz.tolist() == [[0.0, 0.0, 2.0]]


def test_a_carried_signal_speaks_to_traffic_that_comes_towards_its_carrier(tmp_path: Path) -> None:
    signs = drive(written(tmp_path, posts=LAMP, init=AT_LAMP), step=STEP).world.brief.signs
    assert signs.heading[0] == pytest.approx(math.pi)
    assert signs.temporary[0]


@pytest.mark.parametrize(
    ("kind", "state"),
    [("light", SignalState.DARK), ("paddle", SignalState.STOP), ("stop", SignalState.NONE),
     ("arrow_board", SignalState.FLASHING), ("hand", SignalState.STOP)],
)  # fmt: skip
def test_what_nobody_has_changed_shows_what_its_kind_shows_at_first(
    tmp_path: Path, kind: str, state: SignalState
) -> None:
    found = drive(written(tmp_path, posts=post("it", {"signal": kind}), end="0.3"), step=STEP)
    assert set(shown(found, "it")) == {state}


def test_what_a_signal_shows_at_first_can_be_told(tmp_path: Path) -> None:
    found = drive(written(tmp_path, posts=post("it", {"signal": "paddle", "signal_state": "slow"})), step=STEP)
    assert set(shown(found, "it")) == {SignalState.SLOW}


def test_an_action_changes_what_a_carried_signal_shows_from_the_next_moment_on(tmp_path: Path) -> None:
    events = everywhere("Show", show("lamp", "off;off;on"), after("1"))
    found = drive(written(tmp_path, posts=LAMP, init=AT_LAMP, events=events), step=STEP)
    states = shown(found, "lamp")
    assert states == [SignalState.DARK] * 11 + [SignalState.GREEN] * (len(states) - 11)


def test_an_init_action_counts_from_the_first_moment(tmp_path: Path) -> None:
    first = f"<GlobalAction>{show('lamp', 'Red')}</GlobalAction>"
    found = drive(written(tmp_path, posts=LAMP, init=AT_LAMP + first), step=STEP)
    assert set(shown(found, "lamp")) == {SignalState.RED}


def test_a_condition_waits_for_what_a_signal_shows_however_it_is_spelt(tmp_path: Path) -> None:
    events = everywhere("Show", show("lamp", "off;off;on"), after("1"))
    waits = trigger('<TrafficSignalCondition name="lamp" state="green"/>', edge="none")
    events += event("Go", speed("30"), waits, priority="parallel")
    found = drive(written(tmp_path, posts=LAMP, init=AT_LAMP, events=events), step=STEP)
    assert found.moments()["Go", "runningState"] == pytest.approx(1.0)


CYCLE = phase("go", "0.5", {"lamp": "green"}) + phase("wait", "0.2", {"lamp": "yellow"}) + phase(
    "halt", "0.6", {"lamp": "red"}
)  # fmt: skip
PHASES = [(0.5, int(SignalState.GREEN)), (0.2, int(SignalState.YELLOW)), (0.6, int(SignalState.RED))]


def test_a_controller_goes_through_its_phases_round_and_round(tmp_path: Path) -> None:
    path = written(tmp_path, posts=LAMP, init=AT_LAMP, controllers=controller("c", CYCLE))
    states = shown(drive(path, step=STEP), "lamp")
    assert states == [programme(PHASES, k * STEP) for k in range(len(states))]


def test_a_controller_begins_so_long_after_the_one_that_it_refers_to(tmp_path: Path) -> None:
    lamps = LAMP + post("other", {"signal": "light"})
    second = CYCLE.replace('"lamp"', '"other"')
    both = controller("b", second, 'reference="a" delay="0.4"') + controller("a", CYCLE, 'delay="0.3"')
    found = drive(written(tmp_path, posts=lamps, init=AT_LAMP, controllers=both), step=STEP)
    for name, delay in (("lamp", 0.3), ("other", 0.7)):
        states = shown(found, name)
        assert states == [programme(PHASES, k * STEP - delay) for k in range(len(states))]


def test_a_controller_that_is_told_a_phase_goes_on_from_its_start(tmp_path: Path) -> None:
    events = everywhere("Jump", jump("c", "wait"), after("1"))
    path = written(tmp_path, posts=LAMP, init=AT_LAMP, controllers=controller("c", CYCLE), events=events)
    states = shown(drive(path, step=STEP), "lamp")
    later = [programme(PHASES, (k - 10) * STEP + 0.5) for k in range(11, len(states))]
    assert states == [programme(PHASES, k * STEP) for k in range(11)] + later


def test_what_an_action_shows_holds_until_the_next_phase_begins(tmp_path: Path) -> None:
    events = everywhere("Off", show("lamp", "dark"), after("0.8"))
    path = written(tmp_path, posts=LAMP, init=AT_LAMP, controllers=controller("c", CYCLE), events=events)
    states = shown(drive(path, step=STEP), "lamp")
    assert states[8:14] == [SignalState.RED] + [SignalState.DARK] * 4 + [SignalState.GREEN]


def test_a_phase_without_end_stays(tmp_path: Path) -> None:
    path = written(tmp_path, posts=LAMP, controllers=controller("c", phase("ever", "INF", {"lamp": "red"})))
    assert set(shown(drive(path, step=STEP), "lamp")) == {SignalState.RED}


def test_a_condition_waits_for_a_phase_by_its_name(tmp_path: Path) -> None:
    waits = trigger('<TrafficSignalControllerCondition trafficSignalControllerRef="c" phase="halt"/>', edge="none")
    path = written(
        tmp_path, posts=LAMP, init=AT_LAMP, controllers=controller("c", CYCLE), events=event("Go", speed("30"), waits)
    )
    assert drive(path, step=STEP).moments()["Go", "runningState"] == pytest.approx(0.7)


def test_durations_may_differ_from_world_to_world(tmp_path: Path) -> None:
    phases = phase("go", "${$Speed / 20}", {"lamp": "green"}) + phase("halt", "1", {"lamp": "red"})
    path = written(tmp_path, posts=LAMP, init=AT_LAMP, controllers=controller("c", phases))
    found = drive(path, [{}, {"Speed": "30"}], step=STEP)
    for world, span in ((0, 1.0), (1, 1.5)):
        states = shown(found, "lamp", world)
        told = [(span, int(SignalState.GREEN)), (1.0, int(SignalState.RED))]
        assert states == [programme(told, k * STEP) for k in range(len(states))]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["red", "green", "yellow"])), min_size=1, max_size=5),
    st.integers(0, 30),
)
def test_any_programme_is_shown_as_the_clear_one_says(
    tmp_path: Path, phases: list[tuple[int, str]], delay: int
) -> None:
    text = "".join(phase(f"p{k}", f"{span / 10}", {"lamp": word}) for k, (span, word) in enumerate(phases))
    path = written(tmp_path, posts=LAMP, controllers=controller("c", text, f'delay="{delay / 10}"'), end="3")
    states = shown(drive(path, step=STEP), "lamp")
    told = [(span / 10, int(SignalState[word.upper()])) for span, word in phases]
    assert states == [programme(told, k * STEP - delay / 10) for k in range(len(states))]


def test_cones_and_barriers_are_kinds_of_their_own(tmp_path: Path) -> None:
    things = (
        post("a", {"kind": "cone"}, "obstacle") + post("b", {}, "barrier") + post("traffic_cone_01", {}, "none")
        + post("d", {}, "obstacle") + post("e", {"kind": "crate"}, "obstacle")
    )  # fmt: skip
    kinds = drive(written(tmp_path, posts=things, end="0.2"), step=STEP).scenes[0].kind[0, 2:]
    assert kinds.tolist() == [Kind.CONE, Kind.BARRIER, Kind.CONE, Kind.OBSTACLE, Kind.OBSTACLE]


HOSTILE = {
    "phase of no length": ({"controllers": controller("c", phase("p", "0", {"lamp": "red"}))}, "duration of phase 'p'"),
    "phase that is no number": (
        {"controllers": controller("c", phase("p", "NaN", {"lamp": "red"}))}, "expected a number",
    ),
    "phase of negative length": ({"controllers": controller("c", phase("p", "-1", {}))}, "is -1"),
    "no phase": ({"controllers": controller("c", "")}, "0 phases"),
    "two of a name": ({"controllers": controller("c", CYCLE) * 2}, "second controller 'c'"),
    "unknown reference": ({"controllers": controller("c", CYCLE, 'reference="d" delay="1"')}, "no controller 'd'"),
    "circle": (
        {"controllers": controller("c", CYCLE, 'reference="d"') + controller("d", CYCLE, 'reference="c"')}, "circle",
    ),
    "negative delay": ({"controllers": controller("c", CYCLE, 'delay="-1"')}, "delay of controller 'c'"),
    "unknown word of a phase": ({"controllers": controller("c", phase("p", "1", {"lamp": "blue"}))}, "'blue' is"),
    "unknown word of an action": ({"events": everywhere("A", show("lamp", "mauve"), after("1"))}, "'mauve' is nothing"),
    "unknown controller": ({"events": everywhere("A", jump("none", "go"), after("1"))}, "no controller 'none'"),
    "unknown phase": (
        {"controllers": controller("c", CYCLE), "events": everywhere("A", jump("c", "gone"), after("1"))},
        "no phase 'gone'",
    ),
    "group without a controller in the map": (
        {"controllers": controller(
            "c", '<Phase name="p" duration="1"><TrafficSignalGroupState state="red"/></Phase>')},
        "the map has no controller 'c'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_plan_that_cannot_be_meant_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    parts, message = HOSTILE[case]
    with pytest.raises(BadInput, match=message) as caught:
        drive(written(tmp_path, posts=LAMP, init=AT_LAMP, **parts), step=STEP)
    assert "scenario.xosc:" in caught.value.place


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"signal": "semaphore"}, "no kind of signal"), ({"signal": "limit"}, "a limit of 0"),
        ({"signal": "limit", "signal_value": "NaN"}, "signal_value|value"),
        ({"signal": "limit", "signal_value": "-3"}, "a limit of -3"),
        ({"signal": "light", "signal_state": "pink"}, "'pink'"),
        ({"signal": "stop", "signal_lanes": "0"}, "signal_lanes"), ({"signal": "stop", "signal_ahead": "1e9"}, "ahead"),
        ({"signal": "stop", "signal_colour": "1"}, "no property 'signal_colour'"),
        ({"signal": "stop", "signal_temporary": "perhaps"}, "signal_temporary"),
        ({"signal": "stop", "signal_heading": "north"}, "north"),
    ],
)  # fmt: skip
def test_a_property_that_says_nothing_is_refused_with_its_line(
    tmp_path: Path, properties: dict[str, str], message: str
) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        drive(written(tmp_path, posts=post("it", properties)), step=STEP)
    assert "scenario.xosc:" in caught.value.place


def test_a_batch_whose_signals_differ_in_more_than_their_value_is_sorted_apart(tmp_path: Path) -> None:
    from aureole.world.scenarios.build import group
    from aureole.world.scenarios.case import Case, Variation

    properties = {"signal": "paddle", "signal_ahead": "$Speed", "signal_value": "$Speed"}
    path = written(tmp_path, posts=post("it", properties))
    variations = [Variation({"Speed": str(20 + k % 2)}, k) for k in range(4)]
    assert group(Case("x", path), variations) == [[0, 2], [1, 3]]


def test_worlds_do_not_depend_on_their_batch(tmp_path: Path) -> None:
    events = everywhere("Off", show("lamp", "dark"), after("0.8"))
    path = written(tmp_path, posts=LAMP, init=AT_LAMP, controllers=controller("c", CYCLE), events=events)
    alone = drive(path, [{"Speed": "30"}], step=STEP)
    among = drive(path, [{}, {"Speed": "30"}, {"Speed": "10"}], step=STEP)
    for one, many in zip(alone.scenes, among.scenes, strict=True):
        assert np.array_equal(one.signals[0], many.signals[1])
