"""Drivers that hang, die and raise in one case of several, or in all; and the cases."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aureole.cli import given
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive
from aureole.exam.suites.suite import SuiteCase

MARKED = 83.0 / 3.6  # m/s; the set speed of the fourth of seven cases
LOOKS = 3  # it behaves until this one


def seven(count=7):
    """Cut-ins that differ in the speed at which they are driven."""
    base = given.case_of("cut-in", [])
    return [Drive(SuiteCase(f"c{k}", base.path, {**base.params, "EgoSpeed_kmh": f"{80 + k}"}), 0) for k in range(count)]


def setup(make=Rules, **how):
    """A second of driving."""
    return given.setup("rules", None, timeout=1.0, make=make, **how)


def hang():
    """For ever."""
    while True:
        time.sleep(60.0)


class Unruly(Rules):
    """Does something at its third look if it drives the marked case."""

    looks = 0
    marked = False

    def reset(self, mission):
        self.marked = bool(np.isclose(mission.set_speed, MARKED).any())
        return super().reset(mission)

    def drive(self, observation, mind):
        self.looks += 1
        if self.marked and self.looks >= LOOKS:
            self.do()
        return super().drive(observation, mind)

    def do(self):
        """What it does."""


class Hangs(Unruly):
    """Hangs."""

    def do(self):
        hang()


class Exits(Unruly):
    """Ends its process."""

    def do(self):
        os._exit(3)


class Crashes(Unruly):
    """Reads where nothing is."""

    def do(self):
        faulthandler.disable()
        ctypes.string_at(8)


class Kills(Unruly):
    """As if somebody killed the worker at this case, each time."""

    def do(self):
        os.kill(os.getpid(), signal.SIGKILL)


class Raises(Unruly):
    """Raises."""

    def do(self):
        raise ValueError("I am lost")


class Prints(Rules):
    """Talks."""

    def reset(self, mission):
        print("hello from the driver")
        return super().reset(mission)


class Always(Unruly):
    """Hangs in every case."""

    def reset(self, mission):
        memory = super().reset(mission)
        self.marked = True
        return memory

    def do(self):
        hang()


class Unmade(Rules):
    """Hangs when it is made."""

    def __init__(self):
        hang()


class Unbegun(Rules):
    """Hangs when it is told its mission."""

    def reset(self, mission):
        hang()


class NotANumber(Unruly):
    """From its third look on, the plan for the marked world is no number."""

    def reset(self, mission):
        self.rows = np.isclose(mission.set_speed, MARKED)
        return super().reset(mission)

    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        self.looks += 1
        if self.looks >= LOOKS:
            plan.speed[self.rows] = np.nan
        return plan, mind


@dataclass(frozen=True)
class Waits:
    """Makes a driver that, once, tells its process id in the marked case and waits to be killed."""

    path: Path

    def __call__(self):
        path = self.path

        class Waiting(Unruly):
            def do(self):
                if not path.exists():
                    beside = path.with_suffix(".part")
                    beside.write_text(str(os.getpid()))
                    beside.rename(path)
                    hang()

        return Waiting()
