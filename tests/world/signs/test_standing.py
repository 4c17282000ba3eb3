"""The signals that stand on a map: which matter, where they count, and what a light shows when nobody switches it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aureole.core.kinds import SignalKind, SignalState
from aureole.world.signs.standing import Standing, standing
from aureole.world.signs.table import names_of, table_of
from tests.world.roads.maps import made, road


def signal(number: str, kind: str, s: float, way: str = "+", more: str = "", inside: str = "") -> str:
    """One <signal>."""
    return (
        f'<signal id="{number}" type="{kind}" s="{s}" t="-5" zOffset="2" orientation="{way}" {more}>{inside}</signal>'
    )


def posts(folder: Path, *signals: str) -> tuple[Standing, ...]:
    return standing(made(folder, road(inside=f"<signals>{''.join(signals)}</signals>")))


@pytest.mark.parametrize(
    ("kind", "found"),
    [("1000001", SignalKind.LIGHT), ("205", SignalKind.YIELD), ("206", SignalKind.STOP), ("306", SignalKind.PRIORITY),
     ("123", SignalKind.WORKS), ("454", SignalKind.DETOUR), ("267", SignalKind.NO_ENTRY),
     ("208", SignalKind.ONE_WAY_TURNS), ("350", SignalKind.CROSSING), ("278", SignalKind.LIMIT_ENDS),
     ("101", SignalKind.DANGER), ("114", SignalKind.DANGER), ("142", SignalKind.DANGER)],
)  # fmt: skip
def test_a_number_of_the_catalogue_says_what_a_signal_is(tmp_path: Path, kind: str, found: SignalKind) -> None:
    assert [post.kind for post in posts(tmp_path, signal("a", kind, 50))] == [found]


@pytest.mark.parametrize(
    ("kind", "found"),
    [("roadWorks", SignalKind.WORKS), ("slipperyRoad", SignalKind.DANGER), ("animalsCrossing", SignalKind.DANGER)],
)
def test_a_warning_is_of_a_danger_unless_it_is_of_works(tmp_path: Path, kind: str, found: SignalKind) -> None:
    said = f'<semantics><warning type="{kind}"/></semantics>'
    (post,) = posts(tmp_path, signal("a", "-1", 50, inside=said))
    assert (post.kind, post.temporary) == (found, found == SignalKind.WORKS)


def test_what_tells_a_driver_nothing_is_left_out(tmp_path: Path) -> None:
    others = (signal("a", "1000002", 50, more='dynamic="yes"'), signal("b", "294", 60), signal("c", "9999", 70))
    assert posts(tmp_path, *others) == ()


def test_words_of_the_standard_count_where_there_is_no_number(tmp_path: Path) -> None:
    said = '<semantics><speed type="maximum" value="50" unit="km/h"/></semantics>'
    (found,) = posts(tmp_path, signal("a", "-1", 50, inside=said))
    assert found.kind == SignalKind.LIMIT
    assert found.value == pytest.approx(50 / 3.6)


@pytest.mark.parametrize(
    ("more", "limit"),
    [('value="60" unit="km/h"', 60 / 3.6), ('value="30" unit="mph"', 13.4112), ('value="20" unit="m/s"', 20.0),
     ('value="80"', 80 / 3.6), ('subtype="70"', 70 / 3.6), ('text="100"', 100 / 3.6), ('subtype="57"', np.inf)],
)  # fmt: skip
def test_a_limit_is_told_in_metres_per_second(tmp_path: Path, more: str, limit: float) -> None:
    (found,) = posts(tmp_path, signal("a", "274", 50, more=more))
    assert found.value == pytest.approx(limit)


def test_a_light_counts_at_the_stop_line_of_its_way(tmp_path: Path) -> None:
    lines = (signal("m", "294", 180, "+"), signal("n", "294", 185, "-"), signal("o", "341", 150, "+"))
    (found,) = posts(tmp_path, signal("a", "1000001", 190, "+", 'dynamic="yes"'), *lines)
    assert found.s == 180.0


def test_a_line_of_other_lanes_or_too_far_away_is_none_of_its_own(tmp_path: Path) -> None:
    far = signal("m", "294", 150, "+")
    aside = signal("n", "294", 185, "+", inside='<validity fromLane="-2" toLane="-2"/>')
    light = signal("a", "1000001", 190, "+", 'dynamic="yes"', '<validity fromLane="-1" toLane="-1"/>')
    (found,) = posts(tmp_path, light, far, aside)
    assert found.s == 190.0


def test_a_sign_of_a_limit_counts_where_it_stands_whatever_lines_there_are(tmp_path: Path) -> None:
    (found,) = posts(tmp_path, signal("a", "274", 190, more='value="50"'), signal("m", "294", 180))
    assert found.s == 190.0


def test_without_lanes_of_its_own_it_counts_for_those_of_its_way(tmp_path: Path) -> None:
    rising, falling = posts(tmp_path, signal("a", "206", 50, "+"), signal("b", "206", 60, "-"))
    assert (rising.direction, rising.lanes) == (1, (-2, -1))
    assert (falling.direction, falling.lanes) == (-1, (1, 1))
    assert rising.heading == pytest.approx(0.0)
    assert abs(falling.heading) == pytest.approx(np.pi)


def test_lanes_that_run_against_the_orientation_count_and_not_the_orientation(tmp_path: Path) -> None:
    (found,) = posts(tmp_path, signal("a", "206", 50, "-", inside='<validity fromLane="-1" toLane="-1"/>'))
    assert (found.direction, found.lanes) == (1, (-1, -1))


def test_a_reference_is_a_place_of_its_own(tmp_path: Path) -> None:
    refers = '<signalReference id="a" s="20" t="0" orientation="-"/>'
    first, second = posts(tmp_path, signal("a", "205", 50), refers)
    assert (first.name, second.name, second.s, second.direction) == ("a", "a", 20.0, -1)


def test_a_light_that_nobody_switches_is_dark(tmp_path: Path) -> None:
    found = posts(tmp_path, signal("a", "1000001", 50, more='dynamic="yes"'), signal("b", "206", 60))
    table = table_of(found, (), (), 3)
    assert table.shown.of(np.zeros((3, 0), np.int32)).tolist() == [[SignalState.DARK, SignalState.NONE]] * 3
    assert names_of(found, {}) == {"a": SignalState.DARK, "b": SignalState.NONE}


def test_all_places_of_a_light_show_what_is_kept_of_it(tmp_path: Path) -> None:
    refers = '<signalReference id="a" s="20" t="0" orientation="-"/>'
    found = posts(tmp_path, signal("b", "206", 60), signal("a", "1000001", 50, more='dynamic="yes"'), refers)
    shown = table_of(found, (), ("a",), 2).shown.of(np.array([[SignalState.RED], [SignalState.GREEN]], np.int32))
    assert shown.tolist() == [[0, SignalState.RED, SignalState.RED], [0, SignalState.GREEN, SignalState.GREEN]]
