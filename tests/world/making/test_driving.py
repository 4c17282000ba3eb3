"""The rule driver drives the missions of made maps: every turn, ring and ramp, from one open end to another."""

from __future__ import annotations

import pytest

from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Setup, examine
from aureole.exam.suites.suite import of_paths
from aureole.world.roads.making.make import make
from aureole.world.roads.making.parameters import KINDS
from aureole.world.scenarios.missions.choose import ASKED, asks, missions
from aureole.world.scenarios.missions.write import written

SEED, COUNT = 4, 3


def test_missions_differ_and_ask_for_what_they_are_called_by():
    for kind in KINDS:
        made = make(kind, SEED)
        found = missions(made, 6)
        strips = {strip.name: strip for strip in made.network.strips}
        assert len({mission.way for mission in found}) == len(found) > 1
        assert len({mission.name for mission in found}) == len(found)
        for mission in found:
            name = mission.name if mission.name in ASKED else mission.name.rpartition("-")[0]
            assert name in asks(strips, mission.way)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", KINDS)
def test_rules_drives_missions_over_a_made_map_without_leaving_road_or_lane(kind, tmp_path):
    made = make(kind, SEED)
    (tmp_path / "map.xodr").write_bytes(made.data)
    for mission in missions(made, COUNT):
        (tmp_path / f"{mission.name}.xosc").write_bytes(written(made, mission, "map.xodr"))
    drives = [Drive(case, 0) for case in of_paths([tmp_path]).entries]
    verdicts = examine(drives, Setup("rules", Rules, timeout=400.0))
    assert len(verdicts) == COUNT
    assert {verdict.case: [event.name for event in verdict.events if event.fails] for verdict in verdicts} == {
        verdict.case: [] for verdict in verdicts
    }
    assert {verdict.status for verdict in verdicts} == {"passed"}
