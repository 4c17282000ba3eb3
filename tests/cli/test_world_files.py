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
        if one.refused is None:
            least = {"scenario": "storyboard_elements", "distribution": "cases", "catalog": "entries"}[one.kind]
            assert one.found[least]
        else:
            assert one.refused.what
            assert one.refused.place or one.refused.remedy


def test_the_concrete_scenarios_of_alks_are_read(data):
    paths = sorted((data / "osc-alks/concrete_scenarios").glob("*.xosc"))
    assert len(paths) == 15
    assert [str(path) for path in paths if check_one(path, LARGEST).refused is not None] == []


def test_catalogs_and_distributions_are_checked_too(data):
    kinds = {path: check_one(path, LARGEST) for path in sorted((data / "osc-ncap").rglob("*.xosc"))}
    counts = [one.found["cases"] for one in kinds.values() if one.kind == "distribution" and one.refused is None]
    assert sum(counts) == 769
    assert sum(one.kind == "catalog" and one.refused is None for one in kinds.values()) == 6


UNFIT = {  # what the checkers of the standard call good for one rule, and what is wrong with it all the same
    "positive_example.param.xosc": "there is no vehicle",
    "positive_example.xosc": "there is no vehicle",
    "positive_example_multiple.xosc": "there is no vehicle",
    "reference_control.resolvable_variable_reference.positive.xosc": "there is no variable",
}


def test_what_the_checkers_of_the_standard_call_good_is_read(data):
    paths = [path for path in (data / "osc-qc").rglob("*.xosc") if "positive" in path.name]
    refused = {path.name: one.refused.what for path in paths if (one := check_one(path, LARGEST)).refused is not None}
    assert len(paths) > 10
    assert set(refused) == set(UNFIT)
    assert all(refused[name].startswith(what) for name, what in UNFIT.items())
