"""A port as services: what comes in by one, what goes out by another, both in one process over one port.

Any `core.port.Port` can stand here. Commands are written the moment they come; nothing is written when none come, and
then the car brakes by itself. What the port says became of them is told as it changes, by the names of COVESA VSS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, runtime_checkable

from aureole.core.errors import BadWord
from aureole.core.observation import Observation
from aureole.core.port import Port
from aureole.runtime.services.roles import COMMAND, OBSERVATION, Frames
from aureole.runtime.services.service import Call

SENSED = "sensed"
"""The topic of what the sensors saw, where it does not come through the port itself: they are not on the CAN bus."""
AGAIN = 1_000_000_000  # ns; between two times that is told what a port refused
SILENT = 50_000_000  # ns; by real time a port is looked after so often though nothing wakes it
ACTUATION, BUS = "actuation", "bus"
BAD = ("failed", "timed out")


@runtime_checkable
class Looking(Protocol):
    """A port that joins what is felt with what sensors saw."""

    def look(self, sensed: Observation) -> None:
        """What the sensors saw."""


@runtime_checkable
class Answering(Protocol):
    """A port that knows what became of what was asked of the actuators."""

    def states(self, now: int) -> Mapping[str, str]:
        """State of each actuator by name: sent, accepted, reached, failed, timed out."""


class Gate:
    """One port, opened in the process that has it, and the difference between the car's time and the clock's."""

    def __init__(self, make: Callable[[int], Port]) -> None:
        """`make` opens the port, with a descriptor that its process was handed; -1: none."""
        self.make = make
        self.made: Port | None = None
        self.ahead = 0
        """The car's time less the clock's, ns."""

    def take(self, descriptor: int) -> None:
        """Open the port with what the supervisor has handed out."""
        self.made = self.make(descriptor)

    def leave(self) -> None:
        """Close the port."""
        getattr(self.made, "close", int)()

    @property
    def port(self) -> Port:
        """The port; opened without a descriptor if none was handed."""
        if self.made is None:
            self.made = self.make(-1)
        return self.made


class Came(NamedTuple):
    """Since when the port is read, ns of the clock; None: not yet."""

    origin: int | None


class PortService:
    """What comes in: at its own period, or with each word of the sensors."""

    def __init__(self, gate: Gate, frames: Frames) -> None:
        self.gate, self.frames, self.patience = gate, frames, SILENT
        self.take, self.leave = gate.take, gate.leave

    def begin(self) -> Came:
        """Nothing was read yet."""
        return Came(None)

    def serve(self, call: Call, memory: Came) -> Came:
        """Give what came in; if nothing did, nobody is told anything, and the guard will stop the car."""
        gate, port = self.gate, self.gate.port
        origin = call.stamp if memory.origin is None else memory.origin
        if SENSED in call.fresh:
            sensed = self.frames.observation.copied(call.words[SENSED])
            gate.ahead = sensed.stamp.item() - call.stamps[SENSED]
            if isinstance(port, Looking):
                port.look(sensed)
        elif memory.origin is None:
            gate.ahead = -origin
        seen = port.read(call.stamp + gate.ahead)
        if seen is not None:
            gate.ahead = seen.stamp.item() - call.stamp
            call.out[OBSERVATION].put(seen, call.stamp)
        return Came(origin)


class Told(NamedTuple):
    """What was told last: states by actuator, what was refused, and when, ns."""

    states: Mapping[str, str]
    counts: Mapping[str, int]
    at: int


class ActuatorService:
    """What goes out: each command at once; what became of it is told when it changes."""

    def __init__(self, gate: Gate, names: Mapping[str, str]) -> None:
        """`names`: of each actuator as people know it, in VSS."""
        self.gate, self.names, self.patience = gate, names, SILENT
        self.notices: list[tuple[str, str]] = []
        """Kind and text of what happened; whoever calls the service takes them away."""

    def begin(self) -> Told:
        """Nothing was told yet."""
        return Told({}, {}, -AGAIN)

    def serve(self, call: Call, memory: Told) -> Told:
        """Write a command that is new; look after the last ones either way."""
        gate, port = self.gate, self.gate.port
        now = call.now + gate.ahead
        if COMMAND in call.fresh:
            try:
                port.write(call.words[COMMAND], now)
            except BadWord as error:
                self.notices.append((BUS, str(error)))
        states = self.tell(port.states(now), memory.states) if isinstance(port, Answering) else memory.states
        if call.now - memory.at < AGAIN:
            return memory._replace(states=states)
        return Told(states, self.count(dict(getattr(port, "counts", {})), memory.counts), call.now)

    def tell(self, states: Mapping[str, str], before: Mapping[str, str]) -> Mapping[str, str]:
        """Tell the first time of each state, and every change from or to a bad one; gives all that was told."""
        told = dict(before)
        for name, state in states.items():
            known = told.get(f"{name} {state}")
            changed = told.get(name) != state and (state in BAD or told.get(name) in BAD)
            if known is None or changed:
                self.notices.append((ACTUATION, f"{self.names.get(name, name)} {state}"))
            told[name] = told[f"{name} {state}"] = str(state)
        return told

    def count(self, counts: Mapping[str, int], before: Mapping[str, int]) -> Mapping[str, int]:
        """Tell what was refused or lost since the last time."""
        more = {name: count - before.get(name, 0) for name, count in counts.items() if count > before.get(name, 0)}
        if more:
            self.notices.append((BUS, ", ".join(f"{name} +{count}" for name, count in sorted(more.items()))))
        return counts


class PacedPort:
    """A whole port as one service, woken by time: it hands over the newest command, then gives what came in."""

    def __init__(self, port: Port, over: Callable[[], bool], result: Callable[[], bytes]) -> None:
        """`over` tells that there will be nothing more, `result` what came out of it all."""
        self.port, self.done, self.result, self.over = port, over, result, False

    def begin(self) -> Came:
        """Nothing was read yet."""
        return Came(None)

    def serve(self, call: Call, memory: Came) -> Came:
        """One period; moments of the port are counted from the first call on."""
        origin = call.stamp if memory.origin is None else memory.origin
        if COMMAND in call.fresh:
            self.port.write(call.words[COMMAND], call.stamp - origin)
        self.over = self.over or self.done()
        seen = None if self.over else self.port.read(call.stamp - origin)
        if seen is not None:
            call.out[OBSERVATION].put(seen, call.stamp)
        return Came(origin)
