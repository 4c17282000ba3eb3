"""A driver in Python is asked for all worlds of a batch at once, and whatever it hands back is its own affair."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from aureole.cli import given
from aureole.core.notes import notes
from aureole.core.observation import Observation
from aureole.exam.drive import driven
from aureole.exam.examine import Drive, examine
from aureole.exam.suites.cases import SuiteCase
from aureole.fleet.pool import Pool
from aureole.vehicle.cars import load
from examples.steady import Steady
from tests.exam.odd_drivers import Plain

SPAN = 2.0  # s


def cut_ins(count=5):
    base = given.case_of("cut-in", [])
    return [Drive(SuiteCase(f"c{k}", base.path, {**base.params, "EgoSpeed_kmh": f"{70 + k}"}), 0) for k in range(count)]


def setup(make, **how):
    return given.setup("rules", None, **{"timeout": SPAN, "make": make, **how})


class Counting(Steady):
    """Keeps its lane, and writes down what it was asked."""

    asked: list[dict[str, tuple[int, ...]]]

    def drive(self, observation, memory):
        self.asked.append({note.name: shape(observation, note.name).shape for note in notes(Observation)})
        return super().drive(observation, memory)


def shape(observation, name):
    part, _, inner = name.partition(".")
    word = getattr(observation, part)
    return getattr(word, inner) if inner else word


def counted(worlds, **how):
    asked = []

    class Told(Counting):
        pass

    Told.asked = asked
    examine(cut_ins(worlds), replace(setup(Told), **how))
    return asked


def test_it_is_asked_once_for_all_worlds_of_a_batch_at_each_of_its_moments():
    asked = counted(5)
    assert len(asked) == round(SPAN / load("sedan").periods.drive) + 1
    assert {sizes[0] for look in asked for sizes in look.values()} == {5}


def test_it_is_asked_for_each_shard_by_itself():
    sizes = [look["stamp"][0] for look in counted(5, shard=2)]
    looks = round(SPAN / load("sedan").periods.drive) + 1
    assert sizes == [2] * looks + [2] * looks + [1] * looks


@pytest.mark.parametrize("make", [Steady, Plain])
def test_one_that_looks_at_each_world_by_itself_gives_the_same_digests_in_any_shards_and_processes(make):
    whole = [verdict.digest for verdict in examine(cut_ins(), setup(make))]
    assert len(set(whole)) == 5
    for shard in (1, 2):
        assert [verdict.digest for verdict in examine(cut_ins(), replace(setup(make), shard=shard))] == whole
    assert [driven([drive], setup(make)).verdicts[0].digest for drive in cut_ins()] == whole
    with Pool(2) as pool:
        found = examine(cut_ins(), replace(setup(make), shard=2), executor=pool)
    assert [verdict.digest for verdict in found] == whole


class Nothing(Plain):
    def drive(self, observation, memory):
        return None


class NoPlan(Plain):
    def drive(self, observation, memory):
        return None, memory


class Half(Plain):
    def drive(self, observation, memory):
        return super().drive(observation, memory)[0]


class Doubles(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, speed=plan.speed.astype(np.float64))


class Lists(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, speed=plan.speed.tolist())


class Missing(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, heading=None)


class Flat(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, xy=plan.xy[..., 0])


class Other(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, **{field.name: np.repeat(getattr(plan, field.name), 2, axis=0) for field in fields(plan)})


class Numbers(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, **{name: np.full_like(getattr(plan, name), self.value) for name in ("xy", "speed")})


class NotNumbers(Numbers):
    value = np.nan


class Endless(Numbers):
    value = np.inf


class Backwards(Plain):
    def bent(self, plan, observation, memory):
        return replace(plan, time=plan.time[:, ::-1].copy())


class Leaves(Plain):
    def drive(self, observation, memory):
        raise SystemError("gone")


NONSENSE = {
    Nothing: "TypeError", NoPlan: "NoneType", Half: "", Doubles: "Plan.speed: holds float64, expected float32",
    Lists: "Plan.speed: is list, expected an array", Missing: "Plan.heading: is NoneType, expected an array",
    Flat: "Plan.xy: has 2 axes, expected 3", Other: "axis 'worlds' is", NotNumbers: "numbers that are none",
    Endless: "numbers that are none", Backwards: "numbers that are none", Leaves: "SystemError: gone",
}  # fmt: skip


@pytest.mark.parametrize("make", NONSENSE, ids=lambda make: make.__name__)
def test_nonsense_is_a_bad_plan_of_the_drivers_deciding_in_every_drive_and_no_crash(make):
    verdicts = examine(cut_ins(2), setup(make))
    for verdict in verdicts:
        assert verdict.status == "failed"
        assert verdict.blame == "decide"
        told = [event.text for event in verdict.events if event.name == "bad_plan"]
        assert told
        assert NONSENSE[make] in told[0]


class Writes(Steady):
    """Writes into everything that it is shown, once it has looked at it."""

    def drive(self, observation, memory):
        plan, memory = super().drive(observation, memory)
        plan = replace(plan, stamp=plan.stamp.copy())
        for note in notes(Observation):
            shape(observation, note.name)[:] = 3
        return plan, memory


class Reuses(Steady):
    """Hands back the same plan each time, renewed in place."""

    def reset(self, mission):
        return []

    def drive(self, observation, memory):
        plan, _ = super().drive(observation, None)
        if memory:
            for field in fields(plan):
                getattr(memory[0], field.name)[:] = getattr(plan, field.name)
        return (memory[0] if memory else plan), memory or [plan]


@pytest.mark.parametrize("make", [Writes, Reuses])
def test_one_that_writes_into_a_look_or_a_plan_of_before_drives_as_if_it_did_not(make):
    clean = [verdict.digest for verdict in examine(cut_ins(2), setup(Steady))]
    assert [verdict.digest for verdict in examine(cut_ins(2), setup(make))] == clean
    assert [verdict.digest for verdict in driven(cut_ins(2), setup(make), history=True).verdicts] == clean
