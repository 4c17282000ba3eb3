"""Gaps, comfort, progress, asks, and how the bench weighs them."""

import math

import numpy as np
import pytest

from aureole.core.plan import Ask
from aureole.core.verdict import EVENTS
from aureole.exam.judges.bench import RULES, Bench
from tests.exam import staged
from tests.exam.staged import Actor, Moment, Stage, brief

OWN = -5.25


def follow(gap: float, *, ego: float = 20.0, other: float = 20.0, span: float = 12.0) -> list[Moment]:
    return [
        Moment(0.1 * k, [Actor(0.1 * k * ego, OWN, ego), Actor(0.1 * k * other + 4.5 + gap, OWN, other)])
        for k in range(round(span / 0.1) + 1)
    ]


def judged(road, moments, names=("Ego", "Other"), *, accel: float = 0.0, speed: float = 20.0, ask: int = 0, **more):
    bench = Bench(brief(road, names, **more), "rules")
    Stage(road, [bench]).play(moments, accel=accel, speed=speed, ask=ask)
    return bench.verdict(0)


def notes(verdict) -> dict:
    return {event.name: event for event in verdict.events}


def test_the_time_gap_is_the_gap_over_the_own_speed(straight):
    verdict = judged(straight, follow(40.0))
    assert verdict.measures["min_time_gap"] == pytest.approx(2.0)
    assert verdict.measures["min_gap"] == pytest.approx(40.0)
    assert math.isinf(verdict.measures["min_ttc"])


def test_a_gap_that_stays_too_short_is_noted_and_does_not_fail(straight):
    verdict = judged(straight, follow(10.0))
    assert notes(verdict)["time_gap"].value == pytest.approx(0.5)
    assert notes(verdict)["time_gap"].limit > 1.5
    assert verdict.status == "passed"


def test_a_short_gap_that_grows_is_not_noted(straight):
    assert "time_gap" not in notes(judged(straight, follow(10.0, other=20.5)))


def test_the_time_to_collision_is_the_gap_over_the_closing_speed(straight):
    verdict = judged(straight, follow(60.0, other=15.0, span=2.0))
    assert verdict.measures["min_ttc"] == pytest.approx((60.0 - 10.0) / 5.0)


def test_a_car_beside_is_no_car_ahead(straight):
    moments = [Moment(0.1 * k, [Actor(2.0 * k, OWN, 20.0), Actor(2.0 * k + 12.0, -1.75, 20.0)]) for k in range(9)]
    assert math.isinf(judged(straight, moments).measures["min_gap"])


def test_braking_above_five_is_an_emergency_manoeuvre_and_no_failure(straight):
    moments = [Moment(0.1 * k, [Actor(2.0 * k, OWN, 20.0, accel=-6.0 if k > 10 else 0.0)]) for k in range(20)]
    verdict = judged(straight, moments, ("Ego",))
    assert notes(verdict)["deceleration"].value == pytest.approx(6.0)
    assert notes(verdict)["deceleration"].time == pytest.approx(1.1)
    assert "discomfort" in notes(verdict)
    assert verdict.passed


def test_jerk_is_that_of_the_smoothed_acceleration(straight):
    moments = [Moment(0.1 * k, [Actor(2.0 * k, OWN, 20.0, accel=-2.0 if k > 12 else 0.0)]) for k in range(30)]
    # a step of 2 m/s^2 through a first-order low-pass of 0.3 s, sampled at 0.1 s: 2 / (0.3 + 0.1)
    assert judged(straight, moments, ("Ego",)).measures["max_jerk"] == pytest.approx(5.0)


def standing(span: float, *, other: float) -> list[Moment]:
    return [Moment(1.0 * k, [Actor(100.0, OWN, 0.0), Actor(other, OWN, 0.0)]) for k in range(round(span))]


def test_standing_for_a_minute_with_nothing_ahead_is_being_stuck(straight):
    assert notes(judged(straight, standing(70.0, other=300.0), speed=0.0))["stuck"].fails


def test_standing_behind_something_is_not_being_stuck(straight):
    verdict = judged(straight, standing(70.0, other=112.0), speed=0.0)
    assert "stuck" not in notes(verdict)
    assert verdict.measures["progress"] == pytest.approx(1.0)


def test_a_drive_ended_from_outside_fails_as_a_timeout(straight):
    moments = [Moment(0.1 * k, [Actor(2.0 * k, OWN, 20.0)]) for k in range(31)]
    verdict = judged(straight, moments, ("Ego",), timeout=3.0)
    assert notes(verdict)["timeout"].fails
    assert verdict.status == "failed"


@pytest.mark.parametrize(("ask", "name"), [(Ask.TAKEOVER, "takeover"), (Ask.MINIMAL_RISK, "minimal_risk")])
def test_what_is_asked_is_noted(straight, ask, name):
    verdict = judged(straight, [Moment(0.0, [Actor(0.0, OWN, 20.0)])], ("Ego",), ask=ask)
    assert name in notes(verdict)
    assert verdict.passed


def ended_at(road, speed, *, ask=Ask.MINIMAL_RISK, hit=False):
    """A drive whose last moment is the world's or the loop's end."""
    actors = [Actor(0.0, OWN, 5.0), Actor(40.0, OWN, 0.0)]
    moments = [Moment(0.0, actors), Moment(0.1, actors, hit=1 if hit else -1)]
    moments.append(Moment(0.2, [Actor(1.0, OWN, speed), actors[1]], over=True))
    return notes(judged(road, moments, ask=ask))


def test_a_drive_that_a_minimal_risk_manoeuvre_ends_is_not_finished(straight):
    found = ended_at(straight, 0.0)["unfinished"]
    assert found.time == pytest.approx(0.2)
    assert not found.fails  # unless the suite says so


def test_a_drive_that_comes_to_its_end_is_finished_whatever_was_asked_on_the_way(straight):
    assert "unfinished" not in ended_at(straight, 5.0)
    assert "unfinished" not in ended_at(straight, 0.0, ask=Ask.TAKEOVER)
    assert "unfinished" not in ended_at(straight, 0.0, hit=True)


def test_a_plan_that_is_no_number_fails_and_blames_the_decision(straight):
    verdict = judged(straight, [Moment(0.0, [Actor(0.0, OWN, 20.0)])], ("Ego",), speed=math.nan)
    assert notes(verdict)["bad_plan"].fails
    assert verdict.blame == "decide"


def test_a_command_that_is_no_number_fails(straight):
    verdict = judged(straight, [Moment(0.0, [Actor(0.0, OWN, 20.0)])], ("Ego",), accel=math.nan)
    assert "command" in notes(verdict)["bad_plan"].text


def test_a_car_that_does_not_do_as_planned_bears_the_blame(straight):
    bench = Bench(brief(straight, ("Ego", "Other")), "rules")
    first = Moment(0.0, [Actor(0.0, OWN, 20.0), Actor(30.0, OWN, 5.0)])
    later = Moment(0.4, [Actor(25.7, OWN, 26.0), Actor(30.0, OWN, 5.0)], hit=1, over=True)
    made = staged.plan([first])
    for moment in (first, later):
        bench.watch(staged.scene(straight, [moment]), made, staged.command([moment]))
    assert bench.verdict(0).blame == "execute"


def test_an_old_plan_is_a_matter_of_timing(straight):
    bench = Bench(brief(straight, ("Ego", "Other")), "rules")
    first = Moment(0.0, [Actor(0.0, OWN, 20.0), Actor(30.0, OWN, 5.0)])
    later = Moment(0.9, [Actor(25.7, OWN, 20.0), Actor(30.0, OWN, 5.0)], hit=1, over=True)
    made = staged.plan([first])
    for moment in (first, later):
        bench.watch(staged.scene(straight, [moment]), made, staged.command([moment]))
    assert bench.verdict(0).blame == "timing"


def test_every_rule_names_an_event_of_the_contract():
    assert set(RULES) <= set(EVENTS)


def test_a_world_is_judged_alike_alone_and_beside_others(straight):
    def verdicts(worlds):
        bench = Bench(brief(straight, ("Ego", "Other"), worlds=worlds), "rules")
        stage = Stage(straight, [bench])
        for moment in follow(25.0, other=17.0, span=6.0):
            others = [Moment(moment.time, [Actor(5.0 * k, -1.75, 3.0 * k), moment.actors[1]]) for k in range(1, worlds)]
            stage.show([moment, *others])
        return bench.verdict(0)

    assert repr(verdicts(1)) == repr(verdicts(7))


def test_the_signals_are_one_number_a_world(straight):
    bench = Bench(brief(straight, ("Ego", "Other"), worlds=3), "rules")
    moment = follow(25.0, span=0.0)[0]
    Stage(straight, [bench]).show([moment] * 3)
    assert {name: values.shape for name, values in bench.signals().items()} == {
        "gap": (3,), "ttc": (3,), "safe_gap": (3,), "offset": (3,),
    }  # fmt: skip
    assert np.allclose(bench.signals()["gap"], 25.0)
