"""Variations that their own file shuts out: counted, not driven, and no reason to refuse the others."""

from __future__ import annotations

import pytest

from aureole.cli import given
from aureole.core.errors import BadInput
from aureole.exam.examine import Drive, examine
from aureole.exam.suites.suite import SuiteCase


def crossings(*speeds: str) -> list[Drive]:
    """Crossings at these speeds (km/h); the file allows 10 to 130."""
    base = given.case_of("crossing-pedestrian", [])
    params = [{**base.params, "EgoSpeed_kmh": speed} for speed in speeds]
    return [Drive(SuiteCase(f"at-{one['EgoSpeed_kmh']}", base.path, one), 0) for one in params]


def test_what_a_file_shuts_out_is_not_exercised_and_the_others_are_driven():
    setup = given.setup("passive", None, timeout=0.5)
    alone = examine(crossings("50"), setup)
    found = examine(crossings("5", "50", "200"), setup)
    assert [verdict.status for verdict in found] == ["not_exercised", alone[0].status, "not_exercised"]
    assert [verdict.digest for verdict in found] == ["", alone[0].digest, ""]
    assert [verdict.events[0].name for verdict in (found[0], found[2])] == ["infrastructure"] * 2
    assert "'EgoSpeed_kmh' = 5 is outside its constraint" in found[0].events[0].text


def test_a_file_that_shuts_out_all_it_is_asked_for_is_refused():
    with pytest.raises(BadInput, match="outside its constraint"):
        examine(crossings("5", "200"), given.setup("passive", None, timeout=0.5))
