"""Every public map is read, or refused with its line; those that the standard's checkers call valid are read."""

import pytest

from aureole.core.errors import BadInput
from aureole.world.roads.reading.opendrive import read_map

FOLDERS = {  # source: maps, and how many of them are refused
    "odr-carla-towns": (4, 0), "odr-liboped": (1, 0), "odr-qc": (134, 27), "osc-alks": (6, 0),
    "osc-asam-examples": (6, 0), "osc-esmini": (17, 0), "osc-ncap": (6, 0), "osc-qc": (2, 0),
}  # fmt: skip
SHORT = {  # called valid for another rule; their geometries end tens of metres before their roads do
    f"performance_avoid_redundant_info_{what}_valid.xodr"
    for what in ("elevation", "lane_offset", "lane_width", "line_geometry", "superelevation")
} | {"road_geometry_parampoly3_arclength_range_valid.xodr"}


def maps(folder):
    return sorted([*folder.rglob("*.xodr"), *folder.rglob("*.xodr.gz")])


def refused(path):
    """Why a map is refused; None if it is read."""
    try:
        read_map(path)
    except BadInput as error:
        return error
    return None


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_map_is_read_or_refused_with_its_line(data, folder):
    paths = maps(data / folder)
    found = {path: error for path in paths if (error := refused(path)) is not None}
    assert (len(paths), len(found)) == FOLDERS[folder]
    for path, error in found.items():
        assert error.place.startswith(f"{path}:")
        assert "<" in error.place
        assert error.remedy


def test_what_the_checkers_of_the_standard_call_valid_is_read(data):
    good, other = ("_valid", "positive"), ("invalid", "negative")
    names = [(path, f"_{path.name}") for path in maps(data / "odr-qc")]
    valid = [path for path, name in names if any(word in name for word in good) and not any(w in name for w in other)]
    assert len(valid) > 55
    assert {path.name for path in valid if refused(path) is not None} == SHORT
