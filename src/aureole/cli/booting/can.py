"""A drive over a CAN bus: the car's computer at one end, the world as the car at the other, each in its own process."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aureole.cli.booting.ports import Roles, port_of, scene
from aureole.core.car import Car
from aureole.core.errors import Trouble
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.exam.logged.worlds import AnyWorld
from aureole.runtime.clock import Monotonic
from aureole.runtime.services.can import PlantService, Sensing, greet
from aureole.runtime.services.ports import SENSED, ActuatorService, Gate, PortService
from aureole.runtime.services.roles import COMMAND, Frames
from aureole.vehicle.ports import database, keys
from aureole.vehicle.ports.buses import Notice, Wire, join
from aureole.vehicle.ports.plant import Plant
from aureole.vehicle.ports.port import CanPort
from aureole.vehicle.signals.vss import ASKED

PLANT, ACTUATORS = "plant", "actuators"
GREETING = (0.8, 30.0)  # s; by real time nobody may be silent for longer, by logical time nothing else happens
LATE = (0.002, 5.0)  # s; that is waited for a frame that must come, by real and by logical time
WORDS = {
    "bus": ("CAN bus", "CAN 总线"),
    "taken": ("taken by the car", "车辆已接受"),
    "refused": ("refused", "拒绝"),
    "lost": ("lost", "丢失"),
    "nothing": ("none", "无"),
    "made": ("key made for this boot", "密钥为本次启动生成"),
    "given": ("key from a file", "密钥来自文件"),
}


@dataclass(frozen=True, slots=True)
class CanBehind:
    """A bus that was joined once to see that it is there; both ends join it again."""

    interface: str
    channel: str
    port: int
    """Of UDP multicast; every boot has its own, so that no two drives hear each other."""
    notices: tuple[Notice, ...]
    key: Path | None
    logical: bool

    @staticmethod
    def joined(channel: str, key: Path | None, *, logical: bool) -> CanBehind:
        """See that there is a bus; what takes long is loaded now, before processes are forked."""
        database.frames()
        wire = join("auto", channel, port=(port := free_port()))
        wire.close()
        return CanBehind(wire.interface, wire.channel, port, wire.notices, key, logical)

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The port is split in what comes in and what goes out; the world moves to the other end of the bus."""
        port = port_of(services)
        split = [replace(each, trigger=SENSED, period=0.0) if each is port else each for each in services]
        out = replace(port, name=ACTUATORS, entry=ACTUATORS, trigger=COMMAND, period=0.0)
        car = replace(port, name=PLANT, entry=PLANT, domain=PLANT, trigger="", period=step)
        moved = {"Command": ACTUATORS, "Plan": PLANT}
        found = [
            replace(topic, readers=tuple(moved.get(topic.type, name) if name == port.name else name
                                         for name in topic.readers))
            for topic in topics
        ]  # fmt: skip
        sensed = Topic(SENSED, "Observation", 1.0 / step, step, PLANT, (port.name,), recorded=False)
        return [*split, out, car], [*found, scene(PLANT, step), sensed]

    def roles(self, world: AnyWorld, frames: Frames) -> Roles:
        """Both ends; each opens the bus in its own process, with the key it is handed there."""
        car = world.brief.mission.car
        gate = Gate(lambda descriptor: self.computer(descriptor, car))
        return {
            "port": lambda: PortService(gate, frames),
            ACTUATORS: lambda: ActuatorService(gate, ASKED),
            PLANT: lambda: PlantService(
                world, lambda descriptor: self.car(descriptor, car), Monotonic(), strict=self.logical
            ),
        }

    def wire(self) -> Wire:
        """The bus, joined by this process."""
        return join(self.interface, self.channel, port=self.port)

    def computer(self, descriptor: int, car: Car) -> Sensing:
        """The end that asks."""
        key, messages = keys.opened(descriptor)
        found = CanPort(self.wire(), car, key, messages)
        found.pace = clock
        self.greet(found.listen, lambda: found.opener.synchronised)
        return Sensing(found, Monotonic(), LATE[self.logical], strict=self.logical)

    def car(self, descriptor: int, car: Car) -> Plant:
        """The end that obeys."""
        key, messages = keys.opened(descriptor)
        found = Plant(self.wire(), key, car.limits, messages)
        found.pace = clock
        self.greet(found.listen, lambda: found.greeted)
        return found

    def greet(self, listen: Any, done: Any) -> None:
        """Both ends come to know each other's freshness; by real time they go on without, and the car stays braked."""
        if not greet(listen, done, Monotonic(), GREETING[self.logical]) and self.logical:
            raise Trouble(f"the other end of {self.interface} {self.channel} does not answer", remedy="try again")

    def hands(self, services: Sequence[Service]) -> Mapping[str, int]:
        """A letter with the key for each end."""
        given = keys.fresh() if self.key is None else keys.from_file(self.key)
        return {port_of(services).name: keys.letter(given), PLANT: keys.letter(given)}

    def networked(self, services: Sequence[Service]) -> frozenset[str]:
        """Those of both ends of the bus."""
        return frozenset(each.domain for each in services if each.entry in ("port", ACTUATORS, PLANT))

    def chain(self, chain: Chain) -> Chain:
        """What comes back to the port ends with what goes out of it."""
        names = chain.services
        if len(names) > 1 and names[0] == names[-1]:
            return replace(chain, services=(*names[:-1], ACTUATORS))
        return chain

    @property
    def telling(self) -> frozenset[str]:
        """The plant: what it accepted, and what not."""
        return frozenset({PLANT})

    def told(self, results: Mapping[str, bytes], lang: str) -> list[str]:
        """The bus, what this machine lacks for another one, and what became of every request."""
        zh = lang == "zh"
        word = {name: both[zh] for name, both in WORDS.items()}
        where = f"{self.interface} {self.channel}" + (f":{self.port}" if self.interface == "udp_multicast" else "")
        lines = [f"  {word['bus']}: {where}; {word['given' if self.key else 'made']}"]
        lines += [f"    {notice.zh if zh else notice.en}" for notice in self.notices]
        if PLANT in results:
            counts = json.loads(results[PLANT])
            refused = ", ".join(f"{name} {count}" for name, count in counts["refused"].items()) or word["nothing"]
            figures = f"{word['taken']} {counts['accepted']}, {word['lost']} {counts['lost']}"
            lines.append(f"    {figures}, {word['refused']}: {refused}")
        return lines


def clock(_: int) -> int:
    """The machine's own time, ns: it goes on while a car waits for its first command."""
    return Monotonic().now()


def free_port() -> int:
    """A UDP port that nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("", 0))
        number: int = probe.getsockname()[1]
        return number
