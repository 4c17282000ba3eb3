"""Services on other chips: missed at once, back when their words come again, lost when that takes too long."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.runtime.modes.afar import PATIENCE, WELL, WORDS, Afar, Reach, State
from aureole.runtime.modes.mode import Mode
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.recovery import Recovery

SECOND = 1_000_000_000


def service(name: str, entry: str = "", level: str = "QM") -> Service:
    return Service(name, entry or name, name, "", 0.01, 0.01, 1e8, level)


def plan(state: State, chip: str = "mind") -> list[Reach]:
    return [Reach("plan", chip, True, state, 0)]


def recovery(*services: Service, far: tuple[Service, ...] = (service("driver"),)):
    """A chip with such services beside its bridge that hears plans from a chip `mind`; and what is told of modes."""
    told: list[str] = []
    topics = (Topic("plan", "Plan", 10.0, 0.1, "bridge", ("guard",)),)
    system = System(
        (*services, service("bridge")), topics, {}, {}, logical=False, far=MappingProxyType({("plan", "mind"): far}),
        whole=(Chain("control", ("port", "driver", "guard", "port"), 0.06, 99.0),),
    )  # fmt: skip
    return Recovery(system, lambda _, mode, __: told.append(str(mode))), told


def test_a_chip_that_was_never_there_is_waited_for_without_end():
    found, told = recovery(service("port"), service("guard"))
    assert found.look_afar(0) == set()
    assert found.look_afar(100 * PATIENCE) == set()
    assert told == ["degraded"]


def test_who_speaks_again_for_long_enough_is_well_again():
    found, told = recovery(service("port"), service("guard"))
    found.look_afar(0)
    found.afar.hear(plan(State.UP), SECOND)
    found.look_afar(SECOND + WELL - 1)
    assert told == ["degraded"]
    found.look_afar(SECOND + WELL)
    found.afar.hear(plan(State.CUT), 5 * SECOND)
    found.look_afar(5 * SECOND)
    found.afar.hear(plan(State.UP), 6 * SECOND)
    found.look_afar(6 * SECOND + WELL)
    assert told == ["degraded", "full", "degraded", "full"]


def silent_for(found, span: int):
    found.afar.hear(plan(State.UP), 0)
    found.look_afar(WELL)
    found.afar.hear(plan(State.SILENT), 2 * SECOND)
    return found.look_afar(2 * SECOND + span)


def test_a_driver_that_stays_away_for_too_long_means_minimal_risk_and_is_not_heard_when_it_comes_back():
    found, told = recovery(service("port"), service("guard"))
    assert silent_for(found, PATIENCE) == set()
    assert found.look_afar(2 * SECOND + PATIENCE + 1) == {"bridge"}
    assert told[-1] == "minimal_risk"
    found.afar.hear(plan(State.UP), 3 * PATIENCE)
    assert found.look_afar(4 * PATIENCE) == set()
    assert found.state.mode is Mode.MINIMAL_RISK
    assert found.end("bridge", 0, 4 * PATIENCE, 5) is None


def test_who_the_car_can_do_without_may_stay_away_and_come_back():
    found, told = recovery(service("port"), service("guard"), far=(service("lookout", "a.b:Lookout"),))
    assert silent_for(found, PATIENCE + 1) == set()
    assert found.state.lost == {"lookout"}
    found.afar.hear(plan(State.UP), 3 * PATIENCE)
    found.look_afar(3 * PATIENCE + WELL)
    assert (told[-1], found.state.lost) == ("full", frozenset())


def test_a_chip_without_the_port_waits_for_the_others_however_long():
    found, told = recovery(service("guard"))
    assert silent_for(found, 10 * PATIENCE) == set()
    assert told[-1] == "degraded"


def test_where_the_mind_is_afar_the_bridge_is_silenced_so_that_the_car_stops():
    found, _ = recovery(service("port"), service("guard"), service("horn", "a.b:Horn", "B"))
    found.afar.hear(plan(State.UP), 0)
    assert found.lose("horn", "ended") == {"bridge"}


def test_ways_that_are_not_ours_are_not_heard_and_every_state_has_words_in_both_languages():
    book = Afar({("plan", "mind"): ["driver"]})
    assert book.hear(plan(State.UP, chip="stranger"), 0) == []
    assert not book.reaches
    assert set(WORDS) == set(State)


@given(st.lists(st.tuples(st.sampled_from(State), st.integers(1, PATIENCE)), max_size=20))
def test_whatever_comes_the_driver_is_lost_only_after_it_was_there_and_then_away_for_longer_than_patience(steps):
    book, now, up, since = Afar({("plan", "mind"): ["driver"]}), 0, False, None
    for state, span in steps:
        now += span
        book.hear(plan(state), now)
        if state is State.UP:
            up, since = True, None
        elif up:
            since = now if since is None else since
        assert bool(book.lost(now)) == (since is not None and now - since > PATIENCE)
        assert book.away(now) == {"driver"}
