"""An exported scenario is OpenSCENARIO XML 1.3: its elements, their order, their attributes; and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from lxml import etree

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.world.scenarios.export.cast import Cast as CastWord
from aureole.world.scenarios.export.cast import Member, ground, read_cast
from tests.world.scenarios.export.staged import CAR, checked, exported, moved, scene

# Elements as the schema of OpenSCENARIO XML 1.3 has them: children in order (! one, ? none or one, + some, * any, | one
# of), and attributes (? optional).
SCHEMA = {
    "OpenSCENARIO": ("FileHeader! CatalogLocations! RoadNetwork! Entities! Storyboard!", ""),
    "FileHeader": ("", "author date description revMajor revMinor"),
    "CatalogLocations": ("", ""),
    "RoadNetwork": ("LogicFile?", ""),
    "LogicFile": ("", "filepath"),
    "Entities": ("ScenarioObject*", ""),
    "ScenarioObject": ("Vehicle| Pedestrian| MiscObject|", "name"),
    "Vehicle": ("BoundingBox! Performance! Axles! TrailerHitch? TrailerCoupler?", "name vehicleCategory"),
    "TrailerHitch": ("", "dx"),
    "TrailerCoupler": ("", "dx"),
    "Pedestrian": ("BoundingBox!", "mass name pedestrianCategory"),
    "MiscObject": ("BoundingBox!", "mass miscObjectCategory name"),
    "BoundingBox": ("Center! Dimensions!", ""),
    "Center": ("", "x y z"),
    "Dimensions": ("", "height length width"),
    "Performance": ("", "maxAcceleration maxDeceleration maxSpeed"),
    "Axles": ("FrontAxle? RearAxle!", ""),
    "FrontAxle": ("", "maxSteering positionX positionZ trackWidth wheelDiameter"),
    "RearAxle": ("", "maxSteering positionX positionZ trackWidth wheelDiameter"),
    "Storyboard": ("Init! Story* StopTrigger?", ""),
    "Init": ("Actions!", ""),
    "Actions": ("GlobalAction* Private*", ""),
    "Private": ("PrivateAction+", "entityRef"),
    "PrivateAction": ("TeleportAction| LongitudinalAction| RoutingAction| TrailerAction|", ""),
    "TrailerAction": ("ConnectTrailerAction|", ""),
    "ConnectTrailerAction": ("", "trailerRef"),
    "TeleportAction": ("Position!", ""),
    "Position": ("WorldPosition!", ""),
    "WorldPosition": ("", "h? p? r? x y z?"),
    "LongitudinalAction": ("SpeedAction!", ""),
    "SpeedAction": ("SpeedActionDynamics! SpeedActionTarget!", ""),
    "SpeedActionDynamics": ("", "dynamicsDimension dynamicsShape value"),
    "SpeedActionTarget": ("AbsoluteTargetSpeed!", ""),
    "AbsoluteTargetSpeed": ("", "value"),
    "Story": ("Act+", "name"),
    "Act": ("ManeuverGroup+ StartTrigger?", "name"),
    "ManeuverGroup": ("Actors! Maneuver*", "maximumExecutionCount name"),
    "Actors": ("EntityRef*", "selectTriggeringEntities"),
    "EntityRef": ("", "entityRef"),
    "Maneuver": ("Event+", "name"),
    "Event": ("Action+ StartTrigger?", "maximumExecutionCount name priority"),
    "Action": ("GlobalAction| PrivateAction|", "name"),
    "GlobalAction": ("EntityAction!", ""),
    "EntityAction": ("AddEntityAction| DeleteEntityAction|", "entityRef"),
    "AddEntityAction": ("Position!", ""),
    "DeleteEntityAction": ("", ""),
    "RoutingAction": ("FollowTrajectoryAction!", ""),
    "FollowTrajectoryAction": ("TimeReference! TrajectoryFollowingMode! TrajectoryRef?", ""),
    "TimeReference": ("Timing!", ""),
    "Timing": ("", "domainAbsoluteRelative offset scale"),
    "TrajectoryFollowingMode": ("", "followingMode"),
    "TrajectoryRef": ("Trajectory!", ""),
    "Trajectory": ("Shape!", "closed name"),
    "Shape": ("Polyline!", ""),
    "Polyline": ("Vertex+", ""),
    "Vertex": ("Position!", "time"),
    "StartTrigger": ("ConditionGroup*", ""),
    "StopTrigger": ("ConditionGroup*", ""),
    "ConditionGroup": ("Condition+", ""),
    "Condition": ("ByValueCondition!", "conditionEdge delay name"),
    "ByValueCondition": ("SimulationTimeCondition!", ""),
    "SimulationTimeCondition": ("", "rule value"),
}
LEAST = {"!": 1, "?": 0, "+": 1, "*": 0}


def complaints(element) -> list[str]:
    """What of an element and all inside it the schema does not have."""
    if element.tag not in SCHEMA:
        return [f"{element.tag} is no element"]
    children, attributes = SCHEMA[element.tag]
    wanted = {name.rstrip("?") for name in attributes.split()}
    needed = {name for name in attributes.split() if not name.endswith("?")}
    given = set(element.attrib)
    found = [] if needed <= given <= wanted else [f"{element.tag} has {sorted(given)}"]
    names = [child.tag for child in element]
    choices = [word[:-1] for word in children.split() if word.endswith("|")]
    if choices:
        found += [] if len(names) == 1 and names[0] in choices else [f"{element.tag} holds {names}"]
    else:
        order = [word[:-1] for word in children.split()]
        places = [order.index(name) for name in names if name in order]
        counts = [(word, names.count(word[:-1])) for word in children.split()]
        well = len(places) == len(names) and places == sorted(places)
        well = well and all(n >= LEAST[word[-1]] and (n <= 1 or word[-1] in "+*") for word, n in counts)
        found += [] if well else [f"{element.tag} holds {names[:9]}"]
    return found + [text for child in element for text in complaints(child)]


def eventful():
    """A drive with a car, a trailer, a walker who comes and goes, a car that jumps, and a cone."""
    still, turn = np.zeros(60), np.full(60, 0.4)
    jumper, walker = moved(still, still, 12.0), moved(still, still, 1.2, at=(10.0, 3.0))
    jumper["xy"][30:] += (20.0, 0.0)
    walker["present"] = np.isin(np.arange(61), [*range(10, 25), *range(40, 50)])
    kinds = (Kind.CAR, Kind.TRAILER, Kind.PEDESTRIAN, Kind.BUS, Kind.OBSTACLE)
    found = scene(
        moved(-turn, turn, 20.0), moved(still, turn, 3.0), walker, jumper, moved(still, still, 0.0), kinds=kinds
    )
    return checked(found), [CAR, Member("behind"), Member("walks"), Member("jumps", 6.0, 2.0), Member("cone")]


def test_an_exported_scenario_has_the_elements_of_the_schema_in_its_order():
    assert complaints(etree.fromstring(exported(*eventful()))) == []


def test_one_that_comes_and_goes_is_added_and_deleted_one_step_before_it_shows():
    root = etree.fromstring(exported(*eventful()))
    events = root.findall(".//ManeuverGroup[@name='walks drives']//Event")
    told = [(e.get("name"), float(e.find(".//SimulationTimeCondition").get("value"))) for e in events]
    assert told == [
        ("walks appears 1", 0.09), ("walks follows 1", 0.09), ("walks leaves 1", 0.24),
        ("walks appears 2", 0.39), ("walks follows 2", 0.39), ("walks leaves 2", 0.49),
    ]  # fmt: skip
    assert root.find(".//Private[@entityRef='walks']") is None


def test_names_are_escaped_and_not_read_as_markup():
    found = checked(scene(moved(np.zeros(3), np.zeros(3), 1.0)))
    name = "<Ego name=\"a\" & 'b'/> 车"
    root = etree.fromstring(exported(found, [Member(name, 2.7, 1.6)]))
    assert root.find(".//ScenarioObject").get("name") == name
    assert root.find(".//EntityRef").get("entityRef") == name


@pytest.mark.parametrize("name", ["", "   ", "$Ego", "a${1}", "a\x00b", "a\nb", " Ego"])
def test_a_name_that_no_entity_can_have_is_refused(name):
    found = checked(scene(moved(np.zeros(3), np.zeros(3), 1.0)))
    with pytest.raises(BadInput, match="entity's own name"):
        exported(found, [Member(name)])


def test_two_of_one_name_are_refused():
    one = moved(np.zeros(3), np.zeros(3), 1.0)
    with pytest.raises(BadInput, match="own name"):
        exported(checked(scene(one, one)), [CAR, CAR])


def test_a_cast_of_another_size_is_refused():
    one = moved(np.zeros(3), np.zeros(3), 1.0)
    with pytest.raises(BadInput, match="1 names for 2 agents"):
        exported(checked(scene(one, one)), [CAR])


@pytest.mark.parametrize("name", ["xyz", "heading", "speed", "velocity", "size", "box_from_reference"])
def test_a_number_that_is_none_is_refused(name):
    found = scene(moved(np.zeros(3), np.zeros(3), 1.0))
    values = getattr(found, name).copy()
    values[1] = np.nan
    with pytest.raises(BadInput, match=f"{name} of agent 0 at its moment 1"):
        checked(replace(found, **{name: values}))


def test_moments_that_do_not_rise_are_refused():
    found = scene(moved(np.zeros(3), np.zeros(3), 1.0))
    with pytest.raises(BadInput, match="do not rise"):
        checked(replace(found, stamp=found.stamp[::-1].copy()))


def test_every_number_is_read_again_as_it_was():
    found = checked(scene(moved(np.full(3, 0.1), np.full(3, 1 / 3), 1.7)))
    root = etree.fromstring(exported(found, [CAR]))
    first = root.find(".//Vertex//WorldPosition")
    assert (float(first.get("x")), float(first.get("h"))) == (found.xyz[0, 0, 0], found.heading[0, 0])
    assert float(root.find(".//AbsoluteTargetSpeed").get("value")) == found.speed[0, 0]


def test_a_map_that_has_changed_since_the_drive_is_refused(tmp_path):
    path = tmp_path / "map.xodr"
    path.write_bytes(b"<OpenDRIVE/>")
    with pytest.raises(BadInput, match="has changed since the drive"):
        ground(CastWord(str(path), "0" * 64, [CAR]), "drive.mcap")


def test_a_map_that_is_gone_is_refused_with_its_path(tmp_path):
    with pytest.raises(BadInput, match="the map of the drive") as error:
        ground(CastWord(str(tmp_path / "gone.xodr"), "0" * 64, [CAR]), "drive.mcap")
    assert "gone.xodr" in error.value.what


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"map": 1, "digest": "", "members": []}', "\x00"])
def test_a_record_that_does_not_say_who_took_part_is_refused(text):
    with pytest.raises(BadInput, match="who took part"):
        read_cast(text, "drive.mcap")
