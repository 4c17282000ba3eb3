"""Everything that does not fit together is told: which rule, where, why, and what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aureole.vehicle import cars
from aureole.vehicle.manifest.consistency import check
from aureole.vehicle.manifest.finding import found
from aureole.vehicle.manifest.words import RULES
from tests.vehicle.manifest.broken import (
    BARE,
    CHIP,
    PAIR,
    SECOND,
    SEDAN,
    added,
    car,
    chain,
    changed,
    network,
    service,
    told,
    topic,
)

EYE, HAND, LOOK = PAIR
NOTES = {rule for rule, words in RULES.items() if not words.severe}

# rule, where, the car that breaks it, a word that what is said of it must hold
BROKEN = [
    ("no_manifest", "car sedan", BARE, "nothing to boot"),
    ("name_twice", "services.driver", added("services", SEDAN.services[1]), "2 entries"),
    ("name_twice", "chips.main", added("chips", CHIP), "2 entries"),
    ("name_twice", "networks.wire", car(*PAIR, network("main"), network("main")), "2 entries"),
    ("name_twice", "topics.plan", added("topics", SEDAN.topics[1]), "2 entries"),
    ("name_twice", "chains.way", car(*PAIR, chain("eye", "hand"), chain("eye", "hand")), "2 entries"),
    ("two_writers", "topics.plan", added("topics", replace(SEDAN.topics[1], writer="guard")), "driver, guard"),
    ("no_writer", "topics.plan", changed("topics", "plan", writer=""), "for ever"),
    ("writer_unknown", "topics.plan", changed("topics", "plan", writer="pilot"), "'pilot'"),
    ("reader_unknown", "topics.plan", changed("topics", "plan", readers=("recorder", "pilot")), "'pilot'"),
    ("reader_twice", "topics.look", car(EYE, HAND, topic("look", "eye", "hand", "hand")), "'hand' twice"),
    ("unread", "topics.more", car(*PAIR, topic("more", "eye")), "nobody"),
    ("unrecorded", "topics.plan", changed("topics", "plan", readers=("follower", "guard")), "recorder"),
    ("unrecorded", "topics.look", car(EYE, HAND, replace(LOOK, recorded=True)), "recorder"),
    ("type_unknown", "topics.plan", changed("topics", "plan", type="Plam"), "'Plam'"),
    ("type_unknown", "topics.plan", changed("topics", "plan", type="Car"), "'Car'"),
    ("truth", "topics.observation", changed("topics", "observation", type="Scene"), "driver"),
    ("truth", "topics.look", car(EYE, HAND, replace(LOOK, type="Scene")), "hand"),
    (
        "truth_told", "topics.hint",
        car(
            *PAIR, topic("scene", "eye", "judge", type="Scene"), topic("score", "judge", "tape"),
            topic("hint", "tape", "hand"), service("judge", "scene", entry="judge"),
            service("tape", "score", entry="recorder"),
        ), "tape, who sees the truth",
    ),
    ("entry_unknown", "services.driver", changed("services", "driver", entry="pilot"), "'pilot'"),
    ("entry_unknown", "services.driver", changed("services", "driver", entry="my.pilot"), "'my.pilot'"),
    ("entry_unknown", "services.driver", changed("services", "driver", entry="os:system('x')"), "os:system"),
    ("idle", "services.lone", car(*PAIR, service("lone", period=1.0)), "neither reads nor writes"),
    ("never_called", "services.eye", car(replace(EYE, period=0.0), HAND, LOOK), "neither trigger nor period"),
    ("trigger_unknown", "services.hand", car(EYE, replace(HAND, trigger="sound"), LOOK), "'sound'"),
    ("trigger_unread", "services.hand", car(EYE, HAND, topic("look", "eye", "eye")), "may not read"),
    ("rate_too_fast", "topics.look", car(EYE, HAND, replace(LOOK, rate=10.1)), "10 times a second"),
    ("rate_too_fast", "topics.act", car(*PAIR, topic("act", "hand", "eye", rate=1.5)), "1 times a second"),
    ("rate_too_fast", "topics.plan", changed("topics", "plan", rate=11.0), "11 words a second"),
    ("deadline_impossible", "topics.look", car(EYE, HAND, replace(LOOK, deadline=0.9e-3)), "0.0009 s"),
    (
        "loop", "services.a",
        car(service("a", "y"), service("b", "x"), topic("x", "a", "b"), topic("y", "b", "a")), "a → b → a",
    ),
    ("loop", "services.a", car(service("a", "x"), topic("x", "a", "a")), "a → a"),
    (
        "asleep", "services.a",
        car(service("a", "y"), service("b", "x", 1.0), topic("x", "a", "b"), topic("y", "b", "a")), "none of them",
    ),
    ("no_chip", "chips", car(*PAIR, chips=()), "no chip"),
    ("chip_unknown", "services.eye", car(replace(EYE, chip="npu"), HAND, LOOK), "'npu'"),
    ("chip_unknown", "networks.wire", car(*PAIR, network("main", "npu")), "'npu'"),
    ("network_alone", "networks.wire", car(*PAIR, network()), "joins no chip"),
    ("overrun", "services.eye", car(replace(EYE, budget=0.11), HAND, LOOK), "falls behind"),
    ("overrun", "services.eye", car(replace(EYE, budget=0.06), HAND, LOOK, chips=(replace(CHIP, speed=0.5),)), "0.12"),
    (
        "overloaded", "chips.main",
        car(*PAIR, *(service(f"busy{i}", "look", 0.001, budget=0.9) for i in range(3))), "2.7",
    ),
    (
        "overloaded", "chips",
        car(*PAIR, *(service(f"busy{i}", "look", budget=0.9) for i in range(5)), chips=(CHIP, SECOND)), "4.5",
    ),
    (
        "overloaded", "chips",
        car(
            *PAIR, *(service(f"busy{i}", "look", budget=0.9, level="B") for i in range(3)),
            chips=(replace(CHIP, cores=1), replace(SECOND, cores=1), replace(CHIP, name="big", cores=99, level="A")),
        ), "2.7",
    ),
    ("memory_full", "chips.main", car(replace(EYE, memory=9e9), HAND, LOOK), "8e+09"),
    (
        "apart", "topics.look",
        car(replace(EYE, chip="main"), replace(HAND, chip="second"), LOOK, network("main"), chips=(CHIP, SECOND)),
        "no network",
    ),
    (
        "level_above_chip", "services.eye",
        car(replace(EYE, level="C", chip="second"), HAND, LOOK, chips=(CHIP, replace(SECOND, level="B"))), "second",
    ),
    (
        "level_above_chip", "services.eye",
        car(replace(EYE, level="C"), HAND, LOOK, chips=(replace(CHIP, level="B"),)), "above B",
    ),
    ("domain_mixed", "domains.eye", car(EYE, replace(HAND, domain="eye", level="A"), LOOK), "eye QM, hand A"),
    ("interference", "topics.look", car(EYE, replace(HAND, level="A"), LOOK), "Annex D"),
    ("unguarded", "topics.wish", changed("topics", "wish", readers=("port", "recorder")), "no guard"),
    ("chain_short", "chains.way", car(*PAIR, chain("eye")), "1 services"),
    ("chain_short", "chains.way", car(*PAIR, chain()), "0 services"),
    ("chain_unknown", "chains.way", car(*PAIR, chain("eye", "foot")), "'foot'"),
    ("chain_unjoined", "chains.way", car(*PAIR, chain("hand", "eye")), "eye reads no topic"),
    ("chain_impossible", "chains.way", car(*PAIR, chain("eye", "hand", deadline=1.9e-3)), "0.002 s of budgets"),
    (
        "chain_impossible", "chains.way",
        car(
            replace(EYE, chip="main"), replace(HAND, chip="second"), LOOK, network("main", "second", latency=0.5),
            chain("eye", "hand", deadline=0.5), chips=(CHIP, SECOND),
        ), "0.5 s on networks",
    ),
    (
        "chain_waits", "chains.way",
        car(EYE, service("hand", period=0.2), LOOK, chain("eye", "hand", deadline=0.2)), "0.202",
    ),
    ("percentile", "chains.way", car(*PAIR, chain("eye", "hand", percentile=0.0)), "0"),
    ("percentile", "chains.way", car(*PAIR, chain("eye", "hand", percentile=100.1)), "100.1"),
    ("percentile", "chains.way", car(*PAIR, chain("eye", "hand", percentile=float("nan"))), "nan"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "where", "given", "word"), BROKEN, ids=[f"{row[0]}-{i}" for i, row in enumerate(BROKEN)]
)
def test_what_does_not_fit_is_told_with_place_reason_and_remedy(rule, where, given, word):
    findings = [finding for finding in check(given) if (finding.rule, finding.where) == (rule, where)]
    finding = next(finding for finding in findings if word in finding.what[0])
    assert finding.severe == (rule not in NOTES)
    assert all(finding.remedy)
    assert any("一" <= letter <= "鿿" for letter in finding.what[1] + finding.remedy[1])
    assert not set("{}") & set("".join(finding.what + finding.remedy))


def test_every_rule_has_a_manifest_that_breaks_it():
    assert {row[0] for row in BROKEN} == set(RULES)


def test_both_languages_tell_the_same_facts():
    import string

    for words in RULES.values():
        for first, second in (words.what, words.remedy):
            names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (first, second)]
            assert names[0] == names[1]


@pytest.mark.parametrize("name", cars.names())
def test_our_own_cars_can_be_booted_and_say_that_the_follower_relies_on_an_uncertified_mind(name):
    assert told(cars.load(name)) == [("interference", "topics.plan")]


def test_a_pair_that_fits_is_told_nothing():
    assert told(car(*PAIR, chain("eye", "hand"))) == []


def test_severe_findings_come_first():
    findings = check(car(EYE, HAND, replace(LOOK, type="Plam"), topic("more", "eye"), topic("late", "", "eye")))
    order = [finding.severe for finding in findings]
    assert order == sorted(order, reverse=True)
    assert {True, False} == set(order)


def test_a_finding_has_its_place_and_its_remedy_when_it_is_told():
    assert found("unread", "topics.x").told("zh") == "topics.x: 没有读者\n  → 写明读者，或删去该话题"
