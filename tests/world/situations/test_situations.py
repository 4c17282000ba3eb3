"""Situations: all are there, the same seed gives the same bytes, training and held-out seeds share nothing."""

from __future__ import annotations

import itertools
import math

import pytest

from aureole.conduct.clauses import CLAUSES
from aureole.conduct.rights.laws import LAWS
from aureole.core.errors import BadInput
from aureole.world.roads.making.draw import TEST, TRAIN, split
from aureole.world.scenarios.scenario import load, load_map
from aureole.world.situations import index, looks
from aureole.world.situations.flows import apart
from aureole.world.situations.gallery.line import goal_line
from aureole.world.situations.situation import ABILITIES, BANDS, SEEN, Hand, Span

NAMES = sorted(index.SITUATIONS)
TRAINING, HELD = 0, 25  # seeds of either half
COUNTS = {
    "overtaking": 9,
    "merging": 10,
    "joining": 6,
    "braking": 12,
    "rights": 7,
    "works": 9,
    "closures": 11,
    "physics": 6,
}


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def test_there_are_44_interactive_situations_20_of_road_works_and_6_of_physics():
    groups = [one.group for one in index.SITUATIONS.values()]
    assert {group: groups.count(group) for group in COUNTS} == COUNTS
    assert sum(COUNTS.values()) == len(index.SITUATIONS) == 44 + 20 + 6


def test_the_seeds_of_these_tests_are_of_either_half():
    assert (split(TRAINING), split(HELD)) == (TRAIN, TEST)


@pytest.mark.parametrize("seed", [TRAINING, HELD])
def test_our_own_readers_take_map_and_scenario(name, seed, tmp_path):
    made = index.make(name, seed)
    (tmp_path / index.MAP).write_bytes(made.map)
    path = tmp_path / f"{name}.xosc"
    path.write_bytes(made.scenario)
    scenario = load(path)
    scope = scenario.parameters.scope({})
    cast = scenario.cast(scope)
    compiled = scenario.compile(scope, scenario.order(cast, None), load_map(scenario.map(scope)).names)
    assert len(compiled.tables.elements) > 1
    assert scenario.order(cast, None)[0] == "Ego"


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(name):
    one, again, other = (index.make(name, seed) for seed in (HELD, HELD, HELD + 8))
    assert (one.map, one.scenario) == (again.map, again.scenario)
    assert one.map != other.map
    assert one.scenario != other.scenario


def test_no_value_of_a_training_seed_can_be_one_of_a_held_out_seed(name):
    for span in index.find(name).ranges.values():
        for (low, high), (least, most) in itertools.product(span.bands(TRAIN), span.bands(TEST)):
            assert high < least or most < low


@pytest.mark.parametrize("seed", [TRAINING, HELD])
def test_every_value_lies_in_a_band_of_its_half(name, seed):
    situation = index.find(name)
    for key, value in index.make(name, seed).stage.values.items():
        bands = situation.ranges[key].bands(split(seed))
        assert any(low - 1e-3 <= value <= high + 1e-3 for low, high in bands)


def test_the_bands_of_both_halves_fill_the_range_evenly():
    assert sorted(BANDS[TRAIN] + BANDS[TEST]) == [0, 1, 2, 3, 4]
    ends = [end for band in Span(0.0, 5.0, "m", "", "").bands(TEST) for end in band]
    assert ends == pytest.approx([1.1, 1.9, 3.1, 3.9])


@pytest.mark.parametrize("items", [looks.CARS, looks.VANS, looks.TRUCKS, looks.BUSES, looks.BICYCLES, looks.PEOPLE])
def test_nobody_looks_alike_in_training_and_held_out(items):
    seen = {half: {Hand("looks", seed).look(items) for seed in range(400) if split(seed) == half} for half in BANDS}
    assert not seen[TRAIN] & seen[TEST]
    assert seen[TRAIN] | seen[TEST] == set(items)


def test_every_situation_says_what_happens_what_must_be_done_and_what_must_not(name):
    one = index.find(name)
    for text in (one.en, one.zh, *one.must, *one.forbidden):
        assert text.rstrip().endswith((".", "。"))
    assert set(one.abilities) <= set(ABILITIES)
    assert one.abilities
    assert set(one.clauses) <= {*CLAUSES, *LAWS}
    assert one.clauses[0] in CLAUSES  # what judges it first of all has a limit
    assert set(SEEN) <= set(one.ranges)


@pytest.mark.parametrize(("name", "seed"), [("acident", 0), ("accident", -1), ("accident", 2**63)])
def test_what_is_not_there_is_refused_with_a_remedy(name, seed):
    with pytest.raises(BadInput):
        index.make(name, seed)


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(BadInput, match="did you mean 'accident'"):
        index.find("acident")


OPPOSITE = {
    "accident-two-ways", "construction-obstacle-two-ways", "parked-obstacle-two-ways", "hazard-at-side-lane-two-ways",
    "vehicle-opens-door-two-ways", "alternation-by-light", "flagger", "shift-to-opposite",
}  # fmt: skip


def test_the_oncoming_lane_may_be_used_where_there_is_no_other_way():
    assert {name for name, one in index.SITUATIONS.items() if one.opposite} == OPPOSITE


def test_the_line_to_the_goal_leads_from_the_start_to_where_the_drive_is_over(name):
    stage = index.make(name, HELD).stage
    line = goal_line(stage)
    assert apart(line[0], stage.way[0]) < 1.0
    assert apart(line[-1], stage.goal_spot) < 1.0
    steps = [apart(one, other) for one, other in itertools.pairwise(line)]
    assert max(steps) < 30.0  # from road to road through a junction, too


def test_situations_name_clauses_of_their_own_and_every_law_is_named():
    named = [one.clauses for one in index.SITUATIONS.values()]
    assert len(set(named)) > 30
    assert {name for clauses in named for name in clauses} >= set(LAWS)


def test_a_law_that_is_called_verified_names_two_places_where_it_was_read():
    for law in LAWS.values():
        assert len(set(law.sources)) >= 2 or not law.verified
        assert all(text.strip() for text in law.says)


def test_who_follows_the_car_in_a_stream_goes_on_by_itself_once_the_car_has_left_the_lane():
    events = {one.name: one for one in index.make("sequential-lane-change", 7).stage.events}
    followers = [name.removesuffix(" follows") for name in events if name.endswith(" follows")]
    assert len(followers) >= 4
    for name in followers:
        assert events[f"{name} follows"].optional
        assert events[f"{name} goes on"].optional
        assert events[f"{name} follows"].runs == events[f"{name} goes on"].runs > 1


def test_nothing_that_need_not_happen_is_made_to_happen_because_the_car_waits(name):
    text = index.make(name, HELD).scenario.decode()
    optional = [part for part in text.split("<ManeuverGroup")[1:] if part.lstrip().startswith('name="optional')]
    assert not [part for part in optional if "StandStillCondition" in part.split("</ManeuverGroup>")[0]]


@pytest.mark.parametrize("seed", range(12))
def test_a_crashed_car_leaves_room_to_those_who_come_towards_it(seed):
    stage = index.find("accident-two-ways").stage(seed)
    car = next(actor for actor in stage.actors if actor.name == "Crashed 1")
    way, askew, width = stage.site.way("main"), stage.values["askew"], stage.values["width"]
    at = min((way.at(s).pose for s in range(150, 400)), key=lambda p: math.hypot(p.x - car.where.x, p.y - car.where.y))
    dx, dy = car.where.x - at.x, car.where.y - at.y
    left = math.cos(at.heading) * dy - math.sin(at.heading) * dx
    front = 0.5 * car.look.length + car.look.box_x
    reach = left + front * math.sin(askew) + 0.5 * car.look.width * math.cos(askew)
    assert reach < 0.5 * width + 0.3


@pytest.mark.parametrize("seed", range(6))
def test_the_sign_of_a_detour_shows_the_side_on_which_the_drive_ends(seed):
    stage = index.find("detour").stage(seed)
    side = next(state for _, state in stage.shown if state in {"left", "right"})
    start, end = stage.way[0].pose, stage.goal_spot.pose
    left = math.cos(start.heading) * (end.y - start.y) - math.sin(start.heading) * (end.x - start.x)
    assert side == ("left" if left > 0.0 else "right")
