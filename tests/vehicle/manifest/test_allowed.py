"""What looks like an inconsistency and is none."""

from __future__ import annotations

from dataclasses import replace

from tests.vehicle.manifest.broken import CHIP, PAIR, SECOND, SEDAN, car, chain, changed, network, service, told, topic

EYE, HAND, LOOK = PAIR


def rules(given):
    return {rule for rule, _ in told(given)}


def circle(first, second):
    return car(first, second, topic("x", first.name, second.name), topic("y", second.name, first.name))


def test_a_port_breaks_a_circle_because_the_world_lies_behind_it():
    assert not rules(circle(service("a", "y", entry="port"), service("b", "x"))) & {"loop", "asleep"}
    assert not rules(circle(service("a", "y", entry="world"), service("b", "x"))) & {"loop", "asleep"}


def test_a_service_that_only_its_period_calls_breaks_a_circle():
    assert not rules(circle(service("a", period=1.0), service("b", "x"))) & {"loop", "asleep"}


def test_a_circle_of_words_that_wake_nobody_is_none():
    ring = (service("a", "tick"), service("b", "tick"), service("clock", period=1.0))
    ways = (topic("x", "a", "b"), topic("y", "b", "a"), topic("tick", "clock", "a", "b"))
    assert told(car(*ring, *ways)) == []


def test_a_long_circle_is_told_once():
    names = [f"s{i}" for i in range(2000)]
    parts = [service(name, f"t{(i - 1) % 2000}", budget=1e-9) for i, name in enumerate(names)]
    ways = [topic(f"t{i}", name, names[(i + 1) % 2000]) for i, name in enumerate(names)]
    assert [rule for rule, _ in told(car(*parts, *ways))] == ["loop"]


def test_a_recorder_and_a_judge_may_see_the_truth():
    scene = topic("scene", "eye", "tape", "judge", type="Scene")
    seen = car(*PAIR, scene, service("tape", "scene", entry="recorder"), service("judge", "scene", entry="judge"))
    assert told(seen) == []


def test_a_guard_may_read_what_it_does_not_trust():
    assert told(car(EYE, replace(HAND, level="D", entry="guard"), LOOK)) == []


def test_a_rate_and_a_deadline_that_the_writer_just_keeps_are_kept():
    assert told(car(EYE, HAND, replace(LOOK, rate=10.0, deadline=1e-3))) == []
    assert told(car(replace(EYE, period=1 / 3), HAND, replace(LOOK, rate=3.0))) == []


def test_a_faster_chip_makes_a_deadline_possible():
    hurried = replace(LOOK, deadline=0.5e-3)
    assert "deadline_impossible" in rules(car(EYE, HAND, hurried))
    assert told(car(EYE, HAND, hurried, chips=(replace(CHIP, speed=2.0),))) == []
    assert told(car(EYE, HAND, hurried, chips=(CHIP, replace(SECOND, speed=2.0)))) == []


def test_chips_may_be_full_to_the_last_core_and_byte():
    full = [service(f"busy{i}", "look", budget=1.0, memory=4e9) for i in range(2)]
    eye = replace(EYE, budget=1e-12, memory=0.0)
    assert told(car(eye, *full, topic("look", "eye", "busy0", "busy1"), chips=(replace(CHIP, memory=8e9),))) == []


def test_services_on_two_chips_may_talk_where_a_network_joins_them():
    far = (replace(EYE, chip="main"), replace(HAND, chip="second"), LOOK)
    assert told(car(*far, network("second", "main"), chips=(CHIP, SECOND))) == []


def test_a_chain_may_come_back_to_where_it_began():
    assert SEDAN.chains[0].services[0] == SEDAN.chains[0].services[-1]
    assert not rules(SEDAN) & {"chain_unjoined", "chain_impossible", "chain_waits", "loop"}


def test_a_chain_waits_for_nobody_whom_its_own_words_wake():
    assert "chain_waits" not in rules(car(*PAIR, chain("eye", "hand", deadline=2e-3)))
    assert "chain_waits" in rules(changed("chains", "decision", deadline=44.5e-3))
    assert "chain_waits" not in rules(changed("chains", "decision", deadline=50.1e-3))


def test_a_ports_sensors_keep_their_period_when_commands_come_seldom():
    assert "rate_too_fast" not in rules(changed("topics", "command", rate=1.0))
