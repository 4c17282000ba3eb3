"""SynchronizeAction compiled: two entities reach two places at the same time (OpenSCENARIO 1.0 to 1.3)."""

from __future__ import annotations

from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.places import live
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer

STEADY = {"TargetDistanceSteadyState": ("distance", t.BY_METRES), "TargetTimeSteadyState": ("time", t.BY_SECONDS)}


def synchronize(writer: Writer, node: Node) -> dict[int, int]:
    """The job of a SynchronizeAction."""
    node.known(
        "masterEntityRef targetTolerance targetToleranceMaster", "TargetPositionMaster TargetPosition FinalSpeed"
    )
    writer.across = True
    job = {
        t.J_KIND: t.SYNCHRONIZE,
        t.J_REF: writer.agent(node, "masterEntityRef"),
        t.J_PLACE: live(writer, node.one("TargetPosition")),
        t.J_PLACE_END: live(writer, node.one("TargetPositionMaster")),
        t.J_EXTRA: writer.number(node, "targetTolerance", 0.0),
        t.J_OTHER: writer.number(node, "targetToleranceMaster", 0.0),
        t.J_DIMENSION: NO_SLOT,
        t.J_MODE: NO_SLOT,
    }
    final = node.find("FinalSpeed")
    if final is None:
        return job
    speed = final.known("", "AbsoluteSpeed RelativeSpeedToMaster").only_child()
    job[t.J_MODE] = t.ABSOLUTE if speed.name == "AbsoluteSpeed" else t.DELTA
    attribute = "value"
    speed.known("value speedTargetValueType", " ".join(STEADY))
    if speed.has("speedTargetValueType"):
        job[t.J_MODE] = writer.choice(speed, "speedTargetValueType", {"delta": t.DELTA, "factor": t.FACTOR})
    job[t.J_TARGET] = writer.number(speed, attribute)
    for name, (word, dimension) in STEADY.items():
        steady = speed.find(name)
        if steady is not None:
            job[t.J_SIZE], job[t.J_DIMENSION] = writer.number(steady.known(word), word), dimension
    return job
