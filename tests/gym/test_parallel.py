"""Many learners in one world pass PettingZoo's own checks, and leave when they are done."""

import numpy as np
import pytest
from pettingzoo.test import parallel_api_test, parallel_seed_test

from aureole.core.errors import BadInput
from aureole.gym.parallel import DriveParallel
from tests.gym.courses import SMALL

GIVEN = {**SMALL, "learners": 4, "way": (40.0, 80.0)}


def parallel(**given):
    return DriveParallel(**{**GIVEN, **given})


def straight(env, push=1.0):
    return {agent: np.float32([push, 0.0]) for agent in env.agents}


def test_it_passes_pettingzoos_checker():
    parallel_api_test(parallel(), num_cycles=300)


def test_it_passes_pettingzoos_checker_of_seeds():
    parallel_seed_test(lambda: parallel(copy=True), num_cycles=60)


def test_who_is_done_leaves_agents_and_world_and_the_others_go_on():
    env = parallel()
    env.reset(seed=2)
    while len(env.agents) == 4:
        _, _, ended, late, _ = env.step(straight(env))
    gone = [agent for agent in ended if ended[agent] or late[agent]]
    assert set(env.agents) == set(env.possible_agents) - set(gone)
    assert not env.course.batch.agents.present[0, [env.possible_agents.index(agent) for agent in gone]].any()
    seen, *_ = env.step(straight(env))
    assert set(seen) == set(env.possible_agents) - set(gone)
    env.reset()
    assert env.agents == env.possible_agents


def test_learners_see_each_other():
    env = parallel(neighbours=3)
    seen, _ = env.reset(seed=2)
    assert all((seen[agent]["others"][7] == 1.0).all() for agent in env.agents)


def test_everybody_stops_when_the_time_is_up():
    env = parallel(timeout=0.5)
    env.reset(seed=1)
    for _ in range(5):
        _, _, ended, late, info = env.step(straight(env, -1.0))
    assert all(late.values())
    assert not any(ended.values())
    assert all(info[agent]["late"] == 1.0 for agent in info)
    assert env.agents == []
    assert env.step({}) == ({}, {}, {}, {}, {})


def test_a_missing_or_unknown_or_misshapen_action_is_refused():
    env = parallel()
    env.reset(seed=1)
    for wrong in ({}, {"car_0": np.zeros(2)}, straight(env) | {"lorry": np.zeros(2)}):
        with pytest.raises(BadInput, match="actions for"):
            env.step(wrong)
    with pytest.raises(BadInput, match=r"car_1: shape \(3,\)"):
        env.step(straight(env) | {"car_1": np.zeros(3)})


def test_an_action_that_is_no_number_is_that_agents_failure():
    env = parallel()
    env.reset(seed=1)
    *_, info = env.step(straight(env) | {"car_2": np.float32([np.nan, 0.0])})
    assert [info[agent]["failures"] for agent in env.possible_agents] == [0, 0, 1, 0]
    assert info["car_2"]["blame"] == "decide"
    assert "blame" not in info["car_1"]
