"""Routes through a town of crossings: who turns where, where a route ends, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from aureole.core.errors import BadInput, Unsupported
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from tests.world.roads.maps import document, road
from tests.world.scenarios.crossings import town
from tests.world.scenarios.drives import Drive, after, drive, event, lane_change, private, scenario, speed


class Streets(NamedTuple):
    """A town's file, and the names of its roads."""

    path: Path
    names: tuple[str, ...]


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Streets:
    return built(tmp_path_factory.mktemp("town"))


def built(folder: Path, **slow: float) -> Streets:
    path = town(folder, slow=slow)
    return Streets(path, read_map(path).names)


def lane(road: str, number: int | str, s: float | str, more: str = "") -> str:
    return f'<LanePosition roadId="{road}" laneId="{number}" s="{s}">{more}</LanePosition>'


def at(place: str) -> str:
    return f"<TeleportAction><Position>{place}</Position></TeleportAction>"


def route(*places: str, closed: str = "false", by: str = "shortest") -> str:
    points = "".join(f'<Waypoint routeStrategy="{by}"><Position>{place}</Position></Waypoint>' for place in places)
    return f'<Route name="way" closed="{closed}">{points}</Route>'


def assign(*places: str, **how: str) -> str:
    return f"<RoutingAction><AssignRouteAction>{route(*places, **how)}</AssignRouteAction></RoutingAction>"


def acquire(place: str) -> str:
    return f"<RoutingAction><AcquirePositionAction><Position>{place}</Position></AcquirePositionAction></RoutingAction>"


def on_route(inside: str, *places: str, more: str = "") -> str:
    way = f"<RouteRef>{route(*places)}</RouteRef>"
    return f"<RoutePosition>{way}<InRoutePosition>{inside}</InRoutePosition>{more}</RoutePosition>"


def written(folder: Path, streets: Streets, other: list[str], events: str = "", end: str = "30") -> Path:
    """A scenario in the town: the ego waits on a side street, the other one starts as `other` says."""
    init = private("Ego", at(lane("v00", -1, 20))) + private("Other", *other)
    path = scenario(folder, init, events, end=end)
    before, _, rest = path.read_text(encoding="utf-8").partition('<LogicFile filepath="')
    path.write_text(f'{before}<LogicFile filepath="{streets.path}{rest[rest.index(chr(34)) :]}', encoding="utf-8")
    return path


def passed(found: Drive, streets: Streets, name: str = "Other", world: int = 0) -> list[str]:
    """The roads that an entity drives on, in order."""
    rows = found.of(name, "road", world).tolist()
    return [streets.names[row] for k, row in enumerate(rows) if k == 0 or row != rows[k - 1]]


EASTWARD = [at(lane("h00", -1, 100)), speed("15")]
LEFT, AHEAD, RIGHT = lane("v01", -1, 50), lane("h10", -1, 50), lane("v00", 1, 50)


@pytest.mark.parametrize(("goal", "roads"), [
    (LEFT, ["h00", "h00-v01", "v01"]), (AHEAD, ["h00", "h00-h10", "h10"]), (RIGHT, ["h00", "h00-v00", "v00"]),
])  # fmt: skip
def test_an_entity_turns_where_its_route_turns(tmp_path: Path, streets: Streets, goal: str, roads: list[str]) -> None:
    path = written(tmp_path, streets, [assign(lane("h00", -1, 10), goal), *EASTWARD], end="9")
    assert passed(drive(path, step=0.05), streets) == roads


def test_without_a_route_it_goes_straight_on_and_after_its_end_too(tmp_path: Path, streets: Streets) -> None:
    free = drive(written(tmp_path, streets, EASTWARD), step=0.05)
    assert passed(free, streets) == ["h00", "h00-h10", "h10", "h10-h20", "h20"]
    led = drive(written(tmp_path, streets, [assign(lane("h00", -1, 10), LEFT), *EASTWARD]), step=0.05)
    assert passed(led, streets) == ["h00", "h00-v01", "v01", "v01-v02", "v02"]


def test_a_step_over_the_end_of_a_road_goes_on_as_far_as_it_reaches_beyond(tmp_path: Path, streets: Streets) -> None:
    found = drive(written(tmp_path, streets, [assign(lane("h00", -1, 10), LEFT), *EASTWARD], end="9"), step=0.05)
    xyz, heading = found.of("Other", "xyz"), found.of("Other", "heading")
    steps = np.hypot(*np.diff(xyz[:, :2], axis=0).T)
    assert np.abs(steps - 0.75).max() < 0.07  # a station beyond the end counts on the next road, whatever its bend
    assert np.sort(np.abs(steps - 0.75))[-3] < 0.001
    assert xyz[-1, 0] == pytest.approx(1.75)
    assert heading[-1] == pytest.approx(np.pi / 2)


def test_in_a_lane_that_does_not_turn_there_it_goes_where_its_lane_leads(tmp_path: Path, streets: Streets) -> None:
    start = [assign(lane("h00", -1, 10), LEFT), at(lane("h00", -2, 100)), speed("15")]
    assert passed(drive(written(tmp_path, streets, start, end="9"), step=0.05), streets) == ["h00", "h00-v00", "v00"]


def test_who_changes_lanes_before_the_crossing_turns_with_the_new_one(tmp_path: Path, streets: Streets) -> None:
    start = [assign(lane("h00", -1, 10), LEFT), at(lane("h00", -2, 100)), speed("15")]
    change = lane_change("1", "linear", "time", "2").replace('RelativeTargetLane entityRef="Ego" value="1"',
                                                             'AbsoluteTargetLane value="-1"')  # fmt: skip
    path = written(tmp_path, streets, start, event("Change", change, after("0.5")), end="9")
    assert passed(drive(path, step=0.05), streets) == ["h00", "h00-v01", "v01"]


def test_a_lane_change_goes_on_over_the_end_of_a_road_that_is_run_backwards(tmp_path: Path, streets: Streets) -> None:
    start = [at(lane("h00", -2, 150)), speed("15")]
    change = lane_change("1", "linear", "time", "3").replace('RelativeTargetLane entityRef="Ego" value="1"',
                                                             'AbsoluteTargetLane value="-1"')  # fmt: skip
    found = drive(
        written(tmp_path, streets, start, event("Change", change, after("0", edge="none")), end="6"), step=0.05
    )
    assert passed(found, streets) == ["h00", "h00-h10", "h10"]
    assert np.abs(np.diff(found.of("Other", "xyz")[:, 1])).max() < 0.1
    assert found.of("Other", "xyz")[-1, 1] == pytest.approx(-1.75)


def test_the_strategy_of_a_waypoint_chooses_the_way_to_it(tmp_path: Path, streets: Streets) -> None:
    goal = lane("h21", -1, 50)
    start = [assign(lane("h00", -1, 10), goal), *EASTWARD]
    short = passed(drive(written(tmp_path, streets, start), step=0.05), streets)
    slow = built(tmp_path, **{short[2]: 3.0})
    assert passed(drive(written(tmp_path, slow, start), step=0.05), slow) == short
    quick = [assign(lane("h00", -1, 10), goal, by="fastest"), *EASTWARD]
    assert short[2] not in passed(drive(written(tmp_path, slow, quick), step=0.05), slow)


def test_a_closed_route_is_driven_again_and_again(tmp_path: Path, streets: Streets) -> None:
    round_ = [lane("h10", -1, 50), lane("v11", -1, 50), lane("h11", 1, 50), lane("v01", 1, 50)]
    start = [assign(*round_, closed="true"), at(lane("h10", -1, 50)), speed("20")]
    found = passed(drive(written(tmp_path, streets, start, end="100"), step=0.05), streets)
    assert found[:9:2] == ["h10", "v11", "h11", "v01", "h10"]
    assert len(found) > 17
    assert found[8:16] == found[:8]


def test_a_later_route_takes_the_place_of_an_earlier_one(tmp_path: Path, streets: Streets) -> None:
    other = event("Instead", assign(lane("h00", -1, 10), RIGHT), after("1"))
    path = written(tmp_path, streets, [assign(lane("h00", -1, 10), LEFT), *EASTWARD], other, end="9")
    found = drive(path, step=0.05)
    assert passed(found, streets) == ["h00", "h00-v00", "v00"]
    assert found.moments()["InsteadAction", "completeState"] == pytest.approx(1.0)


@pytest.mark.parametrize("place", [
    '<WorldPosition x="1" y="70"/>', '<RoadPosition roadId="v01" s="50" t="-1"/>',
    on_route('<FromLaneCoordinates pathS="230" laneId="-1"/>', lane("h00", -1, 10), LEFT),
    on_route('<FromRoadCoordinates pathS="230" t="-2"/>', lane("h00", -1, 10), LEFT),
])  # fmt: skip
def test_a_waypoint_may_be_any_position_that_stands(tmp_path: Path, streets: Streets, place: str) -> None:
    path = written(tmp_path, streets, [assign(lane("h00", -1, 10), place), *EASTWARD], end="9")
    assert passed(drive(path, step=0.05), streets) == ["h00", "h00-v01", "v01"]


def test_a_lane_that_no_car_comes_to_stands_for_its_road(tmp_path: Path, streets: Streets) -> None:
    path = written(tmp_path, streets, [assign(lane("h00", -1, 10), lane("v00", -1, 50)), *EASTWARD], end="9")
    assert passed(drive(path, step=0.05), streets) == ["h00", "h00-v00", "v00"]


@pytest.mark.parametrize(("start", "roads"), [
    (lane("h00", -1, 100), ["h00", "h00-v01", "v01", "v01-v02", "v02"]),
    (lane("h10", 1, 60), ["h10", "h10-v01", "v01", "v01-v02", "v02"]),
    (lane("v01", -1, 130), ["v01", "v01-h11", "h11"]),
    (lane("v01", -1, 20), ["v01", "v01-v02", "v02"]),
])  # fmt: skip
def test_a_position_is_acquired_from_wherever_one_is(
    tmp_path: Path, streets: Streets, start: str, roads: list[str]
) -> None:
    path = written(tmp_path, streets, [at(start), speed("15"), acquire(LEFT)], end="25")
    found = passed(drive(path, step=0.05), streets)
    assert found[: len(roads)] == roads


def test_an_entity_that_moves_is_approached_where_it_then_is(tmp_path: Path, streets: Streets) -> None:
    ahead = '<RelativeLanePosition entityRef="Ego" dLane="0" ds="200"/>'  # over the crossing, on v01
    path = written(tmp_path, streets, [*EASTWARD], event("Go", acquire(ahead), after("1")), end="9")
    assert passed(drive(path, step=0.05), streets) == ["h00", "h00-v01", "v01"]
    moved = path.read_text(encoding="utf-8").replace(
        'roadId="v00" laneId="-1" s="20"', 'roadId="h20" laneId="1" s="20"'
    )
    path.write_text(moved.replace('ds="200"', 'ds="20"'), encoding="utf-8")  # on the crossing before h10
    assert passed(drive(path, step=0.05), streets) == ["h00", "h00-h10", "h10"]


def test_worlds_of_a_batch_are_led_each_from_its_own_place(tmp_path: Path, streets: Streets) -> None:
    starts = [{"Speed": "15", "Lane": "-1"}, {"Speed": "12", "Lane": "-2"}, {"Speed": "18", "Lane": "-1"}]
    other = [at(lane("h00", "$Lane", "${10 * $Speed - 80}")), speed("$Speed"), acquire(lane("v01", -1, 100))]
    path = written(tmp_path, streets, other, end="14")
    batch = drive(path, starts, step=0.05)
    assert passed(batch, streets, world=0)[:3] == ["h00", "h00-v01", "v01"]
    assert passed(batch, streets, world=1)[:3] == ["h00", "h00-v00", "v00"]
    for world, one in enumerate(starts):
        alone = drive(path, [one], step=0.05)
        for field in ("xyz", "heading", "speed", "road"):
            assert np.array_equal(alone.of("Other", field), batch.of("Other", field, world)[: len(alone.scenes)])


def test_a_place_ahead_of_an_entity_lies_on_its_route(tmp_path: Path, streets: Streets) -> None:
    ahead = at('<RelativeLanePosition entityRef="Other" dLane="0" ds="141.415926535897931"/>')
    path = written(
        tmp_path, streets, [assign(lane("h00", -1, 10), LEFT), *EASTWARD], event("Jump", ahead, after("0", edge="none"))
    )
    text = path.read_text(encoding="utf-8").replace('<EntityRef entityRef="Other"/>', '<EntityRef entityRef="Ego"/>')
    path.write_text(text, encoding="utf-8")
    found = drive(path, step=0.05)
    assert found.of("Ego", "xyz")[4, :2] == pytest.approx([1.75, 70.0], abs=0.8)


def test_orientations_on_a_route_are_relative_to_the_lane_or_to_the_road(tmp_path: Path, streets: Streets) -> None:
    turned = '<Orientation h="0.5" type="relative"/>'
    back = [lane("h10", 1, 150), lane("h00", 1, 20)]
    for inside, expected in (
        ('<FromLaneCoordinates pathS="30" laneId="1"/>', 0.5 - np.pi),
        ('<FromRoadCoordinates pathS="30" t="1.75"/>', 0.5),
        ('<FromCurrentEntity entityRef="Ego"/>', 0.5 + np.pi / 2),
    ):
        path = written(tmp_path, streets, [at(on_route(inside, *back, more=turned))], end="1")
        assert drive(path, step=0.5).of("Other", "heading")[0] == pytest.approx(expected)


def test_a_lane_is_followed_over_the_links_of_its_sections(tmp_path: Path) -> None:
    def section(s: float, lanes: str) -> str:
        centre = '<center><lane id="0" type="none"/></center>'
        return f'<laneSection s="{s}">{centre}<right>{lanes}</right></laneSection>'

    wide = '<width sOffset="0" a="4" b="0" c="0" d="0"/>'
    grows = '<width sOffset="0" a="0" b="0.04" c="0" d="0"/>'
    before = f'<lane id="-1" type="driving"><link><successor id="-2"/></link>{wide}</lane>'
    beyond = f'<lane id="-1" type="driving">{grows}</lane>'
    beyond += f'<lane id="-2" type="driving"><link><predecessor id="-1"/></link>{wide}</lane>'
    lanes = section(0.0, before) + section(50.0, beyond)
    path = tmp_path / "town.xodr"
    path.write_text(document(road(name="h00", parts=((150.0, 0.0, 0.0),), lanes=lanes)), encoding="utf-8")
    streets = Streets(path, ("h00",))
    init = private("Ego", at(lane("h00", -1, 5)))
    ahead = at('<RelativeLanePosition entityRef="Ego" dLane="0" ds="90"/>')
    file = written(
        tmp_path, streets, [at(lane("h00", -1, 40)), speed("10")], event("Jump", ahead, after("10")), end="11"
    )
    text = file.read_text(encoding="utf-8").replace(private("Ego", at(lane("v00", -1, 20))), init)
    file.write_text(text, encoding="utf-8")
    found = drive(file, step=0.1)
    xyz = found.of("Other", "xyz")
    assert np.abs(np.diff(xyz[:90, 1])).max() < 0.05
    assert xyz[60, :2] == pytest.approx([100.0, -4.0])
    assert xyz[102, :2] == pytest.approx([97.0, -2.0 - 0.04 * 47.0])


def test_the_time_to_a_position_is_what_the_triggering_entity_needs(tmp_path: Path, streets: Streets) -> None:
    place = lane("h00", -1, 150)
    target = f"<TimeToCollisionConditionTarget><Position>{place}</Position></TimeToCollisionConditionTarget>"
    how = 'value="2" rule="lessThan" freespace="false" coordinateSystem="entity" relativeDistanceType="longitudinal"'
    inner = f"<TimeToCollisionCondition {how}>{target}</TimeToCollisionCondition>"
    who = '<TriggeringEntities triggeringEntitiesRule="any"><EntityRef entityRef="Other"/></TriggeringEntities>'
    condition = f"<ByEntityCondition>{who}<EntityCondition>{inner}</EntityCondition></ByEntityCondition>"
    start = f'<Condition name="c" delay="0" conditionEdge="none">{condition}</Condition>'
    start = f"<StartTrigger><ConditionGroup>{start}</ConditionGroup></StartTrigger>"
    path = written(tmp_path, streets, [at(lane("h00", -1, 100)), speed("10")], event("Stop", speed("0"), start))
    assert drive(path, step=0.05).moments()["StopAction", "runningState"] == pytest.approx(3.0)


@pytest.mark.parametrize(("kind", "action", "what", "element"), [
    (BadInput, assign(lane("h00", -1, 10), lane("h00", -1, 500)), "this position lies at s=500", "LanePosition"),
    (BadInput, assign(lane("h00", -1, 10), lane("h00", -3, 50)), "there is no lane -3", "LanePosition"),
    (BadInput, assign(lane("h00", -1, 10), '<WorldPosition x="9000" y="0"/>'), "off every road", "WorldPosition"),
    (BadInput, assign(lane("h20", -1, 10), lane("h00", -1, 50)), "there is no way to this waypoint", "Waypoint"),
    (BadInput, assign(lane("h00", -1, 10)), "at least two waypoints", "Route"),
    (Unsupported, assign(lane("h00", -1, 10), AHEAD, by="random"), "routeStrategy 'random'", "Waypoint"),
    (Unsupported, assign(lane("h00", -1, 10), '<RelativeWorldPosition entityRef="Ego" dx="0" dy="0"/>'),
     "a way to a <RelativeWorldPosition> as a waypoint", "RelativeWorldPosition"),
    (Unsupported, "<RoutingAction><RandomRouteAction/></RoutingAction>", "drawn by lot", "RandomRouteAction"),
])  # fmt: skip
def test_what_cannot_be_followed_is_refused_by_name(
    tmp_path: Path, streets: Streets, kind: type[Exception], action: str, what: str, element: str
) -> None:
    path = written(tmp_path, streets, [*EASTWARD, action])
    with pytest.raises(kind, match=what) as caught:
        build(Case("x", path), [Variation()])
    assert "scenario.xosc:" in str(caught.value)
    assert f"<{element}>" in str(caught.value)


TRACKS = {  # entities whose tracks are comparable; heights of lanes are another matter
    "esmini/traffic_lights": ("Ego", "Pedestrian_1", "Pedestrian_2"),
    "esmini/pedestrian": ("Ego", "pedestrian_adult"),
    "esmini/parking_demo": (
        "Target0", "Target", "Target1", "Target2", "Target3", "Target5", "Target6", "Target7", "Target8", "Target9",
        "Target10", "Target11", "Man1",
    ),
    "ncap/CBNA": ("Ego", "VRU", "ObstructionSmall", "ObstructionLarge"),
    "ncap/CBFA": ("Ego", "VRU"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRACKS)
def test_public_files_with_routes_play_as_the_reference_player_plays_them(data: Path, name: str) -> None:
    kind, _, stem = name.partition("/")
    csv = data / "reference-tracks" / f"{name}.csv.gz"
    if not csv.is_file():
        pytest.skip(f"no reference track {csv.name}")
    files = [path for path in (data / f"osc-{kind}").rglob(f"{stem}.xosc") if "Variations" not in path.parts]
    found = drive(files[0], step=0.05 if kind == "esmini" else 0.01)
    with gzip.open(csv, "rt") as file:
        rows = [line.split(", ") for line in file.read().splitlines()[1:]]
    for entity in TRACKS[name]:
        reference = np.array([[float(row[k]) for k in (0, 3, 4, 6, 9)] for row in rows if row[2] == entity])
        assert len(found.scenes) == len(reference)
        xyz, turn = found.of(entity, "xyz"), found.of(entity, "heading") - reference[:, 3]
        assert np.hypot(*(xyz[:, :2] - reference[:, 1:3]).T).max() < 0.03
        assert np.abs((turn + np.pi) % (2.0 * np.pi) - np.pi).max() < 0.002
        assert np.abs(found.of(entity, "speed") - reference[:, 4]).max() < 0.001


def test_who_faces_back_on_a_route_faces_back(data: Path) -> None:
    files = [path for path in (data / "osc-ncap").rglob("CBFA.xosc") if "Variations" not in path.parts]
    if not files:
        pytest.skip("no Euro NCAP files")
    found = drive(files[0], step=0.5)
    assert found.of("VRU", "heading")[0] == pytest.approx(-np.pi / 2)
    assert found.of("ObstructionLarge", "heading")[0] == pytest.approx(np.pi / 2, abs=1e-5)
