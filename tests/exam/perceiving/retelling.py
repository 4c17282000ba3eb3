"""A perceiver that is told the truth and tells it on with errors that a test knows."""

from dataclasses import dataclass, replace

import numpy as np

from aureole.cli import given
from aureole.exam.drive import made
from aureole.exam.logged.worlds import build_world
from aureole.exam.perceiving.collecting import watching
from aureole.exam.perceiving.gathering import Gathering
from aureole.exam.setup import Drive
from aureole.exam.suites.suite import SuiteCase
from aureole.runtime.loop import run
from aureole.vehicle.cars import load
from aureole.vehicle.follower import Follower


@dataclass
class Retelling:
    """Shifts all that it is told, is silent every so often, gives other names from a look on, says how sure it is."""

    shift: tuple[float, float] = (0.0, 0.0)
    silent: int = 0
    rename: int = 10**9
    sure: float = 1.0

    def reset(self, mission):
        return 0

    def perceive(self, observation, looks):
        tracks, objects, lanes, signals = (getattr(observation, n) for n in ("tracks", "objects", "lanes", "signals"))
        off = np.array(self.shift, np.float32)
        here = not (self.silent and looks % self.silent)
        more = 1000 if looks >= self.rename else 0

        def told(word, **columns):
            sure = {"sure": np.full_like(word.sure, self.sure)} if hasattr(word, "sure") else {}
            return replace(word, present=word.present & here, **sure, **columns)

        return replace(
            observation,
            tracks=told(tracks, xy=tracks.xy + off, id=tracks.id + more),
            objects=told(objects, xy=objects.xy + off, id=objects.id + more),
            signals=told(signals, xy=signals.xy + off),
            lanes=told(lanes, centre=lanes.centre + off),
        ), looks + 1


def drives(*names):
    cases = [given.case_of(name, []) for name in names]
    return [Drive(SuiteCase(f"c{k}", case.path, case.params), 0) for k, case in enumerate(cases)]


def setup(**how):
    return given.setup("rules", None, **{"timeout": 4.0, **how})


def gathered(name, perceiver=None, *, seconds=14.0):
    """A gathering of one drive in which the perceiver is told what the car's eyes could see."""
    terms = setup(timeout=seconds)
    drive, car = drives(name), watching(load("sedan"))
    exact = [build_world(drive, replace(terms, car=car)) for _ in range(2)]
    gathering = Gathering(*exact, perceiver or Retelling())
    run(build_world(drive, terms), made(terms), Follower(), [gathering])
    return gathering
