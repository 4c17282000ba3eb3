"""Positions beside an entity: in conditions, in trajectories, over the ends of roads; distances from road to road."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.ways import ways
from tests.world.scenarios.drives import ROOM, after, at, drive, event, private, scenario, speed, trigger

MAP = """<OpenDRIVE><header revMajor="1" revMinor="6" name="two"/>
{roads}</OpenDRIVE>"""
ROAD = """<road name="" length="100" id="{id}" junction="-1"><link>{links}</link><planView>
<geometry s="0" x="{x}" y="0" hdg="{hdg}" length="100"><line/></geometry></planView><lanes><laneSection s="0">
<left><lane id="1" type="driving"><link>{left}</link><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></left>
<center><lane id="0" type="none"/></center>
<right><lane id="-1" type="driving"><link>{right}</link><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></right>
</laneSection></lanes></road>"""


def roads(folder: Path) -> Path:
    """Road 0 from x = 0 to 100; road 1 from there on to 200, against it: its start lies at 200."""
    first = ROAD.format(
        id=0, x=0, hdg=0, links='<successor elementType="road" elementId="1" contactPoint="end"/>',
        left='<successor id="-1"/>', right='<successor id="1"/>',
    )  # fmt: skip
    second = ROAD.format(
        id=1, x=200, hdg=math.pi, links='<successor elementType="road" elementId="0" contactPoint="end"/>',
        left='<successor id="-1"/>', right='<successor id="1"/>',
    )  # fmt: skip
    path = folder / "two.xodr"
    path.write_text(MAP.format(roads=first + second), encoding="utf-8")
    return path


def on_two_roads(folder: Path, init: str, events: str = "", end: str = "3") -> Path:
    path = scenario(folder, init, events, end=end)
    text = path.read_text(encoding="utf-8").replace(str(ROOM / "maps" / "motorway.xodr"), str(roads(folder)))
    path.write_text(text, encoding="utf-8")
    return path


def placed(position: str) -> str:
    return f"<TeleportAction><Position>{position}</Position></TeleportAction>"


def by_entity(condition: str) -> str:
    who = '<TriggeringEntities triggeringEntitiesRule="any"><EntityRef entityRef="Ego"/></TriggeringEntities>'
    inner = f"<ByEntityCondition>{who}<EntityCondition>{condition}</EntityCondition></ByEntityCondition>"
    group = f'<ConditionGroup><Condition name="c" delay="0" conditionEdge="none">{inner}</Condition></ConditionGroup>'
    return f"<StartTrigger>{group}</StartTrigger>"


def test_a_road_position_beside_an_entity_keeps_its_distance_from_the_reference_line(tmp_path: Path) -> None:
    place = placed('<RelativeRoadPosition entityRef="Ego" ds="-20" dt="3.1"/>')
    init = private("Ego", at("-4", "100"), speed("20")) + private("Other", place, speed("20"))
    found = drive(scenario(tmp_path, init, end="1"))
    assert found.of("Other", "s")[0] == pytest.approx(80.0)
    assert found.of("Other", "t")[0] - found.of("Ego", "t")[0] == pytest.approx(3.1)
    assert found.of("Other", "heading")[0] == pytest.approx(0.0)


def test_beside_somebody_beyond_the_end_of_the_road_is_on_the_next_one(tmp_path: Path) -> None:
    place = placed('<RelativeLanePosition entityRef="Ego" dLane="0" ds="30"/>')
    init = private("Ego", at("-1", "90"), speed("10")) + private("Other", place, speed("10"))
    found = drive(on_two_roads(tmp_path, init, end="1"))
    assert found.of("Other", "xyz")[0, :2] == pytest.approx([120.0, -1.75])
    assert found.of("Other", "s")[0] == pytest.approx(80.0)
    assert found.of("Other", "xyz")[100, 0] == pytest.approx(130.0)  # it looks the way Ego does


def test_a_place_beside_somebody_that_no_lane_leads_to_is_refused(tmp_path: Path) -> None:
    place = placed('<RelativeLanePosition entityRef="Ego" dLane="0" ds="500"/>')
    init = private("Ego", at("-1", "90"), speed("10")) + private("Other", place, speed("10"))
    with pytest.raises(BadInput, match="off every road or lane"):
        drive(on_two_roads(tmp_path, init))


def test_a_condition_follows_the_place_beside_an_entity(tmp_path: Path) -> None:
    place = '<Position><RelativeObjectPosition entityRef="Other" dx="-30" dy="0"/></Position>'
    reach = by_entity(f'<ReachPositionCondition tolerance="1">{place}</ReachPositionCondition>')
    init = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-4", "200"), speed("10"))
    found = drive(scenario(tmp_path, init, event("Go", speed("5"), reach), end="9"))
    assert found.moments()["Go", "runningState"] == pytest.approx(6.9, abs=0.011)  # 100 m - 30 m - 1 m at 10 m/s


def test_a_trajectory_begins_beside_an_entity_where_it_is_then(tmp_path: Path) -> None:
    vertices = "".join(
        f'<Vertex><Position><RelativeObjectPosition entityRef="Ego" dx="{dx}" dy="{dy}"/></Position></Vertex>'
        for dx, dy in ((0, 10), (30, 10), (30, 40))
    )
    line = f'<Trajectory name="t" closed="false"><Shape><Polyline>{vertices}</Polyline></Shape></Trajectory>'
    how = '<TimeReference><None/></TimeReference><TrajectoryFollowingMode followingMode="position"/>'
    action = (
        f"<RoutingAction><FollowTrajectoryAction><TrajectoryRef>{line}</TrajectoryRef>{how}</FollowTrajectoryAction>"
    )
    events = event("Go", f"{action}</RoutingAction>", after("2"), runs=1)
    init = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-4", "50"), speed("10"))
    found = drive(scenario(tmp_path, init, events, end="7"))
    began = round(found.moments()["Go", "runningState"] / 0.01)
    start = found.of("Ego", "xyz")[began, :2] + (0.0, 10.0)
    other = found.of("Other", "xyz")[:, :2]
    assert other[began + 1] == pytest.approx(start + np.array([0.1, 0.0]), abs=1e-6)
    assert other[began + 400] == pytest.approx(
        start + np.array([30.0, 10.0]), abs=1e-6
    )  # 30 m on, then 10 m up, at 10 m/s


def test_the_ways_between_roads_are_the_same_both_ways_and_count_the_roads_between(tmp_path: Path) -> None:
    table = ways(read_map(roads(tmp_path)))
    assert table.shape == (4, 5)
    assert table[:, -1].tolist() == [100.0] * 4
    assert table[1, 3] == 0.0  # over the end of road 0 into the end of road 1
    assert table[3, 1] == 0.0
    assert np.isinf(table[0]).sum() == 4
    assert np.isinf(table[2]).sum() == 4


@pytest.mark.parametrize(("kind", "reached"), [("longitudinal", 4.0), ("euclidianDistance", 4.0)])
def test_a_distance_along_the_road_counts_over_its_end(tmp_path: Path, kind: str, reached: float) -> None:
    words = f'coordinateSystem="road" relativeDistanceType="{kind}" freespace="false" rule="lessThan"'
    near = by_entity(f'<RelativeDistanceCondition entityRef="Other" value="60" {words}/>')
    other = placed('<LanePosition roadId="1" laneId="1" s="40"/>')  # x = 160
    init = private("Ego", at("-1", "60"), speed("10")) + private("Other", other)
    found = drive(on_two_roads(tmp_path, init, event("Go", speed("5"), near), end="8"))
    assert found.moments()["Go", "runningState"] == pytest.approx(reached, abs=0.02)


def test_a_place_on_the_road_is_measured_along_it(tmp_path: Path) -> None:
    place = '<Position><LanePosition roadId="1" laneId="1" s="40"/></Position>'
    words = 'coordinateSystem="road" relativeDistanceType="longitudinal" freespace="false" rule="lessThan"'
    near = by_entity(f'<DistanceCondition value="60" {words}>{place}</DistanceCondition>')
    init = private("Ego", at("-1", "60"), speed("10")) + private("Other", at("-1", "10"))
    found = drive(on_two_roads(tmp_path, init, event("Go", speed("5"), near), end="8"))
    assert found.moments()["Go", "runningState"] == pytest.approx(4.0, abs=0.02)


def test_a_criterion_of_the_carla_runner_is_never_met_and_an_empty_action_is_done_at_once(tmp_path: Path) -> None:
    never = trigger('<ParameterCondition parameterRef="" value="" rule="lessThan"/>')
    init = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-4", "50"), speed("10"))
    path = scenario(tmp_path, init, event("Never", speed("5"), never) + event("Go", speed("7"), after("1")), end="3")
    text = path.read_text(encoding="utf-8")
    begin, end = text.index('<Action name="GoAction">'), text.index("</Action>", text.index('<Action name="GoAction">'))
    path.write_text(text[:begin] + '<Action name="GoAction">' + text[end:], encoding="utf-8")
    moments = drive(path).moments()
    assert ("Never", "runningState") not in moments
    assert moments["GoAction", "completeState"] == moments["Go", "runningState"] == pytest.approx(1.0)
