"""Keeping the road, the lane and its lines."""

import numpy as np
import pytest

from aureole.core.kinds import Lamps
from aureole.exam.judges.bench import Bench
from aureole.exam.judges.lanes.overhang import off_arc
from aureole.kernels import kernel
from aureole.world.roads.place import step_to
from tests.exam.staged import Actor, Moment, Stage, brief

RIGHTMOST, MIDDLE, LEFTMOST = -8.75, -5.25, -1.75


@kernel
def both_ways(along, across, curvature):
    return off_arc(along, across, curvature), step_to(along, across, curvature, 0.0)[1]


def drive(road, ts, *, lamps: int = 0, heading: float = 0.0, speed: float = 20.0, **more):
    bench = Bench(brief(road, ("Ego",), **more), "rules")
    moments = [
        Moment(0.1 * k, [Actor(100.0 + speed * 0.1 * k, t, speed, heading=heading, lamps=lamps)])
        for k, t in enumerate(ts)
    ]
    Stage(road, [bench]).play(moments, speed=speed)
    return bench.verdict(0)


def names(verdict) -> set[str]:
    return {event.name for event in verdict.events if event.fails}


def slide(start: float, end: float, steps: int = 20) -> list[float]:
    return [start + (end - start) * k / steps for k in range(steps + 1)]


def test_keeping_the_lane_leaves_no_event_and_measures_the_offset(straight):
    verdict = drive(straight, [MIDDLE, MIDDLE + 0.2, MIDDLE - 0.3, MIDDLE])
    assert names(verdict) == set()
    assert verdict.measures["max_offset"] == pytest.approx(0.3)
    # half a lane less half a track, half a tyre and the offset
    assert verdict.measures["min_line_distance"] == pytest.approx(1.75 - 0.5 * (1.58 + 0.225) - 0.3)


def test_a_tyre_over_the_line_without_an_indicator_is_a_departure(straight):
    verdict = drive(straight, slide(MIDDLE, MIDDLE + 1.2))
    assert names(verdict) == {"lane_departure"}
    departed = verdict.events[0]
    assert departed.value == pytest.approx(1.2 + 0.9025 - 1.75)
    assert departed.margin < 0.0
    assert "left line" in departed.text


def test_a_lane_change_with_the_indicator_of_its_side_is_no_fault(straight):
    verdict = drive(straight, slide(MIDDLE, LEFTMOST), lamps=Lamps.INDICATOR_LEFT)
    assert names(verdict) == set()
    assert verdict.measures["lane_changes"] == 1.0


def test_the_indicator_of_the_other_side_does_not_excuse(straight):
    assert "lane_departure" in names(drive(straight, slide(MIDDLE, LEFTMOST), lamps=Lamps.INDICATOR_RIGHT))


def test_a_line_that_may_not_be_crossed_is_a_departure_whatever_burns(straight):
    verdict = drive(straight, slide(RIGHTMOST, -11.5), lamps=Lamps.INDICATOR_RIGHT)
    assert {"lane_departure", "wrong_lane"} <= names(verdict)


def test_the_stop_lane_is_open_while_the_hazard_lights_burn(straight):
    assert names(drive(straight, slide(RIGHTMOST, -11.6), lamps=Lamps.HAZARD)) == set()


def test_a_corner_beyond_the_stop_lane_is_off_the_road(straight):
    verdict = drive(straight, slide(-11.6, -12.6), lamps=Lamps.HAZARD)
    assert "off_road" in names(verdict)


def test_driving_in_the_oncoming_lane_is_the_wrong_lane(straight):
    assert "wrong_lane" in names(drive(straight, [1.75] * 4))
    assert "wrong_lane" not in names(drive(straight, [1.75] * 4, heading=3.14159265, speed=10.0))


def test_a_bend_is_followed_without_a_departure(bend):
    import math

    from aureole.core.scene import Scene  # noqa: F401  # the stage writes s and t itself; here they differ from x and y
    from tests.exam import staged

    bench = Bench(brief(bend, ("Ego",)), "rules")
    for k in range(10):
        s = 100.0 + 2.0 * k
        moment = Moment(0.1 * k, [Actor(s, MIDDLE, 20.0)])
        scene = staged.scene(bend, [moment])
        angle, radius = s / 500.0, 500.0 - MIDDLE
        scene.xyz[0, 0, :2] = radius * math.sin(angle), 500.0 - radius * math.cos(angle)
        scene.heading[0, 0] = angle
        bench.watch(scene, staged.plan([moment]), staged.command([moment]))
    verdict = bench.verdict(0)
    assert names(verdict) == set()
    # the front tyres swing out: wheelbase^2 / 2 radius
    assert verdict.measures["min_line_distance"] == pytest.approx(0.8475 - 2.8**2 / 2.0 / 505.0, abs=2e-3)


def test_a_lane_is_followed_over_sections_in_which_its_id_is_another(tmp_path):
    from dataclasses import replace

    from aureole.world.roads import queries
    from aureole.world.roads.reading.opendrive import read
    from tests.exam import staged

    path = staged.road_file(tmp_path)
    text = path.read_text()
    first = text[text.index("<laneSection") : text.index("</laneSection>") + len("</laneSection>")]
    # from s = 110 m on a lane of no width lies inside the others, which count on by one
    second = first.replace('<laneSection s="0">', '<laneSection s="110">')
    for number in range(5, 0, -1):
        second = second.replace(f'<lane id="-{number}" type', f'<lane id="-{number + 1}" type')
    second = second.replace("<right>", f"<right>{staged.lane_xml(-1, 'median', 0.0, 'none', 'none')}")
    for number in range(1, 6):
        head = f'<lane id="-{number}" type'
        at = first.index(">", first.index(head)) + 1
        first = f'{first[:at]}<link><successor id="-{number + 1}"/></link>{first[at:]}'
        at = second.index(">", second.index(f'<lane id="-{number + 1}" type')) + 1
        second = f'{second[:at]}<link><predecessor id="-{number}"/></link>{second[at:]}'
    path.write_text(f"{text[: text.index('<laneSection')]}{first}{second}</lanes></road></OpenDRIVE>")
    two = read(path)
    bench = Bench(brief(two, ("Ego",)), "rules")
    for k in range(20):
        moment = Moment(0.1 * k, [Actor(100.0 + 2.0 * k, MIDDLE, 20.0)])
        scene = staged.scene(two, [moment])
        found = queries.locate(two, scene.xyz[0, :1, :2], hint_r=0, hint_s=scene.s[0, 0])
        scene = replace(scene, lane=found.row.reshape(1, 1).astype("int32"))
        bench.watch(scene, staged.plan([moment]), staged.command([moment]))
    verdict = bench.verdict(0)
    assert names(verdict) == set()
    assert verdict.measures["lane_changes"] == 0.0
    assert verdict.measures["max_offset"] == pytest.approx(0.0, abs=1e-9)


def test_the_line_that_who_drives_against_s_crosses_is_told_as_the_driver_has_it(straight):
    over = slide(1.75, -1.0)  # to the right of the road, which is its left
    verdict = drive(straight, over, lamps=Lamps.INDICATOR_LEFT, heading=3.14159265, speed=10.0)
    departed = next(event for event in verdict.events if event.name == "lane_departure")
    assert "left line" in departed.text


@pytest.mark.parametrize("shape", ["straight", "bend"])
@pytest.mark.parametrize("heading", [0.0, 0.05])
def test_lanes_that_are_even_are_judged_as_those_whose_borders_are_added_up(shape, heading, request):
    road = request.getfixturevalue(shape)
    added_up = road._replace(lane_even=np.full_like(road.lane_even, np.nan))
    for ts in (slide(MIDDLE, MIDDLE + 1.2), slide(LEFTMOST, RIGHTMOST, 31), slide(RIGHTMOST, -16.0)):
        found, other = drive(road, ts, heading=heading), drive(added_up, ts, heading=heading)
        assert repr(found) == repr(other)


@pytest.mark.parametrize("curvature", [0.0, 0.004, -0.001])
def test_how_far_off_a_line_is_the_same_with_and_without_the_way_along_it(curvature):
    for along, across in ((0.0, 3.0), (2.8, -5.3), (-1.0, 12.0)):
        off, whole = both_ways(along, across, curvature)
        assert off == whole
