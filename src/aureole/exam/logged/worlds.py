"""The seam between exams and worlds: a case is a scenario or a log, by its file, and each has its own world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aureole.core.notes import Float64
from aureole.exam.given import PERCEIVED
from aureole.exam.judges.bench import Rules
from aureole.exam.logged.cast import cast_of as cast_of_log
from aureole.exam.logged.rules import rules_for
from aureole.exam.logged.scoring import LogScored
from aureole.exam.scores.scored import Scored
from aureole.exam.senses import eyed, refuse_logs
from aureole.exam.setup import Drive, Setup, identity
from aureole.exam.suites.cases import SuiteCase
from aureole.world.logs.playing.build import build as build_logged
from aureole.world.logs.playing.world import Logged
from aureole.world.logs.reading import is_log
from aureole.world.roads.furniture.led import yellow
from aureole.world.scenarios.build import build as build_scripted
from aureole.world.scenarios.case import Variation
from aureole.world.scenarios.export.cast import Cast
from aureole.world.scenarios.export.cast import cast_of as cast_of_scenario
from aureole.world.scenarios.scenario import load, load_map
from aureole.world.scripted import Scripted

AnyWorld = Scripted | Logged


def build_world(drives: Sequence[Drive], setup: Setup) -> AnyWorld:
    """One world batch; all drives must share scenario structure and road, or recording and examined car."""
    first = drives[0].case
    refuse_logs([first], setup.senses)
    variations = [Variation(dict(drive.case.params), drive.seed) for drive in drives]
    build = build_logged if is_log(Path(first.path)) else build_scripted
    world = build(
        identity(first), variations, car=setup.car, step=setup.step,
        passive=setup.driver == "passive", ego=setup.ego, timeout=setup.timeout, order=setup.order,
    )  # fmt: skip
    return eyed(world, drives, setup) if setup.senses == PERCEIVED and isinstance(world, Scripted) else world


def rules_of(world: AnyWorld, setup: Setup) -> Rules | None:
    """Which events fail a drive; None: what the bench holds usual."""
    if isinstance(world, Logged):
        return rules_for(world, setup.fails)
    return dict.fromkeys(setup.fails, True) if setup.fails and not world.brief.passive else None


def scored_of(world: AnyWorld, drives: Sequence[Drive], setup: Setup) -> Scored | LogScored:
    """Who watches for the scores."""
    if isinstance(world, Logged):
        return LogScored(world, setup.scores)
    return Scored(world.brief, drives[0].case, setup.scores)


def painted_of(world: AnyWorld, case: SuiteCase) -> list[Float64]:
    """Temporary yellow lines on the road of a drive: points (x, y) of each, m."""
    if isinstance(world, Logged):
        return []
    scenario = load(Path(identity(case).path))
    place = scenario.map(scenario.parameters.scope(case.params))
    return list(yellow(load_map(place).furniture))


def cast_of(world: AnyWorld, case: SuiteCase) -> Cast:
    """Who took part in a drive, for its record."""
    if isinstance(world, Logged):
        return cast_of_log(world, case.path)
    return cast_of_scenario(case.path, case.params, world.brief)
