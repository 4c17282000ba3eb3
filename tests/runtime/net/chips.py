"""A car of two chips for tests, and a process that boots one of them; started by the tests."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from aureole.core.car import Car
from aureole.core.resources import Chip, Network, Service
from aureole.core.topic import Topic
from aureole.runtime.clock import Monotonic
from aureole.runtime.net.bridge import Bridge
from aureole.runtime.net.bus import NetBus
from aureole.runtime.net.links import BRIDGE, door_of, far_of, links_of, share_of
from aureole.runtime.net.session import Certificates, opened
from aureole.runtime.nodes.node import Node
from aureole.runtime.nodes.system import System
from aureole.runtime.nodes.zygote import Zygote
from aureole.runtime.supervise.supervisor import Supervisor
from aureole.vehicle import cars
from tests.runtime.bus.buses import FRAME, word

LONGEST = 60.0  # s


def service(name: str, chip: str, trigger: str = "", period: float = 0.01) -> Service:
    return Service(name, "tests:It", name, trigger, period, 1e-3, 128e6, "B", chip)


def two_chips(**changed: Any) -> Car:
    """A source and a witness on one chip, a sink on another, which answers."""
    made = replace(
        cars.load("sedan"),
        chips=(Chip("first", 1, 1.0, 1e9, "", "D"), Chip("second", 1, 1.0, 1e9, "", "D")),
        networks=(
            Network("backbone", "ethernet", 1e9, 1e-4, ("first", "second")),
            Network("spare", "ethernet", 1e8, 1e-4, ("first", "second")),
            Network("wire", "can", 2e6, 5e-5, ("first", "second")),
        ),
        services=(
            service("source", "first"), service("sink", "second", "words", 0.0),
            service("near", "first", "words", 0.0), service("far", "second", "own", 0.0),
        ),
        topics=(
            Topic("words", "Word", 100.0, 0.01, "source", ("near", "sink"), False, True, 64),
            Topic("answers", "Word", 100.0, 0.01, "sink", ("near",), False, True, 64),
            Topic("own", "Word", 100.0, 0.01, "sink", ("far",), False, True, 64),
        ),
        chains=(),
    )  # fmt: skip
    return replace(made, **changed)


class Source:
    """Writes its calls' number."""

    def begin(self) -> int:
        return 0

    def serve(self, call: Any, memory: int) -> int:
        call.out["words"].put(word(memory), call.stamp)
        return memory + 1


class Sink:
    """Answers every word with it."""

    def begin(self) -> None:
        return None

    def serve(self, call: Any, memory: None) -> None:
        for out in call.out.values():
            out.put(call.words["words"], call.stamp)


class Near:
    """Looks at words and at their answers; is done when an answer of a word number `enough` has come."""

    def __init__(self, enough: float) -> None:
        self.enough, self.over, self.seen = enough, False, []

    def begin(self) -> None:
        return None

    def serve(self, call: Any, memory: None) -> None:
        if "answers" in call.fresh:
            self.seen.append(float(call.words["answers"].inner.value[0]))
            self.over = self.over or self.seen[-1] >= self.enough

    def result(self) -> bytes:
        return json.dumps(self.seen).encode()


class Deaf(Source):
    """Does nothing."""

    def serve(self, call: Any, memory: int) -> int:
        return memory


MADE = {"source": Source, "sink": Sink, "far": Deaf}


def main(chip: str, where: dict[str, Any]) -> None:
    """Boot a chip, say what happens, kill whom it is told to kill, until its `near` is done or it is told to end."""
    car = two_chips()
    share = share_of(car, chip)
    frames = {topic.name: FRAME for topic in car.topics}
    names = [each.name for each in share.services]
    factories = {**{name: MADE.get(name, Deaf) for name in names}, "near": lambda: Near(where["enough"])}
    system = System(
        share.services, share.topics, frames, factories, logical=False, networked=frozenset({BRIDGE}),
        reads={BRIDGE: tuple(where["papers"])}, far=far_of(car, chip), whole=car.chains,
    )  # fmt: skip

    def far() -> NetBus:
        topics = [link.topic for link in links_of(car, chip)]
        door = door_of(car, chip, where["addresses"], Certificates(*map(Path, where["papers"])))
        return NetBus(chip, car.name, topics, frames, opened(chip, car.name, topics, door, frames), Monotonic())

    def become(domain: str, control: Any) -> int:
        if domain == BRIDGE:
            return Bridge(system, control, Monotonic(), far).run()
        return Node(system, domain, control, Monotonic()).run()

    supervisor = Supervisor(system, Zygote(become), Monotonic(), lambda told: print(json.dumps(
        {"what": told.what, "domain": told.domain, "text": told.text}), flush=True))  # fmt: skip
    try:
        supervisor.boot()
        end = Monotonic().now() + round(LONGEST * 1e9)
        while "near" not in supervisor.results and Monotonic().now() < end:
            supervisor.step(0.02)
            order = os.read(0, 64).decode() or "end" if select.select([0], [], [], 0.0)[0] else ""
            if order == "end":
                return
            if order:
                os.kill(supervisor.nodes[order].pid, signal.SIGKILL)
        print(json.dumps({"what": "result", "seen": json.loads(supervisor.results["near"])}), flush=True)
    finally:
        supervisor.close()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
