"""Conditions on who is beside, near, turned and touched; and actors that are whoever triggers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aureole.core.errors import Unsupported
from tests.world.scenarios.drives import after, at, drive, event, lane_change, private, scenario, speed

INIT = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-3", "60"), speed("30"))
TURNED = '<RelativeAngleCondition entityRef="Ego" angle="0.1" angleTolerance="0.02" angleType="{}"{}/>'


def clear(spans: str = "", *, ahead: str = "5", behind: str = "5", free: str = "false", more: str = "") -> str:
    """A RelativeClearanceCondition."""
    words = f'distanceForward="{ahead}" distanceBackward="{behind}" freeSpace="{free}"'
    opposite = "" if "oppositeLanes" in more else 'oppositeLanes="false"'
    inside = spans if spans.startswith("<") or not spans else f"<RelativeLaneRange {spans}/>"
    return f"<RelativeClearanceCondition {words} {opposite} {more}>{inside}</RelativeClearanceCondition>"


def by(who: str, condition: str, *, rule: str = "any", edge: str = "none") -> str:
    """A start trigger of one condition on these entities."""
    names = "".join(f'<EntityRef entityRef="{name}"/>' for name in who.split())
    those = f'<TriggeringEntities triggeringEntitiesRule="{rule}">{names}</TriggeringEntities>'
    inner = f"<ByEntityCondition>{those}<EntityCondition>{condition}</EntityCondition></ByEntityCondition>"
    condition = f'<Condition name="c" delay="0" conditionEdge="{edge}">{inner}</Condition>'
    return f"<StartTrigger><ConditionGroup>{condition}</ConditionGroup></StartTrigger>"


def started(folder: Path, start: str, *, init: str = INIT, more: str = "") -> float:
    """When an event with this trigger starts; not a number if it never does."""
    found = drive(scenario(folder, init, event("Go", speed("0"), start, priority="parallel") + more, end="6"), step=0.1)
    return found.moments().get(("Go", "runningState"), np.nan)


@pytest.mark.parametrize(
    ("condition", "when"),
    [
        (clear('from="1" to="1"'), 0.0),  # Other is 40 m behind at first: nobody is near
        (clear('from="1" to="1"', behind="50"), 4.6),  # it is 5 m ahead after 4.5 s, and counts while it is
        (clear('from="1"', behind="50"), 4.6),
        (clear('to="-1"', behind="50"), 0.0),
        (clear('from="0" to="0"', behind="50"), 0.0),
        (clear("", behind="50"), 4.6),
        (clear('from="1" to="1"', behind="50", free="true"), None),  # boxes: the gap is 5 m some time later
        (clear('<EntityRef entityRef="Ego"/>', behind="50"), 0.0),  # oneself is not in one's own way
        (clear('<EntityRef entityRef="Other"/>', behind="50"), 4.6),
    ],
)
def test_lanes_are_clear_while_nobody_is_near_in_them(tmp_path, condition, when):
    found = started(tmp_path, by("Ego", condition))
    if when is None:
        assert 4.6 < found <= 5.1
    else:
        assert found == pytest.approx(when)


def test_an_oncoming_lane_counts_only_if_it_is_asked_for(tmp_path):
    away = INIT.replace('laneId="-3"', 'laneId="3"')
    assert started(tmp_path, by("Ego", clear("", behind="50")), init=away) == pytest.approx(0.0)
    opposite = clear("", behind="50", more='oppositeLanes="true"')
    assert started(tmp_path, by("Ego", opposite), init=away) > 0.0


def test_left_is_left_as_the_entity_looks(tmp_path):
    """Seen by Other, which drives on the left of Ego, Ego is one lane to the right."""
    assert started(tmp_path, by("Other", clear('from="1" to="1"', ahead="50"))) == pytest.approx(0.0)
    assert started(tmp_path, by("Other", clear('from="-1" to="-1"', ahead="50"))) > 4.0


def test_an_angle_to_another_entity_is_met_while_a_lane_is_changed(tmp_path):
    change = event("Change", lane_change("0", "sinusoidal", "time", "3"), after("1"), priority="parallel")
    start = by("Other", TURNED.format("heading", ""))
    slow = INIT.replace('value="30"', 'value="10"')
    assert np.isnan(started(tmp_path, start, init=slow))
    right = by("Other", TURNED.format("heading", "").replace('"0.1"', '"-0.1"'))
    assert 1.0 < started(tmp_path, right, init=slow, more=change) < 2.6


def test_an_angle_in_a_lane_is_refused_by_name(tmp_path):
    path = scenario(tmp_path, INIT, event("Go", speed("0"), by("Ego", TURNED.format("yaw", ""))))
    with pytest.raises(Unsupported, match="angleType 'yaw'"):
        drive(path)


@pytest.mark.parametrize(("kind", "touched"), [("vehicle", True), ("pedestrian", False)])
def test_a_collision_with_any_of_a_type_is_seen(tmp_path, kind, touched):
    same = INIT.replace('laneId="-3"', 'laneId="-4"')
    start = by("Ego", f'<CollisionCondition><ByType type="{kind}"/></CollisionCondition>')
    found = started(tmp_path, start, init=same)
    assert (found > 3.0) if touched else np.isnan(found)


def acted(folder: Path, start: str) -> dict[str, bool]:
    """Who has slowed down in a group of Other whose actors are also the triggering entities."""
    path = scenario(folder, INIT, event("Go", speed("5"), start, priority="parallel"), end="2")
    text = path.read_text(encoding="utf-8").replace(
        'selectTriggeringEntities="false"', 'selectTriggeringEntities="true"'
    )
    path.write_text(text, encoding="utf-8")
    found = drive(path, step=0.1)
    return {name: bool(found.of(name, "speed")[-1] == 5.0) for name in ("Ego", "Other")}


FAST = '<SpeedCondition value="{}" rule="greaterThan"/>'


def test_who_triggers_becomes_an_actor(tmp_path):
    assert acted(tmp_path, by("Ego", FAST.format(10))) == {"Ego": True, "Other": True}
    assert acted(tmp_path, by("Other", FAST.format(10))) == {"Ego": False, "Other": True}
    assert acted(tmp_path, by("Ego Other", FAST.format(10), rule="all")) == {"Ego": True, "Other": True}


def test_actors_known_only_while_playing_are_refused_by_name(tmp_path):
    text = by("Ego Other", FAST.format(10))
    path = scenario(tmp_path, INIT, event("Go", speed("5"), text), actor="Other")
    words = path.read_text(encoding="utf-8").replace(
        'selectTriggeringEntities="false"', 'selectTriggeringEntities="true"'
    )
    path.write_text(words.replace('<EntityRef entityRef="Other"/></Actors>', "</Actors>"), encoding="utf-8")
    with pytest.raises(Unsupported, match="known only while playing"):
        drive(path)
