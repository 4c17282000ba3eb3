"""Every public scenario is checked without a traceback; what is refused says where and what to do."""

import pytest

from aureole.cli.work.checking import check_one
from aureole.world.roads.reading.markup import LARGEST

FOLDERS = ("osc-alks", "osc-asam-examples", "osc-carla-runner", "osc-esmini", "osc-ncap", "osc-qc")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_scenario_is_read_or_refused_by_name(data, folder):
    found = [check_one(path, LARGEST) for path in sorted((data / folder).rglob("*.xosc"))]
    assert found
    for one in found:
        assert one.kind == "scenario"
        if one.refused is None:
            assert one.found["storyboard_elements"] > 0
        else:
            assert one.refused.what
            assert one.refused.place or one.refused.remedy


def test_the_concrete_scenarios_of_alks_are_read(data):
    paths = sorted((data / "osc-alks/concrete_scenarios").glob("*.xosc"))
    assert len(paths) == 15
    assert [str(path) for path in paths if check_one(path, LARGEST).refused is not None] == []
