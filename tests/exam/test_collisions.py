"""Who hit whom, whose fault it was, and what could not be avoided."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.core.kinds import Kind
from aureole.exam.judges.bench import Bench
from aureole.exam.judges.collisions.collision import Collision
from tests.exam import staged
from tests.exam.staged import Actor, Moment, Stage, brief

OWN, LEFT = -5.25, -1.75  # t of the middle of lanes -2 and -1


def judged(road, moments, names=("Ego", "Other"), **more):
    bench = Bench(brief(road, names, **more), "rules")
    Stage(road, [bench]).play(moments)
    return bench.verdict(0)


def cut_in(gap: float, *, ego: float = 20.0, other: float = 10.0, hit: bool = True) -> list[Moment]:
    """The other slides from the left lane into ours in two steps, `gap` metres ahead, and is hit."""
    moments = []
    for k, t in enumerate((LEFT, LEFT, -3.2, OWN)):
        s = 100.0 + ego * 0.1 * k
        moments.append(
            Moment(0.1 * k, [Actor(s, OWN, ego), Actor(s + 4.5 + gap - (ego - other) * 0.1 * (k - 2), t, other)])
        )
    if hit:
        last = [Actor(300.0, OWN, ego), Actor(304.4, OWN, other)]
        moments.append(Moment(1.0, last, hit=1, over=True))
    return moments


def test_hitting_the_rear_of_a_slower_car_ahead_fails_and_is_at_fault(straight):
    moments = [
        Moment(0.0, [Actor(100.0, OWN, 20.0), Actor(120.0, OWN, 8.0)]),
        Moment(0.1, [Actor(115.7, OWN, 20.0), Actor(120.1, OWN, 8.0)], hit=1, over=True),
    ]
    verdict = judged(straight, moments)
    assert verdict.status == "failed"
    assert verdict.measures["impact_speed"] == pytest.approx(12.0)
    assert verdict.measures["at_fault"] == 1.0
    assert verdict.events[0].text.startswith("with Other (car), front, at fault")
    assert verdict.blame == "decide"
    assert verdict.score == 0.0


@pytest.mark.parametrize(("gap", "status"), [(11.0, "unavoidable"), (13.0, "failed")])
def test_a_cut_in_is_unavoidable_up_to_the_bound_of_r157(straight, gap, status):
    # v_rel 10 m/s: bound 10/12 + 0.35 = 1.183 s, so 11.83 m
    verdict = judged(straight, cut_in(gap))
    assert verdict.status == status
    assert verdict.measures["cut_in_bound"] == pytest.approx(10.0 / 12.0 + 0.35)
    assert verdict.measures["cut_in_ttc"] == pytest.approx(gap / 10.0)


def test_a_proof_lapses_once_the_gap_has_stopped_closing(straight):
    moments = cut_in(5.0, hit=False)
    moments += [
        Moment(0.5, [Actor(110.0, OWN, 9.0), Actor(116.0, OWN, 10.0)]),
        Moment(0.6, [Actor(112.0, OWN, 15.0), Actor(116.4, OWN, 10.0)], hit=1, over=True),
    ]
    assert judged(straight, moments).status == "failed"


def test_a_car_is_no_cut_in_when_the_ego_changed_into_its_lane(straight):
    moments = [
        Moment(0.0, [Actor(100.0, OWN, 20.0, lamps=1), Actor(108.0, LEFT, 10.0)]),
        Moment(0.1, [Actor(102.0, LEFT, 20.0, lamps=1), Actor(108.6, LEFT, 10.0)]),
        Moment(0.2, [Actor(104.3, LEFT, 20.0, lamps=1), Actor(108.7, LEFT, 10.0)], hit=1, over=True),
    ]
    verdict = judged(straight, moments)
    assert "collision" in {event.name for event in verdict.events if event.fails}


def test_being_struck_from_behind_while_keeping_the_lane_does_not_fail(straight):
    moments = [
        Moment(0.0, [Actor(100.0, OWN, 10.0), Actor(90.0, OWN, 20.0)]),
        Moment(0.1, [Actor(101.0, OWN, 10.0), Actor(96.6, OWN, 20.0)], hit=1, over=True),
    ]
    verdict = judged(straight, moments)
    assert verdict.status == "passed"
    assert [event.name for event in verdict.events if not event.fails] == ["collision"]
    assert "rear, not at fault" in verdict.events[0].text


def pedestrian(s: float, t: float, speed: float = 1.5) -> Actor:
    return Actor(s, t, speed, heading=1.5707963, kind=Kind.PEDESTRIAN, size=(0.5, 0.6, 1.8), box_x=0.0)


@pytest.mark.parametrize(("ahead", "status"), [(8.0, "unavoidable"), (60.0, "failed")])
def test_a_walker_who_steps_out_late_is_unavoidable_and_an_early_one_is_not(straight, ahead, status):
    front = 100.0 + 1.35 + 2.25
    moments = [
        Moment(0.0, [Actor(100.0, OWN, 15.0), pedestrian(front + ahead, -9.0)]),
        Moment(0.1, [Actor(101.5, OWN, 15.0), pedestrian(front + ahead, -7.4)]),
        Moment(2.0, [Actor(160.0, OWN, 15.0), pedestrian(163.7, OWN)], hit=1, over=True),
    ]
    assert judged(straight, moments).status == status


def test_what_a_lorry_hides_counts_from_when_it_is_in_view(straight):
    hidden = Actor(150.0, OWN, 0.0, kind=Kind.OBSTACLE, size=(1.0, 1.8, 1.0), box_x=0.0)
    lorry = Actor(130.0, OWN, 20.0, kind=Kind.TRUCK, size=(10.0, 2.5, 3.5), box_x=3.0)
    gone = Actor(152.0, LEFT, 20.0, kind=Kind.TRUCK, size=(10.0, 2.5, 3.5), box_x=3.0)
    moments = [
        Moment(0.0, [Actor(100.0, OWN, 20.0), hidden, lorry]),
        Moment(1.5, [Actor(130.0, OWN, 20.0), hidden, gone]),
        Moment(2.4, [Actor(146.0, OWN, 20.0), hidden, gone], hit=1, over=True),
    ]
    verdict = judged(straight, moments, ("Ego", "Box", "Lorry"))
    assert verdict.status == "unavoidable"
    assert "came into the way and into view at 1.50 s" in verdict.events[-1].text


def test_a_scenario_that_never_played_is_not_passed(straight):
    moments = [Moment(0.1 * k, [Actor(100.0 + 2.0 * k, OWN, 20.0)], exercised=False) for k in range(5)]
    assert judged(straight, moments, ("Ego",)).status == "not_exercised"


def test_a_world_that_is_over_is_not_judged_any_more(straight):
    bench = Bench(brief(straight, ("Ego", "Other"), worlds=2), "rules")
    calm = Moment(0.0, [Actor(100.0, OWN, 20.0), Actor(150.0, OWN, 20.0)])
    ended = Moment(0.1, [Actor(102.0, OWN, 20.0), Actor(152.0, OWN, 20.0)], over=True)
    crash = Moment(0.1, [Actor(148.0, OWN, 20.0), Actor(152.0, OWN, 0.0)], hit=1, over=True)
    stage = Stage(straight, [bench])
    stage.show([calm, calm])
    stage.show([ended, Moment(0.1, ended.actors)])
    stage.show([crash, crash])
    assert [bench.verdict(world).status for world in range(2)] == ["passed", "failed"]


def test_a_car_one_follows_does_not_come_into_the_way_by_stopping(straight):
    moments = [
        Moment(0.1 * k, [Actor(100.0 + 2.0 * k, OWN, 20.0), Actor(130.0 + 0.1 * k, OWN, max(8.0 - 2.0 * k, 0.0))])
        for k in range(6)
    ]
    moments.append(Moment(1.5, [Actor(126.0, OWN, 20.0), Actor(130.4, OWN, 0.0)], hit=1, over=True))
    verdict = judged(straight, moments)
    assert verdict.status == "failed"
    assert "came into the way" not in verdict.events[0].text


@pytest.mark.parametrize(
    ("ego", "other", "status"), [(0.0, -3.0, "unavoidable"), (0.2, -3.0, "failed"), (0.0, 0.0, "failed")]
)
def test_who_drives_backwards_into_a_car_that_stands_could_not_be_avoided(straight, ego, other, status):
    moments = [
        Moment(0.0, [Actor(100.0, OWN, ego), Actor(106.0, OWN, other)]),
        Moment(0.5, [Actor(100.0, OWN, ego), Actor(104.4, OWN, other)], hit=1, over=True),
    ]
    verdict = judged(straight, moments)
    assert verdict.status == status
    text = next(event.text for event in verdict.events if event.name == "collision")
    assert ("drove backwards" in text) == (status == "unavoidable")


def test_a_car_that_stands_across_two_lanes_is_not_excused_by_who_drives_backwards_into_it(straight):
    between = 0.5 * (OWN + LEFT)
    moments = [
        Moment(0.0, [Actor(100.0, between, 0.0), Actor(106.0, between, -3.0)]),
        Moment(0.5, [Actor(100.0, between, 0.0), Actor(104.4, between, -3.0)], hit=1, over=True),
    ]
    assert judged(straight, moments).status == "failed"


@pytest.mark.parametrize(("cut", "excuse"), [(False, "unavoidable"), (True, "")])
def test_nothing_excuses_who_was_in_the_way_of_somebody_that_goes_first(straight, cut, excuse):
    asked = []
    judge = Collision(brief(straight, ("Ego", "Other")), lambda *about: asked.append(about) is None and cut)
    Stage(straight, [judge]).play(cut_in(11.0))
    found = judge.found(0)
    assert found.excuse == excuse
    assert asked == [(0, 1, pytest.approx(1.0))]
    assert found.events[0].text.endswith("it goes first" if cut else "unavoidable")


def test_being_struck_from_behind_excuses_nobody_who_had_just_driven_into_the_way_of_the_other(straight):
    moments = [
        Moment(0.0, [Actor(100.0, OWN, 10.0), Actor(90.0, OWN, 20.0)]),
        Moment(0.1, [Actor(101.0, OWN, 10.0), Actor(96.6, OWN, 20.0)], hit=1, over=True),
    ]
    judge = Collision(brief(straight, ("Ego", "Other")), lambda *_: True)
    Stage(straight, [judge]).play(moments)
    assert judge.found(0).excuse == ""


@pytest.mark.parametrize(("t", "status"), [(1.75, "failed"), (LEFT, "unavoidable")])
def test_in_the_lane_of_those_who_come_nobody_who_comes_there_is_an_excuse(straight, t, status):
    aside = t + 3.5 if t < 0.0 else t - 3.5
    comes = [(130.0, aside), (128.0, aside), (126.0, 0.5 * (t + aside)), (120.0, t)]
    moments = [
        Moment(0.1 * k, [Actor(100.0 + 1.0 * k, t, 10.0), Actor(s, y, 20.0, heading=3.14159265)])
        for k, (s, y) in enumerate(comes)
    ]
    last = [Actor(104.0, t, 10.0), Actor(111.0, t, 20.0, heading=3.14159265)]
    moments.append(Moment(0.6, last, hit=1, over=True))
    bench = Bench(brief(straight, ("Ego", "Other")), "rules", {"collision": True})
    Stage(straight, [bench]).play(moments)
    assert bench.verdict(0).status == status


@pytest.mark.parametrize(("joins", "fails"), [(False, False), (True, True)])
def test_what_stands_on_the_road_that_the_ego_comes_to_did_not_come_into_its_way(straight, joins, fails):
    box = Actor(117.0, OWN, 0.0, kind=Kind.OBSTACLE, size=(1.0, 1.8, 1.0), box_x=0.0)
    moments = [
        Moment(0.0, [Actor(100.0, OWN, 20.0), box]),
        Moment(0.1, [Actor(102.0, OWN, 20.0), box]),
        Moment(0.6, [Actor(113.0, OWN, 20.0), box], hit=1, over=True),
    ]
    bench = Bench(brief(straight, ("Ego", "Box")), "rules")
    for moment in moments:
        seen = staged.scene(straight, [moment])
        if joins and moment.time == 0.0:  # beside every road
            seen = replace(seen, road=np.array([[-1, 0]], np.int32), lane=np.array([[-1, 0]], np.int32))
        bench.watch(seen, staged.plan([moment]), staged.command([moment]))
    collision = next(event for event in bench.verdict(0).events if event.name == "collision")
    assert collision.fails == fails
