"""What a guard tells its supervisor: faults, and not what is found while a drive begins, or by its own doing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from aureole.runtime.guard.bounds import GOOD
from aureole.runtime.guard.findings import Action, names
from aureole.runtime.services.guarding import SETTLING, GuardService
from tests.runtime.guard.scene import CAR, TICK, Other, look, plan, wish

NAN = float("nan")


class Told:
    """A guard's service, called tick by tick; what it gave, and what it told."""

    def __init__(self, *, eyes: bool = False) -> None:
        mission: Any = SimpleNamespace(car=CAR, step=TICK * 1e-9)
        frames: Any = SimpleNamespace(pictures=object() if eyes else None)
        self.service, self.now = GuardService(mission, frames), 0
        self.memory = self.service.begin()
        self.told: list[tuple[str, ...]] = []
        self.given: list[Any] = []

    def call(
        self, *, stamp: int | None = None, planned: int | None = None, perceived: Any = None, accel: float = 0.0,
        steer: float = 0.0,
    ) -> None:  # fmt: skip
        """One check; `stamp`, `planned`: of wish and plan, now if left out; `perceived`: what eyes told last."""
        words: dict[str, Any] = {"wish": wish(self.now if stamp is None else stamp, accel=accel, steer=steer)}
        words |= {"plan": plan(self.now if planned is None else planned), "observation": look(self.now)}
        words |= {} if perceived is None else {"perceived": perceived}
        call: Any = SimpleNamespace(
            now=self.now, stamp=self.now, words=words, stamps=dict.fromkeys(words, self.now), fresh=frozenset(words),
            out={"command": SimpleNamespace(put=lambda word, _: self.given.append(word))},
            tell=lambda told: self.told.append(names(told.bits)),
        )  # fmt: skip
        self.memory = self.service.serve(call, self.memory)
        self.now += TICK

    def calls(self, count: int, **how: Any) -> None:
        for _ in range(count):
            self.call(**how)

    @property
    def braked(self) -> float:
        """The hardest deceleration so far."""
        return min(each.accel.item() for each in self.given)

    @property
    def faults(self) -> set[str]:
        return {name for told in self.told for name in told} - {"RETURNING"}


def test_a_gap_between_the_first_words_of_a_drive_is_no_fault():
    drive = Told()
    drive.calls(3)
    drive.calls(8, stamp=2 * TICK)  # the follower's second call took long
    drive.calls(2 * GOOD)
    assert drive.faults == set()


def test_the_same_gap_later_is_one():
    drive = Told()
    drive.calls(2 * GOOD)
    drive.calls(8, stamp=drive.now - TICK)
    assert "WISH_FROZEN" in drive.faults


def test_what_never_begins_to_come_is_a_fault_after_a_second():
    drive = Told()
    drive.calls(SETTLING // TICK, stamp=0)
    assert drive.faults == set()
    drive.call(stamp=0)
    assert "WISH_FROZEN" in drive.faults


def test_what_cannot_be_believed_is_a_fault_from_the_first_word_on():
    drive = Told()
    drive.call(accel=NAN)
    assert drive.faults == {"NOT_FINITE"}


def test_the_jerk_between_the_guards_own_braking_and_the_command_it_returns_to_is_no_fault():
    drive = Told()
    drive.calls(2 * GOOD)
    drive.calls(60, stamp=drive.now - TICK)  # it brakes by itself
    drive.calls(4 * GOOD)
    assert any("RETURNING" in told for told in drive.told)
    assert "WISH_FROZEN" in drive.faults
    assert "JERK" not in drive.faults


def test_commands_that_come_unevenly_are_clipped_and_nobody_is_at_fault():
    drive = Told()
    drive.calls(2 * GOOD)
    begin = drive.now
    for k in range(1, 9):  # braking builds up as fast as it may, each second command comes 4 ms late
        drive.now = begin + k * TICK + (4_000_000 if k % 2 else 0)
        drive.call(stamp=begin + k * TICK, accel=-0.25 * k)
    assert drive.faults == set()
    assert any(given.accel.item() != round(given.accel.item() * 4) / 4 for given in drive.given)


def test_commands_of_one_moment_that_differ_are_at_fault():
    drive = Told()
    drive.calls(2 * GOOD)
    drive.call(accel=-0.1)
    drive.call(stamp=drive.now - TICK, accel=1.0)
    assert "JERK" in drive.faults


def test_steering_beyond_its_rate_is_a_fault_by_the_stamps_of_the_commands():
    drive = Told()
    drive.calls(2 * GOOD)
    drive.call(steer=0.1)
    assert "STEER_RATE" in drive.faults


def test_a_jerk_of_the_commands_own_is_one():
    drive = Told()
    drive.calls(2 * GOOD)
    drive.call(accel=-3.0)
    drive.call(accel=1.5)
    assert "JERK" in drive.faults


def test_the_guard_does_the_same_whatever_is_told():
    drive = Told()
    drive.calls(3)
    drive.calls(8, stamp=2 * TICK)
    assert drive.given[-1].accel.item() < 0.0
    assert drive.memory.action == Action.STOPPING


def test_a_guard_that_begins_anew_tells_that_nothing_is_wrong_any_more():
    drive = Told()
    drive.call()
    assert drive.told == [()]


PERSON = Other(x=3.75 + 8.0, length=0.6, width=0.6, sure=0.8)  # 8 m ahead of the bumper


def test_a_person_that_eyes_are_sure_of_is_braked_for_though_the_driver_drives_on():
    drive = Told(eyes=True)
    for k in range(2 * GOOD):
        drive.call(perceived=look(k // GOOD * GOOD * TICK, age=0.1))
    assert drive.braked == 0.0
    drive.call(perceived=look(drive.now, age=0.1, others=(PERSON,)))
    assert "COLLISION" in drive.told[-1]
    for _ in range(36):  # brakes build up; eyes look less often than the guard does
        drive.call(perceived=look(2 * GOOD * TICK, age=0.1, others=(PERSON,)))
    assert drive.braked == -CAR.limits.brake


def test_a_person_that_eyes_are_sure_of_is_braked_for_though_the_driver_hangs():
    drive = Told(eyes=True)
    drive.calls(2 * GOOD, perceived=look(0, age=0.0))
    hung = drive.now
    drive.calls(2 * GOOD, planned=hung, perceived=look(hung, age=0.1))
    assert drive.braked == 0.0
    drive.calls(4 * GOOD, planned=hung, perceived=look(drive.now, age=0.1, others=(PERSON,)))
    assert drive.braked == -CAR.limits.brake


def test_what_eyes_are_unsure_of_or_saw_long_ago_is_not_braked_for():
    for perceived in (look(age=0.1, others=(PERSON._replace(sure=0.55),)), look(age=0.6, others=(PERSON,))):
        drive = Told(eyes=True)
        drive.calls(2 * GOOD, perceived=perceived)
        assert drive.braked == 0.0


def test_eyes_that_fall_silent_are_told():
    drive = Told(eyes=True)
    drive.calls(2 * GOOD, perceived=look(0, age=0.1))
    assert drive.faults == set()
    drive.calls(3 * GOOD, perceived=look(0, age=0.1))
    assert drive.faults == {"TRACKS_OLD"}


def test_a_car_without_eyes_hears_what_is_given_and_nothing_else():
    drive = Told()
    drive.calls(2 * GOOD, perceived=look(age=0.0, others=(PERSON,)))
    assert drive.braked == 0.0
