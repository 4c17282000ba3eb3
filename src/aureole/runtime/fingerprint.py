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
Four = tuple[np.uint64, np.uint64, np.uint64, np.uint64, np.uint64, np.uint64, np.uint64, np.uint64]
"""Both lanes of four worlds, world after world."""


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


@device
def mix_one(lanes: Uint64, w: int, m: int, plan: bool, d: Declared) -> None:
    """Mix one moment of one world into its lanes."""
    a, b = lanes[w, 0], lanes[w, 1]
    for word in (np.uint64(d.stamp[m]), np.uint64(d.hit[m]), d.steer[m], d.accel[m], np.uint64(d.command_lamps[m])):
        a, b = mix_a(a, word), mix_b(b, word)
    for i in range(d.present.shape[1]):
        if not d.present[m, i]:
            continue
        a, b = mix_a(a, np.uint64(i)), mix_b(b, np.uint64(d.lamps[m, i]))
        for word in (d.xyz[m, i, 0], d.xyz[m, i, 1], d.xyz[m, i, 2], d.heading[m, i], d.speed[m, i], d.yaw_rate[m, i]):
            a, b = mix_a(a, word), mix_b(b, word)
    for i in range(d.signals.shape[1]):
        word = np.uint64(d.signals[m, i])
        a, b = mix_a(a, word), mix_b(b, word)
    if plan:
        a, b = mix_a(a, np.uint64(d.ask[w])), mix_b(b, np.uint64(d.ask[w]))
        for k in range(d.plan_speed.shape[1]):
            for value in (d.plan_xy[w, k, 0], d.plan_xy[w, k, 1], d.plan_speed[w, k]):
                word = np.uint64(value)
                a, b = mix_a(a, word), mix_b(b, word)
    lanes[w, 0], lanes[w, 1] = a, b


@device
def mixed(lanes: Four, p: np.uint64, q: np.uint64, r: np.uint64, s: np.uint64) -> Four:
    """The lanes of four worlds after one more word each."""
    a0, b0, a1, b1, a2, b2, a3, b3 = lanes
    return (
        mix_a(a0, p), mix_b(b0, p), mix_a(a1, q), mix_b(b1, q), mix_a(a2, r), mix_b(b2, r), mix_a(a3, s), mix_b(b3, s),
    )  # fmt: skip


@device
def mix_four(lanes: Uint64, w: int, m: int, ticks: int, plan: bool, d: Declared) -> None:
    """The same of four worlds side by side: what one lane must wait for leaves the processor time for seven others.

    Every agent is present. `m` is the moment of the first world, those of the others are `ticks` apart.
    """
    n, o, p = m + ticks, m + 2 * ticks, m + 3 * ticks
    x, y, z = w + 1, w + 2, w + 3
    f = lanes[w, 0], lanes[w, 1], lanes[x, 0], lanes[x, 1], lanes[y, 0], lanes[y, 1], lanes[z, 0], lanes[z, 1]
    f = mixed(f, np.uint64(d.stamp[m]), np.uint64(d.stamp[n]), np.uint64(d.stamp[o]), np.uint64(d.stamp[p]))
    f = mixed(f, np.uint64(d.hit[m]), np.uint64(d.hit[n]), np.uint64(d.hit[o]), np.uint64(d.hit[p]))
    f = mixed(f, d.steer[m], d.steer[n], d.steer[o], d.steer[p])
    f = mixed(f, d.accel[m], d.accel[n], d.accel[o], d.accel[p])
    lamps = d.command_lamps
    f = mixed(f, np.uint64(lamps[m]), np.uint64(lamps[n]), np.uint64(lamps[o]), np.uint64(lamps[p]))
    for i in range(d.present.shape[1]):
        lit, one = d.lamps, np.uint64(i)
        f = (
            mix_a(f[0], one), mix_b(f[1], np.uint64(lit[m, i])), mix_a(f[2], one), mix_b(f[3], np.uint64(lit[n, i])),
            mix_a(f[4], one), mix_b(f[5], np.uint64(lit[o, i])), mix_a(f[6], one), mix_b(f[7], np.uint64(lit[p, i])),
        )  # fmt: skip
        for k in range(3):
            f = mixed(f, d.xyz[m, i, k], d.xyz[n, i, k], d.xyz[o, i, k], d.xyz[p, i, k])
        f = mixed(f, d.heading[m, i], d.heading[n, i], d.heading[o, i], d.heading[p, i])
        f = mixed(f, d.speed[m, i], d.speed[n, i], d.speed[o, i], d.speed[p, i])
        f = mixed(f, d.yaw_rate[m, i], d.yaw_rate[n, i], d.yaw_rate[o, i], d.yaw_rate[p, i])
    for i in range(d.signals.shape[1]):
        lit = d.signals
        f = mixed(f, np.uint64(lit[m, i]), np.uint64(lit[n, i]), np.uint64(lit[o, i]), np.uint64(lit[p, i]))
    if plan:
        f = mixed(f, np.uint64(d.ask[w]), np.uint64(d.ask[x]), np.uint64(d.ask[y]), np.uint64(d.ask[z]))
        for k in range(d.plan_speed.shape[1]):
            xy, v = d.plan_xy, d.plan_speed
            for c in range(2):
                f = mixed(
                    f, np.uint64(xy[w, k, c]), np.uint64(xy[x, k, c]), np.uint64(xy[y, k, c]), np.uint64(xy[z, k, c])
                )
            f = mixed(f, np.uint64(v[w, k]), np.uint64(v[x, k]), np.uint64(v[y, k]), np.uint64(v[z, k]))
    lanes[w, 0], lanes[w, 1], lanes[x, 0], lanes[x, 1], lanes[y, 0], lanes[y, 1], lanes[z, 0], lanes[z, 1] = f


@device
def alike(done: Bool, w: int, m: int, ticks: int, present: Bool) -> bool:
    """Whether `mix_four` may take four worlds at once: none is over and nobody is absent."""
    for j in range(4):
        if done[w + j]:
            return False
        for i in range(present.shape[1]):
            if not present[m + j * ticks, i]:
                return False
    return True


@kernel
def mix_steps(lanes: Uint64, done: Bool, fresh: bool, d: Declared) -> None:
    """Mix the moments of every world that is still driving into its two lanes, in place; `fresh`: the plan is new."""
    worlds = lanes.shape[0]
    ticks = len(d.stamp) // worlds
    for first in range(0, worlds, 4):
        size = min(4, worlds - first)
        for k in range(ticks):
            m, plan = first * ticks + k, fresh and k == 0
            if size == 4 and alike(done, first, m, ticks, d.present):
                mix_four(lanes, first, m, ticks, plan, d)
            else:
                for j in range(size):
                    if not done[first + j]:
                        mix_one(lanes, first + j, m + j * ticks, plan, d)
            for j in range(size):
                done[first + j] = done[first + j] or d.over[m + j * ticks]


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
