"""Modes go down at once and up only from degraded; who is lost decides; restarts wait ever longer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.resources import Chain, Service
from aureole.runtime.modes.backoff import FIRST, HEALTHY, MOST, Tries, after_end
from aureole.runtime.modes.losses import silenced, without
from aureole.runtime.modes.mode import RANK, WORDS, Mode, State, ended, lost, stands, well

CONTROL = Chain("control", ("port", "follower", "guard", "port"), 0.01, 99.9)


def service(name: str, entry: str = "", level: str = "QM") -> Service:
    return Service(name, entry or name, name, "", 0.01, 0.01, 1e8, level)


CAR = [service("port"), service("driver"), service("follower", level="B"), service("guard", level="D"),
       service("recorder"), service("horn", "a.b:Horn", "B")]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("recorder", Mode.DEGRADED), ("driver", Mode.MINIMAL_RISK), ("follower", Mode.MINIMAL_RISK),
        ("guard", Mode.MINIMAL_RISK), ("port", Mode.MINIMAL_RISK), ("horn", Mode.MINIMAL_RISK),
    ],
)  # fmt: skip
def test_what_a_car_can_do_without_follows_from_role_level_and_chains(name, mode):
    assert without(next(each for each in CAR if each.name == name), [CONTROL]) is mode


def test_whoever_a_chain_goes_through_cannot_be_done_without_whatever_it_is_called():
    odd = service("fusion", "a.b:Fusion")
    assert without(odd, [CONTROL]) is Mode.DEGRADED
    assert without(odd, [Chain("seen", ("port", "fusion", "driver"), 0.1, 99.0)]) is Mode.MINIMAL_RISK


def test_the_mind_is_silenced_only_where_nobody_misses_whoever_is_lost():
    assert silenced(Mode.MINIMAL_RISK, frozenset({"horn"}), CAR, [CONTROL]) == {"driver"}
    assert silenced(Mode.MINIMAL_RISK, frozenset({"follower"}), CAR, [CONTROL]) == frozenset()
    assert silenced(Mode.DEGRADED, frozenset({"recorder"}), CAR, [CONTROL]) == frozenset()


def test_a_car_is_degraded_while_somebody_is_away_and_whole_again_afterwards():
    one = ended(State(), frozenset({"driver"}))
    two = ended(one, frozenset({"guard"}))
    assert [one.mode, two.mode] == [Mode.DEGRADED] * 2
    assert well(two, frozenset({"driver"})).mode is Mode.DEGRADED
    assert well(two, frozenset({"driver", "guard"})) == State()


def test_a_car_without_its_recorder_stays_degraded():
    without_it = lost(ended(State(), frozenset({"recorder"})), {"recorder": Mode.DEGRADED})
    assert without_it.away == frozenset()
    assert well(without_it, frozenset({"recorder"})).mode is Mode.DEGRADED


def test_a_car_at_a_light_is_not_at_the_end_of_its_drive():
    assert stands(State()) == State()
    assert stands(State(Mode.MINIMAL_RISK)).mode is Mode.STANDSTILL


NAMES = st.sampled_from(["a", "b", "c"])
EVENTS = st.one_of(
    st.tuples(st.just("ended"), NAMES), st.tuples(st.just("well"), NAMES),
    st.tuples(st.just("lost"), NAMES, st.sampled_from([Mode.DEGRADED, Mode.MINIMAL_RISK])),
    st.tuples(st.just("stands")),
)  # fmt: skip


@given(st.lists(EVENTS, max_size=30))
def test_out_of_minimal_risk_there_is_no_way_up_whatever_happens(events):
    state = State()
    for event in events:
        before = state
        match event:
            case ("ended", name):
                state = ended(state, frozenset({name}))
            case ("well", name):
                state = well(state, frozenset({name}))
            case ("lost", name, need):
                state = lost(state, {name: need})
            case _:
                state = stands(state)
        if RANK.index(before.mode) >= RANK.index(Mode.MINIMAL_RISK):
            assert RANK.index(state.mode) >= RANK.index(before.mode)
        if state.mode is Mode.FULL:
            assert not state.away
            assert not state.lost
        assert state.lost >= before.lost
        assert not state.away & state.lost


def test_every_mode_has_words_in_both_languages():
    assert set(WORDS) == set(Mode)


def test_the_first_restart_is_at_once_and_each_later_one_waits_twice_as_long():
    tries, waits = Tries(), []
    for _ in range(6):
        tries, wait = after_end(tries, 0, 5)
        waits.append(wait)
    assert waits == [0, FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST, None]
    assert tries.total == 6


def test_nobody_waits_longer_than_the_longest_wait():
    assert after_end(Tries(90, 90), 0, 100)[1] == MOST


def test_who_has_lived_well_is_forgiven():
    tries, wait = after_end(Tries(5, 5), HEALTHY, 5)
    assert (tries, wait) == (Tries(1, 6), 0)
