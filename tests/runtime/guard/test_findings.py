"""Findings keep their numbers, have words in both languages, and a strongest one."""

from aureole.runtime.guard.findings import RANK, WORDS, Finding, names, say, strongest


def test_the_numbers_of_findings_never_change():
    assert [f.name for f in sorted(Finding)] == [
        "NOT_FINITE", "NO_WISH", "WISH_OLD", "WISH_FROZEN", "WISH_BACKWARDS", "WISH_AHEAD", "WISH_EXPIRED", "BAD_CODE",
        "STEER", "STEER_RATE", "GRIP", "ACCEL", "BRAKE", "JERK", "TOP_SPEED", "PLAN_BRAKE", "PLAN_SLOWS", "RISK_ENDED",
        "PLAN_OLD", "PLAN_BAD", "STEER_OFF_PLAN", "STEER_SIGN", "BLIND", "SPEED_LEAPS", "OBSERVATION_BAD", "TRACKS_OLD",
        "COLLISION", "RETURNING", "UNTIL_FAR",
    ]  # fmt: skip
    assert sorted(Finding) == list(range(29))


def test_every_finding_has_a_rank_and_words_in_both_languages():
    assert sorted(RANK) == sorted(Finding) == sorted(WORDS)
    assert all(english and chinese and unit for english, chinese, unit in WORDS.values())
    assert say(Finding.NO_WISH) == "no command"
    assert say(1, "zh") == "没有指令"


def test_the_strongest_comes_first_in_the_rank():
    found = {Finding.JERK: (1.0, 2.0), Finding.COLLISION: (7.0, 6.0), Finding.BLIND: (3.0, 4.0)}
    assert strongest(found) == (26, 7.0, 6.0)
    assert strongest({}) == (-1, 0.0, 0.0)


def test_a_mask_is_told_by_names():
    assert names(0) == ()
    assert names(1 << Finding.JERK | 1 << Finding.COLLISION) == ("COLLISION", "JERK")
