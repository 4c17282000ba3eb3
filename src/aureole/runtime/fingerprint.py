"""The digest of a drive: a watcher that mixes declared fields of every step."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from aureole.core import digest
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32, Int64, Uint64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.kernels import device, kernel

SCENE_FIELDS = ("stamp", "present", "xyz", "heading", "speed", "yaw_rate", "lamps", "hit", "signals")
COMMAND_FIELDS = ("steer", "accel", "lamps")
PLAN_FIELDS = ("xy", "speed", "ask")

Uint32: TypeAlias = NDArray[np.uint32]
mix_a = device(digest.mix_a)
mix_b = device(digest.mix_b)


class Declared(NamedTuple):
    """The fields that count, floats as their bits."""

    stamp: Int64
    present: Bool
    xyz: Uint64
    heading: Uint64
    speed: Uint64
    yaw_rate: Uint64
    lamps: Int32
    hit: Int32
    over: Bool
    steer: Uint64
    accel: Uint64
    command_lamps: Int32
    plan_xy: Uint32
    plan_speed: Uint32
    ask: Int32
    signals: Int32


def bits(array: Float64) -> Uint64:
    """The same memory, read as 64-bit words."""
    return np.ascontiguousarray(array).view(np.uint64)


@kernel
def mix_steps(lanes: Uint64, done: Bool, fresh: bool, d: Declared) -> None:
    """Mix the moments of every world that is still driving into its two lanes, in place; `fresh`: the plan is new."""
    ticks = len(d.stamp) // len(lanes)
    for w in range(lanes.shape[0]):
        a, b = lanes[w, 0], lanes[w, 1]
        for m in range(w * ticks, (w + 1) * ticks):
            if done[w]:
                break
            words = (np.uint64(d.stamp[m]), np.uint64(d.hit[m]), d.steer[m], d.accel[m])
            for word in words:
                a, b = mix_a(a, word), mix_b(b, word)
            word = np.uint64(d.command_lamps[m])
            a, b = mix_a(a, word), mix_b(b, word)
            for i in range(d.present.shape[1]):
                if not d.present[m, i]:
                    continue
                a, b = mix_a(a, np.uint64(i)), mix_b(b, np.uint64(d.lamps[m, i]))
                for k in range(3):
                    a, b = mix_a(a, d.xyz[m, i, k]), mix_b(b, d.xyz[m, i, k])
                a, b = mix_a(a, d.heading[m, i]), mix_b(b, d.heading[m, i])
                a, b = mix_a(a, d.speed[m, i]), mix_b(b, d.speed[m, i])
                a, b = mix_a(a, d.yaw_rate[m, i]), mix_b(b, d.yaw_rate[m, i])
            for i in range(d.signals.shape[1]):
                word = np.uint64(d.signals[m, i])
                a, b = mix_a(a, word), mix_b(b, word)
            if fresh and m == w * ticks:
                a, b = mix_a(a, np.uint64(d.ask[w])), mix_b(b, np.uint64(d.ask[w]))
                for k in range(d.plan_speed.shape[1]):
                    for value in (d.plan_xy[w, k, 0], d.plan_xy[w, k, 1], d.plan_speed[w, k]):
                        word = np.uint64(value)
                        a, b = mix_a(a, word), mix_b(b, word)
            done[w] = d.over[m]
        lanes[w, 0], lanes[w, 1] = a, b


class Digest:
    """Watches a batch; `text(world)` is the fingerprint of one drive so far."""

    def __init__(self, worlds: int) -> None:
        self.lanes = np.tile(np.array([digest.SEED_A, digest.SEED_B]), (worlds, 1))
        self.done = np.zeros(worlds, dtype=np.bool_)
        self.last: Plan | None = None

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Mix one step of all worlds, or several; the plan is the same in all of them."""
        declared = Declared(
            scene.stamp,
            scene.present,
            bits(scene.xyz),
            bits(scene.heading),
            bits(scene.speed),
            bits(scene.yaw_rate),
            scene.lamps,
            scene.hit,
            scene.over,
            bits(command.steer),
            bits(command.accel),
            command.lamps,
            np.ascontiguousarray(plan.xy).view(np.uint32),
            np.ascontiguousarray(plan.speed).view(np.uint32),
            plan.ask,
            scene.signals,
        )
        mix_steps(self.lanes, self.done, plan is not self.last, declared)
        self.last = plan

    def text(self, world: int) -> str:
        """32 hexadecimal digits."""
        return digest.text(self.lanes[world, 0], self.lanes[world, 1])
