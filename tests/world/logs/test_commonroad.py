"""CommonRoad scenarios become recordings: everybody's track, the road, and the car that is examined."""

import gzip

import numpy as np
import pytest

from aureole.core.errors import BadInput, Unsupported
from aureole.core.kinds import Kind, LaneKind, Mark
from aureole.world.logs.commonroad.recording import read_recording
from aureole.world.logs.commonroad.scenario import read_scenario
from tests.world.logs.scenes import (
    AFTER, GOAL, LANES, exact, full, lanelet, obstacle, point, problem, scene, state,
)  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """Reads a document as a recording."""

    def one(text, **given):
        path = tmp_path / "scene.xml"
        path.write_text(text)
        return read_recording(path, **given)

    return one


def told(found):
    return " ".join(notice.what for notice in found.notices)


@pytest.mark.parametrize("version", ["2018b", "2020a"])
def test_both_versions_give_the_same_tracks(read, version):
    found = read(full(version))
    assert found.names == ("11", "12", "13", "ego")
    assert found.kind.tolist() == [Kind.CAR, Kind.TRUCK, Kind.CAR, Kind.CAR]
    assert found.present.sum(axis=1).tolist() == [31, 16, 31, 1]
    assert found.xyz[1, 7].tolist() == [21.0, -6.0, 0.0]
    assert np.isnan(found.xyz[1, 4]).all()
    assert (found.step, found.source) == (0.1, "commonroad")


def test_the_planning_problems_car_is_there_only_when_it_starts(read):
    found = read(full())
    assert found.ego == 3
    assert found.present[3].nonzero()[0].tolist() == [0]
    assert (found.xyz[3, 0].tolist(), found.speed[3, 0]) == ([5.0, -2.0, 0.0], 10.0)
    assert found.goal.tolist() == [100.0, -2.0]
    assert found.problem.goals[0].time == (2.0, 4.0)
    assert "planning problem 9" in told(found)


def test_the_examined_car_may_take_the_place_of_a_logged_one(read):
    found = read(full(), vehicle="12")
    assert (found.names[found.ego], found.problem) == ("12", None)
    assert found.goal.tolist() == [60.0, -6.0]
    assert "takes the place of vehicle 12" in told(found)


@pytest.mark.parametrize("name", ["13", "99", "ego"])
def test_a_vehicle_without_a_track_cannot_be_replaced(read, name):
    with pytest.raises(BadInput, match=f"no vehicle '{name}'") as caught:
        read(full(), vehicle=name)
    assert "11, 12" in caught.value.remedy


def test_without_a_planning_problem_somebody_must_be_named(read):
    text = scene(obstacle("11", [state(0, 5.0), state(1, 6.0)]))
    with pytest.raises(BadInput, match="no planning problem"):
        read(text)
    assert read(text, vehicle="11").ego == 0


def test_a_second_planning_problem_is_asked_for_by_name(read):
    text = scene(problem(), problem(name="10"))
    assert read(text).problem.name == "9"
    assert read(text, problem="10").problem.name == "10"
    with pytest.raises(BadInput, match="no planning problem 'x'"):
        read(text, problem="x")


def test_a_packed_scenario_is_read(tmp_path):
    path = tmp_path / "scene.xml.gz"
    path.write_bytes(gzip.compress(full().encode()))
    assert read_recording(path).names == ("11", "12", "13", "ego")


def test_lanes_are_linked_and_marked_as_the_lanelets_say(tmp_path):
    path = tmp_path / "scene.xml"
    path.write_text(full())
    made = read_scenario(path).made
    road = made.map.road
    for name, other in AFTER.items():
        assert road.lane_successor[made.lane_of[name]] == made.lane_of[other]
    marks = [road.mark_kind[road.mark_first[made.lane_of[name]]] for name in ("1", "2")]
    assert marks == [Mark.BROKEN, Mark.BROKEN]


def test_intervals_are_used_by_their_middles_and_told(read):
    wide = state(1, 6.0).replace(exact("velocity", 10.0), "<velocity><intervalStart>8</intervalStart>"
                                 "<intervalEnd>10</intervalEnd></velocity>")  # fmt: skip
    found = read(scene(obstacle("11", [state(0, 5.0), wide])), vehicle="11")
    assert found.speed[0].tolist() == [10.0, 9.0]
    assert "<velocity> is an interval" in told(found)


def test_a_box_beside_the_place_of_its_obstacle_is_put_where_it_is(read):
    shape = ("<rectangle><length>4</length><width>2</width><orientation>0</orientation>"
             "<center><x>1</x><y>0</y></center></rectangle>")  # fmt: skip
    found = read(scene(obstacle("11", [state(0, 5.0, heading=np.pi / 2), state(1, 5.0)], shape=shape)), vehicle="11")
    assert found.xyz[0, 0, :2] == pytest.approx([5.0, -1.0])
    assert found.xyz[0, 1, :2] == pytest.approx([6.0, -2.0])


@pytest.mark.parametrize(("shape", "size"), [
    ("<circle><radius>0.4</radius></circle>", [0.8, 0.8]),
    (f"<polygon>{point(-1, -1)}{point(2, -1)}{point(2, 1)}</polygon>", [3.0, 2.0]),
])  # fmt: skip
def test_other_shapes_become_the_boxes_around_them_and_are_told(read, shape, size):
    found = read(scene(obstacle("11", [state(0, 5.0), state(1, 6.0)], kind="pedestrian", shape=shape)), vehicle="11")
    assert found.size[0, :2] == pytest.approx(size)
    assert "box around" in told(found)


def test_a_gap_in_a_track_is_told_and_nobody_is_there_in_it(read):
    found = read(scene(obstacle("11", [state(0, 5.0), state(1, 6.0), state(5, 9.0)])), vehicle="11")
    assert found.present[0].tolist() == [True, True, False, False, False, True]
    assert "gaps" in told(found)


def test_an_occupancy_set_is_told_and_only_the_first_state_is_played(read):
    text = obstacle("11", [state(0, 5.0), state(1, 6.0)]).replace("trajectory>", "occupancySet>")
    found = read(scene(text, problem()))
    assert found.present[0].sum() == 1
    assert "occupancySet" in told(found)


GOALS = {
    "circle": ("<circle><radius>3</radius><center><x>50</x><y>-2</y></center></circle>", (50.0, -2.0), (52.0, -2.0)),
    "polygon": (
        f"<polygon>{point(40, -4)}{point(60, -4)}{point(60, 0)}{point(40, 0)}</polygon>",
        (50.0, -2.0),
        (41, -1),
    ),
    "lanelet": ('<lanelet ref="3"/>', (90.0, -2.0), (119.0, -3.9)),
}


@pytest.mark.parametrize("name", GOALS)
def test_every_kind_of_goal_region_has_its_middle_and_its_inside(read, name):
    region, middle, within = GOALS[name]
    found = read(scene(problem(f"<goalState><position>{region}</position></goalState>")))
    assert found.goal == pytest.approx(middle)
    goal = found.problem.goals[0]
    assert goal.reached(0.0, within, 0.0, 5.0)
    assert not goal.reached(0.0, (10.0, 20.0), 0.0, 5.0)


def test_a_goal_without_a_place_is_the_end_of_the_lane(read):
    found = read(scene(problem("<goalState><time><intervalStart>5</intervalStart><intervalEnd>9</intervalEnd></time>"
                               "</goalState>")))  # fmt: skip
    assert found.goal == pytest.approx([120.0, -2.0])
    assert "nowhere in particular" in told(found)


def test_a_goal_holds_speed_and_heading_and_time_together(read):
    inside = GOAL.replace("</goalState>", "<velocity><intervalStart>2</intervalStart><intervalEnd>6</intervalEnd>"
                          "</velocity><orientation><intervalStart>-0.2</intervalStart><intervalEnd>0.2</intervalEnd>"
                          "</orientation></goalState>")  # fmt: skip
    goal = read(scene(problem(inside))).problem.goals[0]
    assert goal.reached(3.0, (100.0, -2.0), 2 * np.pi + 0.1, 4.0)
    for wrong in ((1.0, 0.1, 4.0), (3.0, 0.5, 4.0), (3.0, 0.1, 9.0)):
        assert not goal.reached(wrong[0], (100.0, -2.0), wrong[1], wrong[2])


SIGN = ('<trafficSign id="70"><trafficSignElement><trafficSignID>{code}</trafficSignID>{value}</trafficSignElement>'
        "<position>" + point(55, -9) + "</position></trafficSign>")  # fmt: skip


def signed(code, value="", inside='<trafficSignRef ref="70"/>'):
    lanes = "".join(lanelet(*about, inside=inside if about[0] == "2" else "") for about in LANES)
    return scene(SIGN.format(code=code, value=value), problem(), version="2020a", lanes=lanes)


@pytest.mark.parametrize(("code", "value", "limit"), [
    ("274", "<additionalValue>13.9</additionalValue>", 13.9), ("R2-1", "<additionalValue>20</additionalValue>", 20.0),
    ("274.1", "", 30 / 3.6), ("310", "", 50 / 3.6),
])  # fmt: skip
def test_a_speed_sign_limits_the_lanelets_that_refer_to_it(tmp_path, code, value, limit):
    path = tmp_path / "scene.xml"
    path.write_text(signed(code, value))
    lanes = read_scenario(path).lanelets
    assert (lanes["2"].limit, lanes["1"].limit) == (pytest.approx(limit), np.inf)


def test_a_stop_sign_stands_in_the_map_and_other_signs_are_told(read):
    found = read(signed("206"))
    assert found.map.signals.kind == ("206",)
    assert "sign 101 is not used" in told(read(signed("101")))


LIGHT = ('<trafficLight id="80"><cycle><cycleElement><duration>3</duration><color>red</color></cycleElement>'
         "<cycleElement><duration>1</duration><color>redYellow</color></cycleElement><cycleElement>"
         "<duration>4</duration><color>green</color></cycleElement><cycleElement><duration>2</duration>"
         "<color>yellow</color></cycleElement><timeOffset>1</timeOffset></cycle></trafficLight>")  # fmt: skip


def test_a_light_has_its_colour_at_each_step_and_stands_for_its_lane(read):
    lanes = "".join(lanelet(*about, inside='<trafficLightRef ref="80"/>' if about[0] == "2" else "") for about in LANES)
    car = obstacle("11", [state(t, 5.0 + t) for t in range(12)], new=True)
    found = read(scene(LIGHT, car, problem(), version="2020a", lanes=lanes))
    assert found.lights.tolist() == [[2, 1, 1, 1, 1, 3, 3, 3, 3, 2, 2, 1]]
    assert found.map.signals.dynamic.tolist() == [True]
    assert found.map.road.lane_id[found.light_lane[0]] == -2
    assert "lights" not in found.lacks


def test_types_and_users_tell_what_a_lane_is_for(tmp_path):
    kinds = {"1": "<laneletType>urban</laneletType><userOneWay>vehicle</userOneWay>",
             "2": "<laneletType>busLane</laneletType>", "3": "<laneletType>urban</laneletType><userOneWay>bicycle</userOneWay>",
             "4": "<laneletType>urban</laneletType><laneletType>crosswalk</laneletType>"}  # fmt: skip
    path = tmp_path / "scene.xml"
    path.write_text(scene(version="2020a", lanes="".join(lanelet(*about, inside=kinds[about[0]]) for about in LANES)))
    found = read_scenario(path)
    assert {name: lane.kind for name, lane in found.lanelets.items()} == {
        "1": LaneKind.DRIVING, "2": LaneKind.RESTRICTED, "3": LaneKind.BIKING,
    }  # fmt: skip
    assert "crosswalk" in " ".join(notice.what for notice in found.notices)


def test_an_intersection_is_a_junction_of_the_map(tmp_path):
    path = tmp_path / "scene.xml"
    crossing = ('<intersection id="50"><incoming id="51"><incomingLanelet ref="1"/><successorsStraight ref="3"/>'
                "</incoming></intersection>")  # fmt: skip
    path.write_text(scene(crossing, version="2020a"))
    assert read_scenario(path).made.map.crossings == ("intersection 50",)


def test_what_the_file_lacks_is_named(read):
    assert set(read(full()).lacks) == {"lights", "lane_kinds", "limits", "heights"}


WRONG = {
    "another version": (full().replace("2018b", "2017a"), "2017a is not read"),
    "no lanelet": (scene(lanes=""), "no <lanelet>"),
    "one border": (full().replace("leftBound", "leftBorder"), "no <leftBound>"),
    "no number": (full().replace("<x>60</x>", "<x>sixty</x>", 1), "'sixty' is not a number"),
    "NaN": (full().replace("<x>60</x>", "<x>NaN</x>", 1), "'NaN' is not a number"),
    "a role": (full().replace("<role>static</role>", "<role>lazy</role>"), "role 'lazy'"),
    "a type": (full().replace("<type>truck</type>", "<type>ufo</type>"), "'ufo' is no type"),
    "no shape": (scene(obstacle("11", [state(0, 5.0)], shape="")), "no rectangle"),
    "no length": (full().replace("<length>4.5</length>", "<length>0</length>", 1), "'0' is not a number"),
    "an early time": (full().replace("<exact>5</exact>", "<exact>-5</exact>"), "time step -5"),
    "a late time": (full().replace("<exact>20</exact>", "<exact>999999</exact>"), "time step"),
    "two of one id": (full().replace('id="12"', 'id="11"'), "second obstacle"),
    "a line": (full().replace("dashed", "wavy"), "'wavy' is no line marking"),
    "no goal": (scene(problem("")), "without a <goalState>"),
    "a lost goal": (
        scene(problem('<goalState><position><lanelet ref="77"/></position></goalState>')),
        "has the id '77'",
    ),
    "an interval": (full().replace("<intervalStart>20<", "<intervalStart>50<"), "runs backwards"),
    "a step": (full().replace('timeStepSize="0.1"', 'timeStepSize="0"'), "timeStepSize='0'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_its_line(read, tmp_path, name):
    text, words = WRONG[name]
    with pytest.raises((BadInput, Unsupported), match=words.replace("(", r"\(")) as caught:
        read(text)
    assert caught.value.place.startswith(f"{tmp_path / 'scene.xml'}:")
    assert "<" in caught.value.place
    assert caught.value.remedy
