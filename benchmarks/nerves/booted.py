"""Our system as it drives a car: zygote, nodes, executor, meters, supervisor; a stage of the relay is a service."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
from nerves.bus import Words
from peers.relay import PERIOD, WARM, Settings

from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Monotonic
from aureole.runtime.facilities.budgets import Memory, Processor, Runaway
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.system import System
from aureole.runtime.services.service import Call
from aureole.runtime.supervise.supervisor import Supervisor

BOUNDS = frozenset({Processor.name, Memory.name, Runaway.name})
"""What an unmanaged chain has not: in a control group of its own a node is given its share of the processor sooner."""
NAMES = ("camera", "perceive", "drive", "control", "can")


class Stage:
    """One stage as a service; its memory is the number of its calls."""

    def __init__(self, settings: Settings, stage: int) -> None:
        self.settings, self.stage = settings, stage
        self.source, self.sink = f"hop{stage - 1}", f"hop{stage}"
        self.times = [-1] * (settings.cycles + WARM)
        self.over = False

    def begin(self) -> int:
        """In its node, before the first call."""
        if self.stage == 0:
            self.picture = np.arange(self.settings.sizes[0] // 8, dtype=np.int64)
        return 0

    def serve(self, call: Call, memory: int) -> int:
        """As `peers.relay` does it."""
        if self.stage == 0:
            started = time.monotonic_ns()
            out = call.out[self.sink].loan().numbers[0]
            np.copyto(out, self.picture)
            out[0], out[1] = memory, time.monotonic_ns() if self.settings.sent else started
            call.out[self.sink].send(call.stamp)
            return memory + 1
        got = call.words[self.source].numbers[0]
        if self.stage == self.settings.stages - 1:
            self.arrive(int(got[0]), time.monotonic_ns() - int(got[1]))
            got[::512].sum()
            return memory
        got[::512].sum()
        out = call.out[self.sink].loan().numbers[0]
        np.copyto(out, got[: len(out)])
        call.out[self.sink].send(call.stamp)
        return memory

    def arrive(self, number: int, spent: int) -> None:
        """Note one time; after the last one there is nothing more to do."""
        if number < len(self.times):
            self.times[number] = spent
        self.over = number >= len(self.times) - 1

    def result(self) -> bytes:
        """What the last stage found."""
        return json.dumps(self.times[WARM:]).encode()


def system_of(settings: Settings) -> System:
    """Every stage a service in a domain of its own."""
    names = NAMES if settings.stages == len(NAMES) else (NAMES[0], NAMES[-1])
    services, topics, frames = [], [], {}
    for stage, name in enumerate(names):
        trigger, period = (f"hop{stage - 1}", 0.0) if stage else ("", PERIOD * 1e-9)
        services.append(Service(name, name, name, trigger, period, 1e-3, 1e9, "B"))
    for hop, size in enumerate(settings.sizes):
        topics.append(Topic(f"hop{hop}", "Words", 100.0, 0.01, names[hop], (names[hop + 1],), queued=True, depth=4))
        frames[f"hop{hop}"] = Frame.of(Words(np.zeros((1, size // 8), np.int64)))
    factories: dict[str, Any] = {
        name: lambda stage=stage: Stage(settings, stage) for stage, name in enumerate(names)
    }  # fmt: skip
    priorities = {name: settings.priority + k for k, name in enumerate(names)} if settings.priority else {}
    chain = frozenset(names if settings.core >= 0 else ())  # on one core, by the system's own plan
    without = frozenset() if settings.priority else BOUNDS
    return System(
        tuple(services), tuple(topics), frames, factories, False, priorities, together=chain, without=without
    )  # fmt: skip


def run(settings: Settings, seconds: float) -> list[int]:
    """Boot it, let it run, stop it; ns of each cycle."""
    system = system_of(settings)
    last = system.services[-1].name
    zygote = Nest(system, Monotonic()).zygote()
    told: list[str] = []
    supervisor = Supervisor(system, zygote, Monotonic(), lambda notice: told.append(notice.text), restarts=0)
    try:
        supervisor.boot()
        if not supervisor.run({last}, seconds):
            raise RuntimeError("; ".join(told[-3:]))
    finally:
        supervisor.close()
    found: list[int] = json.loads(supervisor.results[last])
    return found
