"""The fate of every element of OpenSCENARIO XML 1.0 to 1.3: played, accepted without effect, or refused, and why.

`Node.refuse` takes its reason from here, the reference page is made of it, and a test holds it against the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

PLAYED = """
OpenSCENARIO FileHeader ParameterDeclarations ParameterDeclaration ConstraintGroup ValueConstraint VariableDeclarations
VariableDeclaration CatalogLocations Directory VehicleCatalog PedestrianCatalog MiscObjectCatalog ManeuverCatalog
TrajectoryCatalog RouteCatalog Catalog CatalogReference ParameterAssignments ParameterAssignment RoadNetwork LogicFile
Entities ScenarioObject EntitySelection Members ByType EntityRef Vehicle Pedestrian MiscObject BoundingBox Center
Dimensions Performance Axles FrontAxle RearAxle TrailerHitch TrailerCoupler Trailer TrailerRef
Storyboard Init Actions Private PrivateAction GlobalAction Story Act ManeuverGroup Actors Maneuver Event Action
StartTrigger StopTrigger ConditionGroup Condition ByValueCondition ByEntityCondition TriggeringEntities EntityCondition
LongitudinalAction SpeedAction SpeedActionDynamics SpeedActionTarget AbsoluteTargetSpeed RelativeTargetSpeed
LongitudinalDistanceAction DynamicConstraints SpeedProfileAction SpeedProfileEntry
LateralAction LateralDistanceAction LaneChangeAction LaneChangeActionDynamics LaneChangeTarget AbsoluteTargetLane
RelativeTargetLane LaneOffsetAction LaneOffsetActionDynamics LaneOffsetTarget AbsoluteTargetLaneOffset
RelativeTargetLaneOffset SynchronizeAction TargetPositionMaster TargetPosition FinalSpeed AbsoluteSpeed
RelativeSpeedToMaster TargetDistanceSteadyState TargetTimeSteadyState TeleportAction RoutingAction
FollowTrajectoryAction TrajectoryRef Trajectory Shape Polyline Vertex Clothoid ClothoidSpline ClothoidSplineSegment
Nurbs ControlPoint Knot PositionStart TimeReference None Timing TrajectoryFollowingMode
TrailerAction ConnectTrailerAction DisconnectTrailerAction
AppearanceAction LightStateAction LightType VehicleLight LightState
EntityAction AddEntityAction DeleteEntityAction InfrastructureAction TrafficSignalAction TrafficSignalStateAction
TrafficSignalControllerAction TrafficSignals TrafficSignalController Phase TrafficSignalState TrafficSignalGroupState
TrafficeSignalGroupState Properties Property
EnvironmentCatalog EnvironmentAction Environment RoadCondition
ParameterAction VariableAction SetAction ModifyAction Rule AddValue MultiplyByValue
SimulationTimeCondition StoryboardElementStateCondition ParameterCondition VariableCondition TrafficSignalCondition
TrafficSignalControllerCondition
EndOfRoadCondition CollisionCondition OffroadCondition TimeHeadwayCondition TimeToCollisionCondition
TimeToCollisionConditionTarget AccelerationCondition StandStillCondition SpeedCondition RelativeSpeedCondition
TraveledDistanceCondition ReachPositionCondition DistanceCondition RelativeDistanceCondition AngleCondition
RelativeAngleCondition RelativeClearanceCondition RelativeLaneRange
Position WorldPosition RelativeWorldPosition RelativeObjectPosition RoadPosition LanePosition RelativeLanePosition
TrajectoryPosition RoutePosition InRoutePosition FromRoadCoordinates FromLaneCoordinates RouteRef AssignRouteAction
AcquirePositionAction FromCurrentEntity Route Waypoint RelativeRoadPosition Orientation
ParameterValueDistribution ScenarioFile Deterministic DeterministicSingleParameterDistribution
DeterministicMultiParameterDistribution DistributionSet Element DistributionRange Range ValueSetDistribution
ParameterValueSet Stochastic StochasticDistribution UniformDistribution NormalDistribution LogNormalDistribution
PoissonDistribution Histogram Bin ProbabilityDistributionSet
"""

WITHOUT_EFFECT: dict[str, str] = {  # why: names
    "what other tools want to know": "License File CustomContent",
    "a controller has no behaviour here: the driver or the scenario moves the car": (
        "ObjectController Controller ControllerCatalog ControllerAction AssignControllerAction ActivateControllerAction"
    ),
    "only active='false' is accepted, which overrides nothing": (
        "OverrideControllerValueAction Throttle Brake Clutch ParkingBrake SteeringWheel Gear BrakePercent BrakeForce "
        "ManualGear AutomaticGear"
    ),
    "light and weather change nothing that is simulated": (
        "TimeOfDay Weather Sun Fog Precipitation Wind DomeImage DomeFile"
    ),
    "lamps have no colour": "Color ColorRgb ColorCmyk",
    "it is drawn, not driven on": "SceneGraphFile UsedArea",
    "monitors are for those who watch": "MonitorDeclarations MonitorDeclaration SetMonitorAction",
    "the front and the rear axle say how a car turns": "AdditionalAxle",
    "everyone sees every entity that is there; to hide one from sensors or traffic is refused": (
        "VisibilityAction SensorReferenceSet SensorReference"
    ),
}

REFUSED: dict[str, str] = {  # why: names
    "an object of another tool is not known here": "ExternalObjectReference",
    "traffic that the scenario does not place itself is not made up": (
        "TrafficAction TrafficSourceAction TrafficSinkAction TrafficSwarmAction TrafficAreaAction TrafficStopAction "
        "TrafficArea Polygon RoadRange RoadCursor Lane TrafficDefinition TrafficDistribution TrafficDistributionEntry "
        "EntityDistribution EntityDistributionEntry ScenarioObjectTemplate VehicleCategoryDistribution "
        "VehicleCategoryDistributionEntry VehicleRoleDistribution VehicleRoleDistributionEntry ControllerDistribution "
        "ControllerDistributionEntry CentralObject InitialSpeedRange DirectionOfTravelDistribution"
    ),
    "people and parts of cars do not move in themselves": (
        "AnimationAction AnimationType AnimationState AnimationFile ComponentAnimation VehicleComponent "
        "PedestrianAnimation PedestrianGesture UserDefinedAnimation UserDefinedComponent"
    ),
    "the standard leaves open what it means": (
        "UserDefinedAction CustomCommandAction UserDefinedValueCondition UserDefinedDistribution UserDefinedLight"
    ),
    "there is no time of day": "TimeOfDayCondition",
    "positions on the globe are not turned into the map's": "GeoPosition",
    "a way that is drawn by lot at every junction is not driven": "RandomRouteAction",
    "the root of a file is called OpenSCENARIO": "OpenScenario",
}

SINCE = {  # the version that brought an element; 1.0 if it is not named
    "1.1": """
Bin ConstraintGroup Deterministic DeterministicMultiParameterDistribution DeterministicSingleParameterDistribution
DistributionRange DistributionSet Element ExternalObjectReference GeoPosition Histogram License NormalDistribution
ParameterValueDistribution ParameterValueSet PoissonDistribution ProbabilityDistributionSet Range ScenarioFile
Stochastic StochasticDistribution TargetDistanceSteadyState TargetTimeSteadyState TrafficStopAction TrajectoryPosition
TrajectoryRef UniformDistribution UsedArea UserDefinedDistribution ValueConstraint ValueSetDistribution Wind
""",
    "1.2": """
AnimationAction AnimationFile AnimationState AnimationType AppearanceAction AutomaticGear BrakeForce BrakePercent Color
ColorCmyk ColorRgb ComponentAnimation CustomContent DirectionOfTravelDistribution DomeFile DomeImage InitialSpeedRange
LightState LightStateAction LightType ManualGear PedestrianAnimation PedestrianGesture RelativeClearanceCondition
RelativeLaneRange SensorReference SensorReferenceSet SpeedProfileAction SpeedProfileEntry TrafficeSignalGroupState
UserDefinedAnimation UserDefinedComponent UserDefinedLight VariableAction VariableCondition VariableDeclaration
VariableDeclarations VehicleComponent VehicleLight VehicleRoleDistribution VehicleRoleDistributionEntry
""",
    "1.3": """
AngleCondition ClothoidSpline ClothoidSplineSegment ConnectTrailerAction DisconnectTrailerAction EntityDistribution
EntityDistributionEntry Lane LogNormalDistribution MonitorDeclaration MonitorDeclarations Polygon PositionStart
RandomRouteAction RelativeAngleCondition RoadCursor RoadRange ScenarioObjectTemplate SetMonitorAction Trailer
TrailerAction TrailerCoupler TrailerHitch TrailerRef TrafficArea TrafficAreaAction TrafficDistribution
TrafficDistributionEntry TrafficSignalGroupState
""",
}


UNUSED = {  # attribute: element, why it changes nothing; heights and leans are checked to be numbers
    "z": ("WorldPosition", "entities stand on the road"),
    "dz": ("RelativeWorldPosition RelativeObjectPosition TrailerHitch TrailerCoupler", "entities stand on the road"),
    "p": ("WorldPosition Orientation", "entities lie as the road does"),
    "r": ("WorldPosition Orientation", "entities lie as the road does"),
}


def without_effect(name: str, attributes: Iterable[str]) -> Iterator[str]:
    """What of an element changes nothing, and why: the element, or attributes of it."""
    for why, names in WITHOUT_EFFECT.items():
        if name in names.split():
            yield f"<{name}> has no effect: {why}"
    for attribute in attributes:
        names, why = UNUSED.get(attribute, ("", ""))
        if name in names.split():
            yield f"<{name}>: {attribute} is not used: {why}"


def table() -> Iterator[tuple[str, str, str, str]]:
    """(element, version since, fate, why) of every element."""
    since = {name: version for version, names in SINCE.items() for name in names.split()}
    groups = [("played", {"": PLAYED}), ("without effect", WITHOUT_EFFECT), ("refused", REFUSED)]
    for fate, reasons in groups:
        for why, names in reasons.items():
            yield from ((name, since.get(name, "1.0"), fate, why) for name in names.split())


def reason(name: str) -> str:
    """Why an element is refused where it stands."""
    for why, names in REFUSED.items():
        if name in names.split():
            return why
    if any(name == known for known, _, _, _ in table()):
        return "OpenSCENARIO has it elsewhere, not in this place"
    return "OpenSCENARIO 1.0 to 1.3 knows no such element"
