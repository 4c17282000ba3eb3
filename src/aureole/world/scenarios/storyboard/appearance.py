"""Private actions that change how an entity looks, and who drives it, but not where it goes."""

from __future__ import annotations

from aureole.core.errors import Unsupported
from aureole.core.kinds import Lamps
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node, near
from aureole.world.scenarios.storyboard.writer import Writer

LIGHTS = {  # OpenSCENARIO 1.2 VehicleLightType; a lamp that a Scene has no bit for changes nothing
    "brakeLights": Lamps.BRAKE, "indicatorLeft": Lamps.INDICATOR_LEFT, "indicatorRight": Lamps.INDICATOR_RIGHT,
    "warningLights": Lamps.HAZARD, "reversingLights": Lamps.REVERSE, "lowBeam": Lamps.LOW_BEAM,
    "highBeam": Lamps.HIGH_BEAM, "daytimeRunningLights": Lamps.OFF, "fogLights": Lamps.OFF,
    "fogLightsFront": Lamps.OFF, "fogLightsRear": Lamps.OFF, "licensePlateIllumination": Lamps.OFF,
    "specialPurposeLights": Lamps.OFF,
}  # fmt: skip
MODES = {"on": 1, "flashing": 1, "off": 0}
OVERRIDES = {  # OverrideControllerValueAction, 1.0 to 1.3: attributes of each part
    "Throttle": "active value maxRate", "Brake": "active value maxRate", "Clutch": "active value maxRate",
    "ParkingBrake": "active value maxRate", "SteeringWheel": "active value maxRate maxTorque",
    "Gear": "active number",
}  # fmt: skip


def appearance(writer: Writer, node: Node) -> dict[int, int]:
    """AppearanceAction: the state of one kind of lamp."""
    action = node.known("", "LightStateAction").one("LightStateAction")
    action.known("transitionTime", "LightType LightState")
    if action.has("transitionTime"):
        writer.number(action, "transitionTime")
    kind = action.one("LightType").known("", "VehicleLight").one("VehicleLight").known("vehicleLightType")
    word = writer.text(kind, "vehicleLightType")
    if word not in LIGHTS:
        raise Unsupported(f"vehicleLightType '{word}' is not known", place=kind.place, remedy=near(word, list(LIGHTS)))
    state = action.one("LightState")
    state.known("mode luminousIntensity flashingOnDuration flashingOffDuration", "Color")
    for colour in state:
        colour.known("colorType", "ColorRgb ColorCmyk")
    return {
        t.J_KIND: t.LIGHT,
        t.J_TARGET: writer.constant(float(LIGHTS[word])),
        t.J_MODE: writer.choice(state, "mode", MODES),
    }


def visibility(writer: Writer, node: Node) -> dict[int, int]:
    """VisibilityAction: checked whole; a driver sees every entity that is present, or is not let in."""
    for sensors in node.known("graphics sensors traffic", "SensorReferenceSet"):
        sensors.known("", "SensorReference")
    hidden = [name for name in ("sensors", "traffic") if not writer.flag(node, name)]
    writer.flag(node, "graphics")
    if hidden:
        what = f"{hidden[0]}='false': an entity that others cannot see is not supported"
        writer.unseen = Unsupported(
            f"{what} to a driver", place=node.place,
            remedy="drive with passive, delete the entity instead, or leave it visible",
        )  # fmt: skip
    return {t.J_KIND: t.NOTHING}


def controller(writer: Writer, node: Node) -> dict[int, int]:
    """Controllers have no behaviour here: to activate, to assign or to override one is done at once."""
    if node.name == "ActivateControllerAction":
        node.known("lateral longitudinal lighting animation objectControllerRef controllerRef")
        for attribute in ("lateral", "longitudinal"):
            writer.flag(node, attribute, "true")
    elif node.name == "AssignControllerAction":
        words = "activateLateral activateLongitudinal activateLighting activateAnimation"
        node.known(words, "Controller CatalogReference ObjectController")
    else:
        for part in node.known("", " ".join(OVERRIDES)):
            part.known(OVERRIDES[part.name], "BrakePercent BrakeForce AutomaticGear ManualGear")
            if writer.flag(part, "active"):
                raise Unsupported(
                    "active='true': pedals and wheels are not overridden", place=part.place,
                    remedy="let a speed or lateral action move the car",
                )  # fmt: skip
    return {t.J_KIND: t.NOTHING}
