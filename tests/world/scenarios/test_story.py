"""What changes while a scenario plays: variables, signals, who is there, which lamps burn; parts with parameters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import Lamps
from tests.world.scenarios.drives import after, at, drive, event, private, scenario, speed, trigger

INIT = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-4", "200"), speed("10"))
VARIABLE = (
    '<VariableDeclarations><VariableDeclaration name="v" variableType="TYPE" value="FIRST"/></VariableDeclarations>'
)


def story(folder: Path, events: str, *, changed: tuple[tuple[str, str], ...] = (), end: str = "4") -> Path:
    path = scenario(folder, INIT, events, end=end)
    text = path.read_text(encoding="utf-8")
    for old, new in changed:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path


def everywhere(name: str, action: str, start: str) -> str:
    inner = f'<Action name="{name}Action"><GlobalAction>{action}</GlobalAction></Action>{start}'
    return f'<Event name="{name}" priority="parallel" maximumExecutionCount="1">{inner}</Event>'


def declared(kind: str, first: str) -> tuple[tuple[str, str], ...]:
    return (("<CatalogLocations>", VARIABLE.replace("TYPE", kind).replace("FIRST", first) + "<CatalogLocations>"),)


def asked(value: str, rule: str = "equalTo") -> str:
    return trigger(f'<VariableCondition variableRef="v" rule="{rule}" value="{value}"/>', edge="none")


def set_to(value: str) -> str:
    return f'<VariableAction variableRef="v"><SetAction value="{value}"/></VariableAction>'


@pytest.mark.parametrize(
    ("kind", "first", "later"), [("double", "1", "2.5"), ("string", "a", "b"), ("boolean", "false", "true")]
)
def test_a_variable_that_is_set_starts_what_waits_for_it(tmp_path: Path, kind: str, first: str, later: str) -> None:
    events = everywhere("Set", set_to(later), after("1")) + event("Go", speed("30"), asked(later), priority="parallel")
    found = drive(story(tmp_path, events, changed=declared(kind, first)), step=0.1)
    moved = found.moments()
    assert moved["Set", "runningState"] == pytest.approx(1.0)
    assert moved["Go", "runningState"] == pytest.approx(1.0)


def test_a_variable_can_be_added_to_and_multiplied(tmp_path: Path) -> None:
    change = (
        '<VariableAction variableRef="v"><ModifyAction><Rule><{} value="3"/></Rule></ModifyAction></VariableAction>'
    )
    events = everywhere("Add", change.format("AddValue"), after("1"))
    events += everywhere("Times", change.format("MultiplyByValue"), after("2"))
    events += event("Go", speed("30"), asked("11.9", "greaterThan"), priority="parallel")
    found = drive(story(tmp_path, events, changed=declared("double", "1")), step=0.1)
    assert found.moments()["Go", "runningState"] == pytest.approx(2.0)


def test_a_variable_that_is_not_declared_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no variable 'v'") as caught:
        drive(story(tmp_path, everywhere("Set", set_to("1"), after("1"))))
    assert "scenario.xosc:" in caught.value.place


def test_a_text_has_no_order(tmp_path: Path) -> None:
    events = event("Go", speed("30"), asked("a", "lessThan"))
    with pytest.raises(BadInput, match="no order"):
        drive(story(tmp_path, events, changed=declared("string", "a")))


def test_a_signal_that_shows_another_state_is_seen(tmp_path: Path) -> None:
    show = '<InfrastructureAction><TrafficSignalAction><TrafficSignalStateAction name="s1" state="green"/>'
    events = everywhere("Show", f"{show}</TrafficSignalAction></InfrastructureAction>", after("1"))
    events += event(
        "Go",
        speed("30"),
        trigger('<TrafficSignalCondition name="s1" state="green"/>', edge="none"),
        priority="parallel",
    )
    found = drive(story(tmp_path, events), step=0.1)
    assert found.moments()["Go", "runningState"] == pytest.approx(1.0)


def test_who_is_deleted_is_absent_and_comes_back_where_it_is_added(tmp_path: Path) -> None:
    place = '<Position><LanePosition roadId="0" laneId="-5" s="700"/></Position>'
    events = everywhere("Go", '<EntityAction entityRef="Other"><DeleteEntityAction/></EntityAction>', after("1"))
    add = f'<EntityAction entityRef="Other"><AddEntityAction>{place}</AddEntityAction></EntityAction>'
    events += everywhere("Come", add, after("2"))
    found = drive(story(tmp_path, events), step=0.1)
    present = found.of("Other", "present")
    assert present[:11].all()
    assert not present[12:20].any()
    assert present[22:].all()
    assert found.of("Other", "s")[21] == pytest.approx(700.0, abs=1.5)


def test_a_lamp_that_is_switched_on_burns(tmp_path: Path) -> None:
    kind = '<LightType><VehicleLight vehicleLightType="warningLights"/></LightType>'
    action = (
        f'<AppearanceAction><LightStateAction>{kind}<LightState mode="flashing"/></LightStateAction></AppearanceAction>'
    )
    found = drive(story(tmp_path, event("On", action, after("1"))), step=0.1)
    lamps = found.of("Other", "lamps")
    assert lamps[5] == Lamps.OFF
    assert lamps[15] == Lamps.HAZARD


def test_a_maneuver_may_have_parameters_that_each_world_computes(tmp_path: Path) -> None:
    own = '<ParameterDeclaration name="own" parameterType="double" value="${$Speed / 2}"/>'
    inner = f"<ParameterDeclarations>{own}</ParameterDeclarations>"
    path = story(
        tmp_path,
        event("Go", speed("$own"), after("1")),
        changed=(('<Maneuver name="Maneuver">', f'<Maneuver name="Maneuver">{inner}'),),
    )
    found = drive(path, [{"Speed": "10"}, {"Speed": "30"}], step=0.1)
    assert found.of("Other", "speed", 0)[-1] == pytest.approx(5.0)
    assert found.of("Other", "speed", 1)[-1] == pytest.approx(15.0)


def test_a_start_that_happens_in_the_same_look_is_seen_once(tmp_path: Path) -> None:
    which = 'storyboardElementType="act" storyboardElementRef="Act"'
    begun = f'<StoryboardElementStateCondition {which} state="startTransition"/>'
    found = drive(story(tmp_path, event("Go", speed("30"), trigger(begun, edge="none"))), step=0.1)
    moved = found.moments()
    assert moved["Go", "runningState"] == moved["Act", "runningState"]


def test_an_empty_start_trigger_waits_for_nothing(tmp_path: Path) -> None:
    found = drive(story(tmp_path, event("Go", speed("30"), "<StartTrigger/>")), step=0.1)
    assert found.of("Other", "speed")[-1] == pytest.approx(30.0)


def test_a_scenario_without_a_map_plays_on_a_plane(tmp_path: Path) -> None:
    place = "<TeleportAction><Position><WorldPosition x='{}' y='0' h='1.5'/></Position></TeleportAction>"
    init = private("Ego", place.format(0), speed("10")) + private("Other", place.format(50), speed("0"))
    path = scenario(tmp_path, init, end="2")
    text = path.read_text(encoding="utf-8")
    head, tail = text.split("<RoadNetwork>")[0], text.split("</RoadNetwork>")[1]
    path.write_text(f"{head}<RoadNetwork/>{tail}", encoding="utf-8")
    found = drive(path, step=0.1)
    assert np.hypot(*(found.of("Ego", "xyz")[-1, :2])) == pytest.approx(20.0)
    assert (found.of("Ego", "road") == -1).all()


def test_a_teleport_happens_though_a_speed_begins_in_the_same_look(tmp_path: Path) -> None:
    events = event("Leap", at("-4", "500"), after("1"), priority="parallel")
    events += event("Fast", speed("30"), after("1"), priority="parallel")
    found = drive(story(tmp_path, events, end="2"), step=0.1)
    assert found.of("Other", "xyz")[-1, 0] == pytest.approx(500.0 + 30.0 * 1.0, abs=3.1)
    assert found.of("Other", "speed")[-1] == 30.0


def test_the_time_at_the_end_of_a_road_begins_anew_after_a_teleport(tmp_path: Path) -> None:
    waits = '<Condition name="c" delay="0" conditionEdge="rising"><ByEntityCondition><TriggeringEntities'
    waits += ' triggeringEntitiesRule="any"><EntityRef entityRef="Other"/></TriggeringEntities><EntityCondition>'
    waits += '<EndOfRoadCondition duration="1"/></EntityCondition></ByEntityCondition></Condition>'
    start = f"<StartTrigger><ConditionGroup>{waits}</ConditionGroup></StartTrigger>"
    events = event("Back", at("-4", "2990"), start, priority="parallel", runs=2)
    events += event("On", speed("10"), start, priority="parallel", runs=2)
    path = story(tmp_path, events, changed=(('s="200"', 's="2990"'),), end="8")
    log = drive(path, step=0.1)
    times = [row[0] for row in log.world.transitions(log.state, 0) if row[1] == "Back" and row[4] == "runningState"]
    assert times == pytest.approx([2.1, 4.3], abs=0.25)


def test_a_road_position_without_orientation_looks_along_the_road_in_an_oncoming_lane_too(tmp_path: Path) -> None:
    place = '<TeleportAction><Position><RoadPosition roadId="0" s="200" t="6"/></Position></TeleportAction>'
    path = story(tmp_path, "", changed=((at("-4", "200"), place),), end="1")
    found = drive(path, step=0.1)
    assert found.of("Other", "heading")[0] == pytest.approx(0.0, abs=1e-9)
