"""Going from one plan to the next in one go gives the same drives, to the last bit, as going step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import replace

import numpy as np
import pytest

from aureole.cli import given
from aureole.core.plan import Ask, Plan
from aureole.drivers.rules.driver import Rules
from aureole.exam.conformance.rows import differing, taken
from aureole.exam.drive import build_world, driven
from aureole.exam.judges.attention import Attention
from aureole.exam.life.executor import DRIVING
from aureole.exam.life.felt import Felt
from aureole.exam.setup import Drive
from aureole.exam.stretches import Asking, late, placed
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.tracks import Replay
from aureole.runtime.loop import DriverFailure
from aureole.vehicle.follower import Follower
from aureole.world.scenarios.player.state import A_TRAILER
from aureole.world.stretches.eyes import Eyes
from aureole.world.stretches.stretched import Cut
from tests.world.scenarios.drives import after, private
from tests.world.scenarios.signalled import controller, facing, phase, post, show, written
from tests.world.scenarios.test_story import everywhere


class Unmoved:
    """Watches without a word; who cannot take several steps at once is given them one by one."""

    def watch(self, scene, plan, command):
        """Nothing."""


class Forgetful(Rules):
    """The rule driver as a stranger would hand it in: it cannot leave out the worlds that are over."""

    kept = None


class Stopping(Rules):
    """Asks for a minimal-risk manoeuvre from the start, so that a drive ends at standstill."""

    def drive(self, observation, mind):
        plan, mind = super().drive(observation, mind)
        still = np.zeros_like(plan.speed)
        return replace(plan, speed=still, ask=np.full_like(plan.ask, int(Ask.MINIMAL_RISK))), mind


def varied(name="cut-in", count=5, parameter="EgoSpeed_kmh"):
    base = given.case_of(name, [])
    values = [{**base.params, parameter: f"{60 + 12 * k}"} for k in range(count)]
    return [Drive(SuiteCase(f"{name}-{k}", base.path, params), k) for k, params in enumerate(values)]


def setup(driver="rules", **how):
    return given.setup(driver, None, **{"timeout": 30.0, "step": 0.01, "order": "", "ego": None, **how})


def both(drives, setup):
    """Verdicts in one go, and step by step."""
    return driven(drives, setup).verdicts, driven(drives, setup, extra=[Unmoved()]).verdicts


@pytest.mark.parametrize("driver", ["rules", "r157-fsm", "passive"])
def test_stretches_and_single_steps_give_equal_verdicts_and_digests(driver):
    quick, slow = both(varied(), setup(driver))
    assert [verdict.digest for verdict in quick] == [verdict.digest for verdict in slow]
    assert str(quick) == str(slow)
    assert len({verdict.digest for verdict in quick}) == 5


@pytest.mark.parametrize("step", [0.1, 0.02, 0.004])
def test_they_do_at_other_steps_and_where_the_timeout_falls_within_a_stretch(step):
    quick, slow = both(varied(count=3), setup(step=step, timeout=9.96))
    assert str(quick) == str(slow)


def signalled(folder, name, green):
    """A light that a controller switches; its green lasts so long."""
    folder.mkdir()
    cycle = phase("go", green, {"lamp": "green"}) + phase("halt", "0.37", {"lamp": "red"})
    return written(
        folder, posts=post("lamp", {"signal": "light"}), init=private("lamp", facing("-4", "160")),
        controllers=controller("c", cycle, 'delay="0.11"'), events=everywhere("Off", show("lamp", name), after("1.3")),
    )  # fmt: skip


def test_what_signals_show_is_the_same_in_one_go_and_step_by_step_and_counts_in_the_digest(tmp_path):
    digests = []
    for place, (word, green) in enumerate([("dark", "0.5"), ("dark", "0.51"), ("yellow", "0.5")]):
        path = signalled(tmp_path / str(place), word, green)
        drives = [Drive(SuiteCase(f"lamp-{k}", path, {"Speed": f"{20 + k}"}), k) for k in range(2)]
        quick, slow = both(drives, setup(timeout=4.0))
        assert str(quick) == str(slow)
        digests.append([verdict.digest for verdict in quick])
    assert digests[0] != digests[1]
    assert digests[0] != digests[2]


def same(one, other):
    """Whether two replays hold the same in every field."""
    fields = [(getattr(one, field.name), getattr(other, field.name)) for field in dataclass_fields(Replay)]
    plain = [(a, b) for a, b in fields if not isinstance(a, (Mapping, tuple, list))]
    rows = [pair for a, b in fields if isinstance(a, (tuple, list)) for pair in zip(a, b, strict=True)]
    maps = [(a[name], b[name]) for a, b in fields if isinstance(a, Mapping) for name in (*a, *b)]
    return all(np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind == "f") for a, b in (*plain, *rows, *maps))


@pytest.mark.parametrize("step", [0.01, 0.025, 0.1])
def test_what_is_kept_for_the_report_is_the_same_too_and_so_are_the_verdicts(step):
    quick = driven(varied(), setup(step=step), history=True)
    slow = driven(varied(), setup(step=step), history=True, extra=[Unmoved()])
    assert str(quick.verdicts) == str(slow.verdicts)
    assert all(same(quick.history.replay(world), slow.history.replay(world)) for world in range(5))


def test_what_is_kept_of_a_drive_does_not_depend_on_those_beside_it():
    drives = [Drive(given.case_of(f"r157-cut-in-low#{k}", []), 0) for k in (4000, 9200, 7640)]
    together = driven(drives, setup("r157-cc"), history=True).history
    alone = [driven([drive], setup("r157-cc"), history=True).history for drive in drives]
    assert len({together.replay(world).time[-1] for world in range(3)}) == 3
    assert all(same(together.replay(world), alone[world].replay(0)) for world in range(3))


def test_they_do_for_drives_that_a_minimal_risk_manoeuvre_ends():
    quick, slow = both(varied(count=3), replace(setup(), make=Stopping))
    assert str(quick) == str(slow)
    assert all(verdict.measures["time"] < 30.0 for verdict in quick)


def test_they_do_where_drives_end_one_after_the_other_and_the_driver_is_asked_for_fewer():
    drives = [Drive(given.case_of(f"r157-cut-in-low#{k}", []), 0) for k in (4000, 9200, 7640, 13_360, 8000)]
    careful = setup("r157-cc")
    together, alone = driven(drives, careful).verdicts, [driven([drive], careful).verdicts[0] for drive in drives]
    assert len({verdict.measures["time"] for verdict in together}) == 5
    assert str(together) == str(alone)


def test_a_driver_that_cannot_leave_worlds_out_drives_the_same():
    assert str(driven(varied(), replace(setup(), make=Forgetful)).verdicts) == str(driven(varied(), setup()).verdicts)


@pytest.mark.parametrize("name", ["cut-in", "squeeze"])
def test_eyes_for_some_worlds_see_there_what_eyes_for_all_see(name):
    world, rows, driver = build_world(varied(name, count=4), setup()), np.array([3, 1]), Rules()
    _, state = world.reset()
    every, few, mind = Eyes(world, state), Eyes(world, state), driver.reset(world.brief.mission)
    ahead = world.stretched(state, Follower().reset(world.brief.mission))
    for tick in range(0, 60, 10):
        if tick == 20:
            few.leave(rows, rows)
        if tick == 40:
            few.leave(rows[1:], np.array([1]))
        whole, part = every.look(ahead.now, ahead.state), few.look(ahead.now, ahead.state)
        assert not differing(taken(whole, range(4) if few.rows is None else few.rows.tolist()), part)
        plan, mind = driver.drive(whole, mind)
        seen, _ = ahead.go(plan, Cut(tick, 10, 9999, 0.1))
        for k in range(1, 10):
            if world.looks(tick + k):
                every.look(seen, ahead.state, 10, k)
                few.look(seen, ahead.state, 10, k)


def test_a_trailer_that_is_hung_on_during_a_drive_is_seen_no_more():
    world = build_world(varied(count=2), setup())
    _, state = world.reset()
    world.pulls, hung = True, state.state._replace(agents=state.state.agents.copy())
    hung.agents[1, 0, A_TRAILER] = 1.0
    ids = Eyes(world, state).look(state.sheet, hung).tracks.id
    assert 1 in ids[0]
    assert 1 not in ids[1]


def test_what_is_heard_of_some_worlds_is_noted_in_their_rows():
    world, rows = build_world(varied(count=3), setup()), np.array([2, 0])
    scene, state = world.reset()
    observation, _ = world.sense(scene, state)
    attention = Attention(world.brief)
    attention.hear(taken(observation, rows.tolist()), rows)
    present, ids, xy = attention.tracks
    assert (xy[rows] == observation.tracks.xy[rows]).all()
    assert (ids[rows] == observation.tracks.id[rows]).all()
    assert present[rows].any()
    assert not present[1].any()


def test_plans_in_odd_pieces_of_memory_are_followed_alike():
    class Odd(Rules):
        def drive(self, observation, mind):
            plan, mind = super().drive(observation, mind)
            frozen = plan.speed.copy()
            frozen.flags.writeable = False
            return replace(plan, speed=frozen, xy=np.asfortranarray(plan.xy)), mind

    assert str(driven(varied(count=2), replace(setup(), make=Odd)).verdicts) == str(
        driven(varied(count=2), setup()).verdicts
    )


def test_the_world_that_is_stretched_leaves_its_state_as_it_was():
    world = build_world(varied(count=2), setup())
    first = world.reset()[1]
    before = [array.copy() for array in (*first.state, *first.sheet)]
    driven(varied(count=2), setup(timeout=1.0), world=world)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(before, (*first.state, *first.sheet), strict=True))


@pytest.mark.parametrize(
    ("timeout", "step", "tick"), [(1.0, 0.1, 10), (0.3, 0.1, 3), (600.0, 0.01, 60_000), (0.05, 0.1, 1)]
)
def test_the_tick_at_which_a_drive_is_late_is_the_first_not_before_its_timeout(timeout, step, tick):
    assert late(timeout, step) == tick
    assert tick * step >= timeout > (tick - 1) * step


def test_rows_of_a_plan_are_renewed_in_a_plan_of_its_own():
    world = build_world(varied(count=3), setup())
    scene, state = world.reset()
    observation, _ = world.sense(scene, state)
    driver = Rules()
    plan, _ = driver.drive(observation, driver.reset(world.brief.mission))
    part = Plan(
        **{
            name: getattr(plan, name)[[2]]
            for name in ("stamp", "time", "xy", "heading", "speed", "brake", "sure", "why", "ask")
        }
    )
    faster = replace(part, speed=part.speed + 1.0)
    found = placed(faster, np.array([1]), plan)
    assert np.array_equal(found.speed[1], faster.speed[0])
    assert np.array_equal(found.speed[[0, 2]], plan.speed[[0, 2]])
    assert not np.array_equal(plan.speed[1], found.speed[1])


def test_what_goes_wrong_where_a_driver_leaves_worlds_out_is_its_own_failure():
    class Clumsy(Rules):
        def kept(self, mind, rows):
            raise ZeroDivisionError("nobody left")

    asking = Asking(Clumsy(), None, 4)
    with pytest.raises(DriverFailure, match="kept: ZeroDivisionError: nobody left"):
        asking.leave(np.array([True, True, True, False]))


def test_a_driver_that_is_felt_leaves_worlds_out_as_the_one_within_does():
    rules, told = Rules(), []

    class Pulse:
        def asking(self, phase, stamp=0):
            told.append(phase)

        def answered(self):
            told.append("")

    mission = build_world(varied(count=3), setup()).brief.mission
    mind = Felt(rules, Pulse()).kept(rules.reset(mission), np.array([2, 0]))
    assert len(mind.memory.clock) == 2
    assert told == [DRIVING, ""]
    assert Felt(Forgetful(), Pulse()).kept is None
