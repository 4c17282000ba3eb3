"""Every term of the reward is what its formula says, and who follows the route arrives."""

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.gym.options import USUAL
from aureole.gym.rewards import NAMES, TERMS, weights_of
from tests.gym.courses import acts, followed, many


@pytest.fixture(scope="module")
def drive():
    """States before and after each of many steps in 8 worlds, with what was told: [(before, after, info, …), …]."""
    env = many(8, timeout=6.0, rewards={"progress": 2.0, "time": -1.0, "steering": -0.5}, copy=True)
    env.reset(seed=3)
    steps, fresh = [], np.zeros(8, bool)
    actions = acts(8, 100)
    actions[:, 5:] *= np.float32([0.2, 0.0])  # these go straight on until the time is up
    for action in actions:
        before = state(env)
        seen, reward, ended, late, info = env.step(action)
        steps.append((before, state(env), info, seen, reward, ended, late, ~fresh))
        fresh = ended | late
    return steps


def state(env):
    agents, flags = env.course.batch.agents, env.course.batch.flags
    names = ("speed", "accel", "steer", "yaw_rate")
    found = {name: getattr(agents, name)[:, 0].copy() for name in names}
    found |= {name: getattr(flags, name)[:, 0].copy() for name in ("hit", "off", "wrong", "arrived")}
    limit = np.array([course_limit(env, w) for w in range(env.num_envs)])
    return found | {"limit": limit, "late": flags.late.copy()}


def course_limit(env, w):
    track, ways = env.course.track, env.course._ways
    return ways.lines.limit[ways.lines.base[ways.on[w]] + ways.routes[w, 0, track.hop[w, 0]]]


REFERENCE = {
    "arrived": lambda _, b, seen: 1.0 * (b["arrived"] & (seen["way"][:, 0] <= 10.0 + 1.3)),
    "collision": lambda _, b, __: 1.0 * (b["hit"] >= 0),
    "off_road": lambda _, b, __: 1.0 * b["off"],
    "wrong_lane": lambda _, b, __: 0.1 * b["wrong"],
    "speeding": lambda _, b, __: 0.1 * np.maximum(b["speed"] - b["limit"], 0.0),
    "off_centre": lambda _, __, seen: 0.1 * np.abs(seen["way"][:, 1]),
    "turned": lambda _, __, seen: 0.1 * np.abs(seen["way"][:, 2]),
    "astray": lambda _, __, seen: 1.0 * (np.abs(seen["way"][:, 1]) > 10.0),
    "discomfort": lambda _, b, __: 0.1 * (b["accel"] ** 2 + (b["speed"] * b["yaw_rate"]) ** 2),
    "jerk": lambda a, b, _: np.abs(b["accel"] - a["accel"]),
    "steering": lambda a, b, _: np.abs(b["steer"] - a["steer"]),
    "standing": lambda _, b, __: 0.1 * (np.abs(b["speed"]) < 0.1),
    "time": lambda _, b, __: np.full(len(b["speed"]), 0.1),
}


@pytest.mark.parametrize("name", REFERENCE)
def test_a_term_is_its_formula(drive, name):
    for before, after, info, seen, *_, there in drive:
        assert info[name][there] == pytest.approx(REFERENCE[name](before, after, seen)[there], abs=1e-5), name


def test_progress_is_what_is_left_less(drive):
    left = None
    for _, _, info, seen, *_, there in drive:
        if left is not None:
            both = there & (seen["way"][:, 0] > 0.0)
            assert info["progress"][both] == pytest.approx((left - seen["way"][:, 0])[both], abs=1e-3)
        left = seen["way"][:, 0].copy()


def test_the_reward_is_the_weighed_sum(drive):
    for _, _, info, _, reward, *_ in drive:
        assert reward == pytest.approx(2.0 * info["progress"] - info["time"] - 0.5 * info["steering"], abs=1e-12)


def test_an_episode_ends_by_its_terms_and_is_cut_short_by_time_alone(drive):
    cut = 0
    for _, after, info, _, _, ended, late, there in drive:
        ends = info["arrived"] + info["collision"] + info["off_road"] + info["astray"]
        assert (ended[there] == (ends > 0.0)[there]).all()
        assert (late[there] == (after["late"] & ~ended)[there]).all()
        assert (info["late"] == late).all()
        cut += int(late.sum())
    assert cut


def test_who_follows_the_route_arrives_and_gains_all_of_the_way():
    env = many(32, timeout=60.0, route=4, copy=True)
    seen, _ = env.reset(seed=1)
    way, gained, running, arrived = seen["way"][:, 0].copy(), np.zeros(32), np.ones(32, bool), np.zeros(32, bool)
    while running.any():
        seen, _, ended, late, info = env.step(followed(seen))
        gained += info["progress"] * running
        arrived |= running & (info["arrived"] > 0.0)
        running &= ~(ended | late)
    assert arrived.mean() >= 0.9
    assert (np.abs(gained - way)[arrived] < 10.0).all()  # near + the middle of the box ahead of the rear axle


def test_weights_stand_in_the_order_of_the_terms():
    weights = weights_of({"time": -1.0, "progress": 0.5})
    assert weights[NAMES.index("time")] == -1.0
    assert weights[NAMES.index("progress")] == 0.5
    assert np.count_nonzero(weights) == 2
    assert set(USUAL) < set(TERMS)


@pytest.mark.parametrize(
    "wrong", [{"progres": 1.0}, {"progress": float("nan")}, {"progress": "1"}, {1: 1.0}, [1.0], None]
)
def test_what_is_no_weight_is_refused_by_name(wrong):
    with pytest.raises(BadInput, match="reward"):
        weights_of(wrong)


def test_a_name_that_is_no_reward_is_told_those_that_are():
    with pytest.raises(BadInput) as error:
        weights_of({"progres": 1.0})
    assert "did you mean progress?" in error.value.remedy
    assert all(name in error.value.remedy for name in NAMES)
