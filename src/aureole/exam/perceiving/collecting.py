"""Drives cases and lets a perceiver look: what there was and what it perceived, over a whole suite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from aureole.core.car import Car, Sensor
from aureole.core.world import World
from aureole.exam.drive import made
from aureole.exam.given import GIVEN, PERCEIVED
from aureole.exam.life.parts import shards, sort_drives
from aureole.exam.logged.worlds import build_world
from aureole.exam.perceiving.gathering import Gathering, put_together
from aureole.exam.perceiving.perceiver import Perceiver
from aureole.exam.scores.perception.table import Looks
from aureole.exam.senses import SIDE_BY_SIDE
from aureole.exam.setup import Drive, Setup
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower
from aureole.world.sensing.eyes.senses import eyes_of

REACH = 60.0  # m; no class counts beyond 50


def watching(car: Car, reach: float = REACH) -> Car:
    """The same car with sensors that err in nothing and see what its eyes could, up to `reach` m.

    What is hidden behind something, out of every eye's view, or too far does not count; what darkness, rain or fog
    hides counts: that it is not seen is what they cost.

    Raises:
        BadInput: the car has no eyes.
    """
    sensors = tuple(Sensor(eye.name, eye.kind, eye.x, eye.y, eye.heading, eye.view, reach, 0.0) for eye in eyes_of(car))
    return replace(car, sensors=sensors)


def collected(
    drives: Sequence[Drive], setup: Setup, perceiver: Perceiver[Any], *, done: Callable[[int], Any] | None = None,
) -> tuple[Looks, Looks]:  # fmt: skip
    """What there was, and what was perceived, in every look of every drive.

    Args:
        drives: scenarios and situations; numbered in the order in which they are driven.
        setup: who drives and how. With `given` senses the driver is told the truth and the perceiver only looks, so
            that every perceiver is scored on the same looks; `weather` and `faults` are those of its pictures. With
            `perceived` the driver goes by our own perception (`exam.senses`).
        perceiver: who is scored.
        done: told how many more drives have come to their end.

    Raises:
        BadInput: a file, a parameter or a fault is wrong, the car has no eyes, or a log is among the drives.
        DriverFailure: the driver broke down.
    """
    truth: list[Looks] = []
    seen: list[Looks] = []
    first = 0
    for places in shards(sort_drives(drives, setup.ego).groups, min(setup.shard, SIDE_BY_SIDE)):
        batch = [drives[place] for place in places]
        sight = build_world(batch, replace(setup, senses=PERCEIVED))
        world: World[Any] = sight if setup.senses == PERCEIVED else build_world(batch, setup)
        car = watching(sight.brief.mission.car)
        exact = build_world(batch, replace(setup, senses=GIVEN, weather="", faults=(), car=car))
        gathering = Gathering(sight, exact, perceiver, first=first)
        run(world, made(setup), Follower(), [gathering])
        for kept, found in zip((truth, seen), gathering.looks, strict=True):
            kept.append(found)
        first += len(batch)
        if done is not None:
            done(len(batch))
    return put_together(truth), put_together(seen)
