"""Where the fuzzy safety model avoids a collision with a cut-in, our rules do, with a body of their own."""

from __future__ import annotations

from dataclasses import replace

from aureole.cli import given
from aureole.exam.examine import Drive, examine
from tests.drivers.published import collides
from tests.drivers.test_reference import collided, cut_in

PAIRS = {(40, 10): range(1, 60), (60, 50): range(1, 60), (60, 10): range(1, 60), (110, 40): range(1, 120, 2)}
LATERALS = (0.1, 0.6, 1.3, 1.7)  # m/s


def tight() -> list[tuple[float, float, float, float]]:
    """Cases without a collision of `r157-fsm`: the nearest ones, and those just beyond its last collision."""
    found = []
    for pair, gaps in PAIRS.items():
        for lateral in LATERALS:
            hit = [gap for gap in gaps if collides("fsm", *pair, gap, lateral)]
            free = [gap for gap in gaps if gap not in hit]
            beyond = [gap for gap in free if gap > max(hit, default=0)]
            found += [(*pair, gap, lateral) for gap in sorted({*free[:2], *beyond[:2]})]
    return found


def test_rules_has_no_collision_just_beyond_the_frontier_of_the_fuzzy_safety_model():
    cases = tight()
    setup = replace(given.setup("rules", None), fails=("collision", "bad_plan"))
    verdicts = examine([Drive(cut_in(*case), 0) for case in cases], setup)
    assert [case for case, verdict in zip(cases, verdicts, strict=True) if collided(verdict)] == []
    assert len(cases) > 40


def test_rules_does_not_pass_one_that_drifts_slowly_into_its_way():
    setup = given.setup("rules", None)
    verdict = examine([Drive(cut_in(50, 40, 44, 0.1), 0)], setup)[0]
    assert not collided(verdict)
    assert verdict.measures["max_brake"] < 3.0
