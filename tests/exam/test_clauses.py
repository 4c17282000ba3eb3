"""The tightest moment of each clause that applied, in drives that passed and in drives that failed."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.conduct.clauses import CLAUSES, margin
from aureole.core.kinds import Kind, Lamps
from aureole.core.plan import Ask
from aureole.exam.judges.bench import Bench
from tests.exam import staged
from tests.exam.staged import Actor, Moment, Stage, brief

OWN, LEFT = -5.25, -1.75  # t of the middle of lanes -2 and -1
BRAKE = staged.CAR.limits.brake


def judged(road, moments, names=("Ego", "Other"), **more):
    bench = Bench(brief(road, names), "rules")
    Stage(road, [bench]).play(moments, **more)
    return bench.verdict(0)


def clauses(verdict) -> dict:
    return {entry.clause: entry for entry in verdict.clauses}


def follow(gap, *, ego=15.0, other=15.0, span=8.0, accel=0.0, lamps=0) -> list[Moment]:
    return [
        Moment(
            0.1 * k,
            [
                Actor(0.1 * k * ego, OWN, ego, lamps=lamps, accel=accel),
                Actor(0.1 * k * other + 4.5 + gap, OWN, other),
            ],
        )
        for k in range(round(span / 0.1) + 1)
    ]


def test_every_entry_is_of_the_registry_in_its_order_with_its_margin(straight):
    verdict = judged(straight, follow(40.0))
    ids = [entry.clause for entry in verdict.clauses]
    assert ids == [clause for clause in CLAUSES if clause in ids]
    told = [margin(entry.clause, entry.value, entry.limit) for entry in verdict.clauses]
    assert [entry.margin for entry in verdict.clauses] == pytest.approx(told, abs=2e-6)
    assert {"UN R157 5.2.1", "UN R157 5.2.3.3", "UN R157 5.2.5", "UN R157 5.3", "nuPlan jerk"} <= set(ids)
    assert not any(entry.fails for entry in verdict.clauses)


def test_a_clause_that_did_not_apply_has_no_entry(straight):
    ids = set(clauses(judged(straight, [Moment(0.0, [Actor(0.0, OWN, 20.0)])], ("Ego",))))
    assert ids.isdisjoint({"UN R157 5.2.3.3", "UN R157 5.2.5", "UN R157 5.2.5.2", "UN R157 5.5.1", "nuPlan TTC"})


def test_the_entry_of_the_time_gap_is_its_tightest_moment(straight):
    entry = clauses(judged(straight, follow(40.0, other=14.5)))["UN R157 5.2.3.3"]
    assert entry.time == pytest.approx(8.0)
    assert entry.value == pytest.approx((40.0 - 4.0) / 15.0)
    assert entry.limit == pytest.approx(1.6 - 0.1 * 6.0 / 10.0)
    assert entry.margin > 0.0


def test_above_sixty_the_time_gap_is_a_rule_of_ours(straight):
    found = clauses(judged(straight, follow(60.0, ego=20.0, other=20.0)))
    assert "UN R157 5.2.3.3" not in found
    assert found["ours: time gap above 60 km/h"].limit == pytest.approx(1.8 - 0.0 + 0.1 * (72.0 - 80.0) / 10.0)


def test_a_car_that_keeps_sixty_is_not_above_it(straight):
    found = clauses(judged(straight, follow(60.0, ego=16.70, other=16.70)))
    assert "UN R157 5.2.3.3" in found
    assert "ours: time gap above 60 km/h" not in found


def test_a_lorry_keeps_the_longer_gap_of_its_kind(straight, monkeypatch):
    heavy = replace(staged.CAR, body=replace(staged.BODY, mass=18_000.0))
    monkeypatch.setattr(staged, "CAR", heavy)
    entry = clauses(judged(straight, follow(40.0)))["UN R157 5.2.3.3"]
    assert entry.limit == pytest.approx(2.4 - 0.2 * 6.0 / 10.0)


def test_a_passed_line_and_its_event_are_one(straight):
    moments = [Moment(0.1 * k, [Actor(2.0 * k, OWN + 0.1 * k, 20.0)]) for k in range(12)]
    verdict = judged(straight, moments, ("Ego",))
    entry = clauses(verdict)["UN R157 5.2.1"]
    departed = next(event for event in verdict.events if event.name == "lane_departure")
    assert (entry.value, entry.margin) == pytest.approx((departed.value, departed.margin), abs=1e-6)
    assert entry.fails


def test_nearing_a_line_to_change_lanes_is_not_the_tightest_moment(straight):
    moments = [
        Moment(0.1 * k, [Actor(2.0 * k, OWN + 0.1 * k, 20.0, lamps=Lamps.INDICATOR_LEFT if k else 0)])
        for k in range(30)
    ]
    assert clauses(judged(straight, moments, ("Ego",)))["UN R157 5.2.1"].value == pytest.approx(-0.8475)


def test_speed_in_hand_is_what_full_braking_could_still_take_off_less_the_closing_speed(straight):
    entry = clauses(judged(straight, follow(60.0, other=10.0, span=2.0)))["UN R157 5.2.5"]
    assert entry.value == pytest.approx(5.0)
    assert entry.limit == pytest.approx((2.0 * BRAKE * 50.0) ** 0.5)


def test_what_stands_has_its_own_clause_and_a_collision_is_its_tightest_moment(straight):
    box = Actor(160.0, OWN, 0.0, kind=Kind.OBSTACLE, size=(1.0, 1.8, 1.0), box_x=0.0)
    moments = [Moment(0.1 * k, [Actor(100.0 + 2.0 * k, OWN, 20.0), box]) for k in range(28)]
    moments.append(Moment(2.85, [Actor(157.0, OWN, 20.0), box], hit=1, over=True))
    verdict = judged(straight, moments)
    entry, met = clauses(verdict)["UN R157 5.2.4"], verdict.events[-1]
    assert met.clause == "UN R157 5.2.4"
    assert verdict.status == "failed"
    assert (entry.value, entry.limit, entry.margin, entry.fails) == (20.0, 0.0, -20.0, True)
    assert "above 2.02 s" in entry.text


def braked(gap: float, *, cut: bool, hit: bool = True) -> list[Moment]:
    """A leader at 15 m/s brakes with 8 m/s^2 to standstill, `gap` metres ahead, having cut in or as it always was."""
    moments, lead, speed = [], 4.5 + gap, 15.0
    for k in range(31):
        slows = -8.0 if k >= 3 and speed > 0.0 else 0.0
        t = LEFT if cut and k < 2 else OWN
        moments.append(Moment(0.1 * k, [Actor(1.5 * k, OWN, 15.0), Actor(lead, t, speed, accel=slows)]))
        lead, speed = lead + 0.1 * max(speed + 0.05 * slows, 0.0), max(speed + 0.1 * slows, 0.0)
        if hit and 1.5 * (k + 1) + 4.5 >= lead:
            break
    last = moments[-1].actors
    if hit:
        moments.append(Moment(moments[-1].time + 0.1, [Actor(last[1].s - 4.4, OWN, 15.0), last[1]], hit=1, over=True))
    return moments


def test_a_leader_that_brakes_at_the_required_gap_must_be_avoided(straight):
    verdict = judged(straight, braked(23.2, cut=False))
    assert verdict.status == "failed"
    assert verdict.events[-1].clause == "UN R157 5.2.5.1"
    assert "it braked ahead at 0.30 s with a gap of 23.2 m, at or above the required 23.1 m" in verdict.events[-1].text


def test_a_leader_that_one_followed_too_closely_excuses_nothing(straight):
    verdict = judged(straight, braked(5.0, cut=False))
    assert verdict.status == "failed"
    assert "below the required 23.1 m" in verdict.events[-1].text


def test_a_leader_that_cut_in_and_stopped_at_once_is_unavoidable(straight):
    verdict = judged(straight, braked(5.0, cut=True))
    assert verdict.status == "unavoidable"
    assert verdict.events[-1].clause == "UN R157 5.2.5.1"
    assert "cut short by its cutting in: unavoidable" in verdict.events[-1].text


def test_a_leader_that_cut_in_and_braked_further_ahead_could_be_avoided(straight):
    assert judged(straight, braked(19.0, cut=True)).status == "failed"


def test_a_walker_whom_braking_would_have_let_pass_is_not_unavoidable(straight):
    def walks(speed):
        return Actor(110.0, -7.4, speed, heading=1.5707963, kind=Kind.PEDESTRIAN, size=(0.5, 0.6, 1.8), box_x=0.0)

    def drive(speed):
        moments = [Moment(0.1 * k, [Actor(95.0 + k, OWN, 10.0), walks(speed)]) for k in range(2)]
        return [*moments, Moment(1.4, [Actor(106.5, OWN, 10.0), walks(speed)], hit=1, over=True)]

    slow, fast = judged(straight, drive(1.4)), judged(straight, drive(6.0))
    assert (slow.status, fast.status) == ("unavoidable", "failed")
    assert {verdict.events[-1].clause for verdict in (slow, fast)} == {"UN R157 5.2.5.3"}
    assert "braking would have let it pass" in fast.events[-1].text


def test_hard_braking_without_need_is_noted_and_does_not_fail(straight):
    moments = [Moment(0.1 * k, [Actor(2.0 * k, OWN, 20.0, accel=-6.0 if 10 < k < 18 else 0.0)]) for k in range(20)]
    verdict = judged(straight, moments, ("Ego",))
    needless = [event for event in verdict.events if event.clause == "UN R157 5.3.1"]
    assert [(event.value, event.limit, event.fails) for event in needless] == [(0.0, 5.0, False)]
    assert verdict.passed


def test_hard_braking_before_what_cannot_be_avoided_with_less_is_needed(straight):
    moments = follow(20.0, ego=20.0, other=5.0, span=1.0, accel=-6.0)
    moments.append(Moment(1.1, [Actor(20.0, OWN, 5.0), Actor(40.0, OWN, 5.0)]))
    entry = clauses(judged(straight, moments))["UN R157 5.3.1"]
    assert entry.margin > 0.0
    assert entry.text == "every emergency manoeuvre was needed"


def test_a_minimal_risk_manoeuvre_that_brakes_hard_for_long_is_noted(straight):
    def drive(accel):
        moments = [Moment(0.1 * k, [Actor(2.0 * k, OWN, 20.0, accel=accel)]) for k in range(30)]
        return judged(straight, moments, ("Ego",), ask=Ask.MINIMAL_RISK)

    assert clauses(drive(-3.5))["UN R157 5.5.1"].margin > 0.0
    hard = drive(-4.8)
    assert clauses(hard)["UN R157 5.5.1"].margin < 0.0
    assert "UN R157 5.5.1" in {event.clause for event in hard.events}


@pytest.mark.parametrize(("wait", "noted"), [(9.0, True), (11.0, False)])
def test_a_minimal_risk_manoeuvre_waits_ten_seconds_for_the_human(straight, wait, noted):
    bench = Bench(brief(straight, ("Ego",)), "rules")
    stage = Stage(straight, [bench])
    for k in range(25):
        ask = Ask.TAKEOVER if k < wait else Ask.MINIMAL_RISK
        stage.show([Moment(1.0 * k, [Actor(20.0 * k, OWN, 20.0)])], ask=ask)
    verdict = bench.verdict(0)
    assert clauses(verdict)["UN R157 5.4.4.1"].value == pytest.approx(wait)
    assert ("UN R157 5.4.4.1" in {event.clause for event in verdict.events}) == noted


def test_speeding_is_noted_against_the_limit_of_the_road(straight):
    limited = straight._replace(road_limit=np.full(1, 25.0))

    def drive(speed):
        return judged(limited, [Moment(0.1 * k, [Actor(0.1 * k * speed, OWN, speed)]) for k in range(5)], ("Ego",))

    assert clauses(drive(24.0))["UN R157 5.1.2"].margin == pytest.approx(1.0)
    fast = drive(27.0)
    assert [event.value for event in fast.events if event.name == "speeding"] == [27.0]
    assert fast.passed
