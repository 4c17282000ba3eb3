"""TrafficSignalControllers compiled: their phases, what each shows, and who waits for whom."""

from __future__ import annotations

from aureole.core.errors import BadInput
from aureole.world.roads.furniture.signals import Signalling
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node, near
from aureole.world.scenarios.storyboard.variables import row_of, value
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Plan, Writer

MOST = 1000  # phases of one controller, and controllers of one file
GROUPS = ("TrafficSignalGroupState", "TrafficeSignalGroupState")  # the second as 1.2 has it


def controllers(writer: Writer, network: Node) -> None:
    """Keep the controllers of a RoadNetwork: they run from the start, phase after phase, round and round.

    Raises:
        BadInput: a controller or phase that is not there, a duration that is not above zero, a circle of references.
    """
    signals = network.find("TrafficSignals")
    nodes = [] if signals is None else signals.all("TrafficSignalController")
    if len(nodes) > MOST:
        raise BadInput(f"more than {MOST} controllers", place=nodes[-1].place, remedy="use fewer")
    for node in nodes:
        name = writer.text(node.known("name delay reference", "Phase"), "name")
        if f"controller {name}" in writer.kept:
            raise BadInput(f"a second controller '{name}'", place=node.place, remedy="give each a name of its own")
        _keep(writer, node, name)
    for node in nodes:
        if node.has("reference"):
            _refer(writer, node)


def _keep(writer: Writer, node: Node, name: str) -> None:
    phases = node.all("Phase")
    if not 0 < len(phases) <= MOST:
        raise BadInput(f"{len(phases)} phases, expected 1 to {MOST}", place=node.place, remedy="give it a <Phase>")
    key, delay = f"controller {name}", writer.number(node, "delay", 0.0)
    writer.positive.append((delay, f"the delay of controller '{name}'", "s", True, node.place))
    writer.kinds[key] = "string"
    writer.kept[key] = (len(writer.kept), delay)
    rows: list[list[int]] = []
    names = []
    for phase in phases:
        phase.known("name duration", f"TrafficSignalState {' '.join(GROUPS)}")
        names.append(writer.text(phase, "name"))
        duration = writer.literal(phase, phase.raw("duration"), endless=True)
        writer.positive.append((duration, f"the duration of phase '{names[-1]}'", "s", False, phase.place))
        first = len(writer.lists)
        for state in phase:
            _state(writer, state, name)
        rows += [[duration, writer.constant(writer.code(names[-1]))], [first, len(writer.lists)]]
    writer.plans[key] = Plan(len(writer.lists), tuple(names))
    writer.lists.extend(rows)


def _state(writer: Writer, node: Node, controller: str) -> None:
    """What a phase shows: one signal, or all that the map's controller of the same id or name switches."""
    if node.name in GROUPS:
        names = _switched(writer.map().furniture.signalling, controller)
        if not names:
            what = f"the map has no controller '{controller}' with signals"
            raise BadInput(what, place=node.place, remedy="give each signal's <TrafficSignalState>")
        node.known("state")
    else:
        names = [writer.text(node.known("trafficSignalId state"), "trafficSignalId")]
    for name in names:
        key = f"signal {name}"
        number = row_of(writer, node, key)
        writer.switched.append(len(writer.lists))
        writer.lists.append([number, value(writer, node, key, node.raw("state"))])


def _switched(signalling: Signalling, name: str) -> list[str]:
    all_ = signalling.controllers
    rows = [row for row in range(len(all_.ids)) if name in (all_.ids[row], all_.names[row])]
    owned = zip(signalling.controls.owner.tolist(), signalling.controls.signals, strict=True)
    return [signal for owner, signal in owned if owner in rows[:1]]


def _refer(writer: Writer, node: Node) -> None:
    """A controller whose time begins `delay` after that of another one begins."""
    key, other = f"controller {writer.text(node, 'name')}", f"controller {writer.text(node, 'reference')}"
    if other not in writer.plans:
        names = [name.partition(" ")[2] for name in writer.plans]
        what = f"there is no controller '{other.partition(' ')[2]}'"
        raise BadInput(what, place=node.place, remedy=near(other.partition(" ")[2], names))
    writer.plans[key].after = other
    seen: str | None = other
    while seen is not None:
        if seen == key:
            raise BadInput("controllers refer to each other in a circle", place=node.place, remedy="let one begin")
        seen = writer.plans[seen].after


def jumped(writer: Writer, action: Node) -> dict[int, int]:
    """The job of a TrafficSignalControllerAction: a controller goes on from the start of a phase."""
    key = f"controller {writer.text(action.known('trafficSignalControllerRef phase'), 'trafficSignalControllerRef')}"
    number, phase = row_of(writer, action, key), writer.text(action, "phase")
    names = writer.plans[key].names
    if phase not in names:
        raise BadInput(f"the controller has no phase '{phase}'", place=action.place, remedy=near(phase, list(names)))
    return {t.J_KIND: t.JUMP, t.J_REF: number, t.J_TARGET: NO_SLOT, t.J_EXTRA: names.index(phase)}
