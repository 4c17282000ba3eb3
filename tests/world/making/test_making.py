"""Made networks: the same bytes, whole when read back, joined, legal, apart; training and tests apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.world.roads.laying.plan import SIDE, TURNING
from aureole.world.roads.laying.trig import arc_tangent, sine_cosine
from aureole.world.roads.making.demand import CAPACITY, FULLEST, decoded, demand, encoded
from aureole.world.roads.making.draw import TEST, TRAIN, Draw, split
from aureole.world.roads.making.make import make
from aureole.world.roads.making.parameters import KINDS, values
from aureole.world.roads.reading.opendrive import read_map
from tests.world.making.measured import joints, roads_of

SEEDS = st.integers(0, 2**40)
NAMES = st.sampled_from(sorted(KINDS))
FIRST = (Phase.explicit, Phase.reuse, Phase.generate)  # a seed does not shrink
FEW = settings(max_examples=4, deadline=None, derandomize=True, phases=FIRST)
MANY = settings(max_examples=300, deadline=None, derandomize=True, phases=FIRST)
CLOSE, STRAIGHT = 1e-3, 1e-4  # m, rad; what two joined lanes may be apart


def sound(made) -> None:
    """Every fact about the geometry of one map."""
    roads, root = roads_of(made.data)
    for distance, turn in joints(roads, root):
        assert distance < CLOSE
        assert turn < STRAIGHT
    for name, road in roads.items():
        assert road.gap < CLOSE, name
        assert road.kink < STRAIGHT, name
        assert road.leap < CLOSE, name
        assert road.thinnest > 0.0, name
        assert road.fold > 0.0, name
        assert road.bends < 1e-9, name
        kind = road.element.find("type").get("type")
        limit = float(road.element.find("type/speed").get("max")) / 3.6
        most = SIDE[kind] if road.element.get("junction") == "-1" else TURNING
        assert (
            limit <= 10.0 / 3.6 + 1e-9 or limit**2 * road.sharpest <= max(most, TURNING if kind == "town" else 0) + 1e-6
        )


@pytest.mark.parametrize("kind", KINDS)
def test_joined_lanes_meet_and_curves_are_legal(kind):
    for seed in (0, 8):
        sound(make(kind, seed))


@pytest.mark.slow
@MANY
@given(NAMES, SEEDS)
def test_joined_lanes_meet_and_curves_are_legal_whatever_the_seed(kind, seed):
    sound(make(kind, seed))


@pytest.mark.parametrize("kind", KINDS)
def test_the_reader_refuses_and_drops_nothing(kind, tmp_path):
    made = make(kind, 3)
    path = tmp_path / "made.xodr"
    path.write_bytes(made.data)
    map_ = read_map(path)
    assert map_.notices == ()
    assert len(map_.names) == len(made.network.strips)


@FEW
@given(NAMES, SEEDS)
def test_the_same_seed_gives_the_same_bytes(kind, seed):
    one, other = make(kind, seed), make(kind, seed)
    assert one.data == other.data
    assert encoded(demand(one)) == encoded(demand(other))


@pytest.mark.parametrize("kind", KINDS)
def test_another_seed_gives_another_network(kind):
    assert len({make(kind, seed).data.partition(b"<road")[2] for seed in range(4)}) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_one_parameter_of_each_kind_is_kept_for_tests_with_a_gap_between(kind):
    kept = [limits for limits in KINDS[kind].values() if limits.kept]
    assert kept
    assert all(limits.high < limits.kept[0] or limits.kept[1] < limits.low for limits in kept)


@given(NAMES, SEEDS)
def test_a_seed_draws_from_the_ranges_of_its_split_alone(kind, seed):
    found = values(kind, seed, {})
    for name, limits in KINDS[kind].items():
        low, high = limits.span(split(seed))
        assert low <= found[name] <= high + 1e-9


@given(NAMES, SEEDS, st.floats(allow_nan=True, allow_infinity=True))
def test_no_value_set_by_hand_takes_a_seed_into_the_other_split(kind, seed, value):
    name, limits = next((name, limits) for name, limits in KINDS[kind].items() if limits.kept)
    low, high = limits.span(split(seed))
    try:
        found = values(kind, seed, {name: repr(value)})
    except BadInput:
        assert not low <= value <= high
    else:
        assert low <= found[name] <= high


def widest(made) -> float:
    """The kept parameter of a motorway or a roundabout, measured in its file."""
    roads, _ = roads_of(made.data)
    kind = "motorway" if made.kind == "motorway" else "town"
    title = "motorway" if made.kind == "motorway" else "roundabout"
    return min(
        1.0 / road.sharpest for road in roads.values()
        if road.element.get("name") == title and road.sharpest and road.element.find("type").get("type") == kind
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["motorway", "roundabout"])
def test_what_is_kept_for_tests_shows_in_the_geometry(kind):
    seeds = {half: [seed for seed in range(60) if split(seed) == half][:4] for half in (TRAIN, TEST)}
    limits = KINDS[kind]["radius"]
    for half, some in seeds.items():
        low, high = limits.span(half)
        for seed in some:
            assert low - 0.01 <= widest(make(kind, seed)) <= high + 0.01


def test_about_one_seed_in_five_is_for_tests():
    assert 150 < sum(split(seed) == TEST for seed in range(1000)) < 250


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("castle", {}, "no kind"),
        ("grid", {"blok": "90"}, "did you mean block"),
        ("grid", {"columns": "2.5"}, "whole number"),
        ("grid", {"block": "nan"}, "out of its range"),
        ("grid", {"block": "many"}, "out of its range"),
    ],
)
def test_what_is_odd_is_refused_with_a_remedy(kind, given, said):
    with pytest.raises(BadInput) as found:
        make(kind, 0, given)
    assert said in str(found.value)
    assert found.value.remedy


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(BadInput):
        make("grid", seed)


def test_who_drives_into_a_roundabout_waits():
    made = make("roundabout", 4)
    strips = {strip.name: strip for strip in made.network.strips}
    for crossing in made.network.crossings:
        entries = [way.other for way in crossing.connections if strips[way.incoming].title != "roundabout"]
        waits = {low for _, low in crossing.first}
        assert set(entries) == waits
        for entry in entries:
            arm = strips[strips[entry].before.name]
            assert "205" in {thing.about["type"] for thing in arm.signals}


def test_lights_are_switched_by_controllers_that_the_junction_names():
    made = make("grid", 1, {"signals": "1"})
    lights = {t.about["id"] for s in made.network.strips for t in s.signals if t.about["type"] == "1000001"}
    switched = {name for c in made.network.crossings for control in c.controls for name in control.signals}
    assert lights
    assert lights == switched


@FEW
@given(NAMES, SEEDS)
def test_the_traffic_fits_the_lanes_and_comes_back_from_its_file(kind, seed):
    made = make(kind, seed)
    asked = demand(made)
    assert decoded(encoded(asked)) == asked
    assert 0.0 < asked.fullest <= FULLEST
    strips = {strip.name: strip for strip in made.network.strips}
    for source in asked.sources:
        assert 0.0 <= source.flow <= CAPACITY[strips[source.road].kind] * len(source.lanes)
    totals: dict[tuple[str, str], float] = {}
    for turn in asked.turns:
        totals[turn.junction, turn.incoming] = totals.get((turn.junction, turn.incoming), 0.0) + turn.share
    assert all(abs(total - 1.0) < 1e-3 for total in totals.values())
    came, went = sum(s.flow for s in asked.sources), sum(s.flow for s in asked.sinks)
    assert went <= came * 1.01 + 5.0


@given(st.floats(-1e4, 1e4))
def test_our_sines_are_sines(angle):
    sine, cosine = sine_cosine(angle)
    assert abs(sine - math.sin(angle)) < 4e-16
    assert abs(cosine - math.cos(angle)) < 4e-16


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_our_arc_tangent_is_one(y, x):
    assert abs(math.remainder(arc_tangent(y, x) - math.atan2(y, x), 2.0 * math.pi)) < 2e-15


def test_draws_do_not_depend_on_how_many_were_drawn_at_a_time():
    one, other = Draw("grid", 1, "x"), Draw("grid", 1, "x")
    assert [one.part() for _ in range(600)] == [other.part() for _ in range(600)]
    assert all(Draw("grid", 1, "x").whole(2, 4) in (2, 3, 4) for _ in range(3))
