"""Drivers that each break one promise of their role, and are fine in every other way."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import REASONS, STEPS, Plan

DRAWN = itertools.count()


class Plain:
    """Drives straight on at the speed it saw first; keeps every promise."""

    def reset(self, mission: Mission):
        return {"speed": mission.set_speed.astype(np.float32), "looks": np.zeros(len(mission.set_speed), np.int64)}

    def drive(self, observation: Observation, memory):
        worlds = len(observation.stamp)
        time = np.tile(np.arange(STEPS, dtype=np.float32) / 10, (worlds, 1))
        speed = np.repeat(memory["speed"][:, None], STEPS, axis=1)
        plan = Plan(
            stamp=observation.stamp.copy(), time=time, xy=np.stack([time * speed, np.zeros_like(time)], axis=-1),
            heading=np.zeros_like(time), speed=speed, brake=np.full(worlds, 4, np.float32),
            sure=np.ones(worlds, np.float32), why=np.full((worlds, REASONS, 2), (0, -1), np.int32),
            ask=np.zeros(worlds, np.int32),
        )  # fmt: skip
        return self.bent(plan, observation, memory), {**memory, "looks": memory["looks"] + 1}

    def bent(self, plan, observation, memory):
        return plan


class Shapes(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, speed=plan.speed.astype(np.float64))


class Short(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, **{name: getattr(plan, name)[:, :5] for name in ("time", "xy", "heading", "speed")})


class OneRow(Plain):
    def bent(self, plan, observation, memory):
        fields = {name: getattr(plan, name)[:1] for name in Plan.__slots__}
        return Plan(**fields)


class Nothing(Plain):
    def drive(self, observation, memory):
        return None, memory


class Numbers(Plain):
    def bent(self, plan, observation, memory):
        plan.heading[:, 3] = np.nan
        return plan


class Times(Plain):
    def bent(self, plan, observation, memory):
        plan.time[:, 7] = plan.time[:, 6]
        return plan


class Past(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, time=plan.time - np.float32(0.05))


class Stamp(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, stamp=plan.stamp + 1)


class TooSure(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, sure=plan.sure + 1)


class NoBrake(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, brake=plan.brake * 0)


class OddReason(Plain):
    def bent(self, plan, observation, memory):
        plan.why[:, 0, 0] = 4  # a number no concept has
        return plan


class OddAsk(Plain):
    def bent(self, plan, observation, memory):
        plan.ask[:] = 3
        return plan


class WritesLook(Plain):
    def bent(self, plan, observation, memory):
        observation.tracks.xy[:] = 0
        return plan


class WritesMemory(Plain):
    def bent(self, plan, observation, memory):
        memory["looks"] += 0
        memory["speed"][:] += np.float32(0.001)
        return plan


class Chance(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, sure=np.full_like(plan.sure, 1 / (2 + next(DRAWN))))


class KeepsItself(Plain):
    count = 0

    def bent(self, plan, observation, memory):
        self.count += 1
        return replace(plan, sure=np.full_like(plan.sure, 1 / (1 + self.count)))


class AddsUp(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, sure=plan.sure / np.float32(len(plan.sure)))


class Ranks(Plain):
    """Its first world matters to the others if its key is below the last one's: in a course only once it is turned."""

    def reset(self, mission):
        return {**super().reset(mission), "key": mission.key}

    def bent(self, plan, observation, memory):
        return replace(plan, sure=plan.sure * np.float32(0.5 if memory["key"][0] < memory["key"][-1] else 1))


class Few(Plain):
    def bent(self, plan, observation, memory):
        if len(plan.sure) > 8:
            raise ValueError("more than eight worlds")
        return plan


class NotBytes(Plain):
    def reset(self, mission):
        return {**super().reset(mission), "thought": lambda: None}


class Forgets(Plain):
    """Its memory is not what it was once it has been kept as bytes."""

    def reset(self, mission):
        return {**super().reset(mission), "thought": Thought()}

    def bent(self, plan, observation, memory):
        return replace(plan, sure=plan.sure * np.float32(memory["thought"].share))


class Thought:
    share = 1.0

    def __getstate__(self):
        return {"share": 0.5}

    def __deepcopy__(self, memo):
        return self


class NeedsRoad(Plain):
    def bent(self, plan, observation, memory):
        if not observation.lanes.present.any():
            raise IndexError("no lane")
        return plan


class NeedsSenses(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, sure=np.clip(1 - 0 * observation.age[:, 0], 0, 1))


class NeedsNumbers(Plain):
    def bent(self, plan, observation, memory):
        int(observation.ego.speed[0])
        return plan


class NeedsWords(Plain):
    def reset(self, mission):
        for words, length in zip(mission.order, mission.order_length, strict=True):
            words[:length].tobytes().decode()
        return super().reset(mission)


class Tires(Plain):
    """Gives up after seven seconds, later than a course lasts."""

    def bent(self, plan, observation, memory):
        if (memory["looks"] > 30).any():
            raise RuntimeError("tired")
        return plan


class NoReset:
    def drive(self, observation, memory):
        return None, memory


class CannotBe(Plain):
    def __init__(self):
        raise RuntimeError("no weights")


class NeedsArguments(Plain):
    def __init__(self, weights):
        self.weights = weights


BREAKS = {
    Shapes: "shapes", Short: "shapes", OneRow: "shapes", Nothing: "shapes", Numbers: "numbers", Times: "times",
    Past: "times", Stamp: "stamp", TooSure: "ranges", NoBrake: "ranges", OddReason: "ranges", OddAsk: "ranges",
    WritesLook: "inputs", WritesMemory: "inputs", Chance: "repeat", KeepsItself: "self", AddsUp: "alone",
    Ranks: "order", Few: "many", NotBytes: "restart", Forgets: "restart", NeedsRoad: "empty", NeedsSenses: "silent",
    NeedsNumbers: "nan", NeedsWords: "orders", Tires: "drives", NoReset: "role", CannotBe: "role",
    NeedsArguments: "role",
}  # fmt: skip
"""Which promise each of them breaks."""
