"""The environments pass Gymnasium's own checks, and a vector is what Gymnasium makes of single ones."""

import warnings

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env, data_equivalence
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from gymnasium.wrappers.vector import RecordEpisodeStatistics

import aureole.gym
from aureole.gym.single import Drive
from aureole.gym.vector import DriveVector
from tests.gym.courses import SMALL, TWO, acts, digests, many, one


def test_the_single_environment_passes_gymnasiums_checker():
    check_env(one())


def test_a_made_environment_passes_the_passive_checker_over_episodes():
    env = gymnasium.make(aureole.gym.DRIVE, **SMALL)
    env.reset(seed=3)
    for action in acts(1, 150):
        _, _, ended, late, _ = env.step(action[0])
        if ended or late:
            env.reset()
    env.close()


def test_make_vec_gives_the_batched_one_and_its_spaces_hold_what_is_seen():
    env = many()
    assert isinstance(env, DriveVector)
    assert env.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP
    assert env.reset(seed=1)[0] in env.observation_space
    for action in acts(6, 60):
        assert env.step(action)[0] in env.observation_space
    assert env.single_action_space.contains(acts(1, 1)[0, 0])


def both(mode):
    """The vector, and Gymnasium's own vector of single environments."""
    singles = SyncVectorEnv([lambda: Drive(**SMALL) for _ in range(4)], autoreset_mode=mode)
    return many(4, autoreset_mode=mode, copy=True), singles


@pytest.mark.parametrize("mode", AutoresetMode)
def test_a_vector_is_bit_for_bit_gymnasiums_vector_of_single_ones(mode):
    ours, theirs = both(mode)
    assert data_equivalence(ours.reset(seed=7), theirs.reset(seed=7), exact=True)
    ends = 0
    for action in acts(4, 130):
        one_step, other = ours.step(action), theirs.step(action)
        assert data_equivalence(one_step[:4], other[:4], exact=True)
        assert same_infos(one_step[4], other[4])
        over = one_step[2] | one_step[3]
        ends += int(over.sum())
        if mode is AutoresetMode.DISABLED and over.any():
            again = {"reset_mask": over}
            assert data_equivalence(
                ours.reset(options=dict(again))[0], theirs.reset(options=dict(again))[0], exact=True
            )
    assert ends > 4


def same_infos(ours, theirs):
    """Gymnasium leaves a key out where no world has it; ours has it masked out."""
    for name in ours.keys() | theirs.keys():
        if name.startswith("_"):
            continue
        mask, other = (info.get(f"_{name}", np.zeros(4, bool)) for info in (ours, theirs))
        if not (mask == other).all():
            return False
        if name == "final_info":
            if not same_infos(ours[name], theirs[name]):
                return False
        elif not data_equivalence(list(ours[name][mask]), list(theirs[name][mask]) if mask.any() else [], exact=True):
            return False
    return True


def test_observations_are_the_arrays_that_the_kernels_write():
    env = many()
    first, _ = env.reset(seed=1)
    second = env.step(acts(6, 1)[0])[0]
    assert all(np.shares_memory(first[name], second[name]) for name in first)
    assert np.shares_memory(first["own"], env.course.batch.seen.own)
    kept, _ = many(copy=True).reset(seed=1)
    assert not any(np.shares_memory(first[name], kept[name]) for name in first)


def test_rewards_ends_and_infos_are_new_in_every_step():
    env = many()
    env.reset(seed=1)
    one_step, other = env.step(acts(6, 1)[0]), env.step(acts(6, 1)[0])
    assert not any(np.shares_memory(one_step[k], other[k]) for k in (1, 2, 3))
    assert not any(np.shares_memory(one_step[4][name], other[4][name]) for name in one_step[4])


def test_gymnasiums_statistics_count_our_episodes():
    env = RecordEpisodeStatistics(many())
    env.reset(seed=2)
    sums, found = np.zeros(6), {}
    for action in acts(6, 120):
        _, reward, ended, late, info = env.step(action)
        sums += reward
        for w in np.flatnonzero(ended | late):
            found.setdefault(w, []).append((info["episode"]["r"][w], sums[w]))
            sums[w] = 0.0
    assert found
    assert all(counted == pytest.approx(ours, abs=1e-3) for pairs in found.values() for counted, ours in pairs)


def test_the_same_seed_gives_the_same_worlds_whatever_threads():
    actions = acts(6, 80)
    first = digests(many(**TWO), actions)
    assert digests(many(**TWO), actions) == first
    assert digests(many(threads=3, **TWO), actions) == first
    assert digests(many(**TWO), actions, seed=6) != first


def test_a_world_is_the_same_alone_and_among_others():
    actions = acts(6, 60)
    env = many(1)
    assert digests(env, actions[:, 2:3], seed=7) == digests(many(), actions, seed=5)[2:3]


@pytest.mark.slow  # compiles the traffic's brains once more
def test_with_traffic_too_a_world_is_the_same_alone_in_threads_and_among_others():
    actions = acts(4, 60) * np.float32([0.3, 0.2])
    busy = {"traffic": 15.0, "agents": 12}
    first = digests(many(4, **busy), actions)
    assert digests(many(4, threads=2, **busy), actions) == first
    assert digests(many(1, **busy), actions[:, 3:], seed=8) == first[3:]
    assert digests(many(4), actions) != first


def test_without_a_seed_chance_decides_and_then_episodes_go_on():
    env = many(2, copy=True)
    first, again, other = env.reset()[0], env.reset()[0], many(2).reset()[0]
    assert not data_equivalence(first, again)
    assert not data_equivalence(first, other)
    assert not data_equivalence(env.reset(seed=4)[0], env.reset()[0])


def test_worlds_have_seeds_of_their_own():
    env = many(3, copy=True)
    seen = env.reset(seed=[11, 12, 11])[0]["own"]
    assert (seen[0] == seen[2]).all()
    assert (seen[0] != seen[1]).any()


def test_worlds_are_dealt_to_maps_and_a_single_one_goes_from_map_to_map():
    assert many(6, **TWO).course.episodes.on.tolist() == [0, 0, 0, 1, 1, 1]
    env = one(**TWO)
    on = {int(env.course.episodes.on[0]) for _ in range(12) if env.reset(seed=None)}
    assert on == {0, 1}


def test_nothing_warns_when_an_environment_is_closed_twice():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for env in (one(), many(threads=2)):
            env.close()
            env.close()
