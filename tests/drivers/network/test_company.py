"""A network gives each world the same bits alone, among others, in shards, in threads, and after a restart."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from aureole.exam.conformance.rows import taken
from aureole.exam.drive import driven
from aureole.exam.examine import examine
from tests.drivers.network.made import COUNTS, PORTS, RECURRENT, STEER, drives, opened, same, seen, setup, written

DEEP = STEER + (
    " flat = Constant <value = int64[2] {0, -1}> ()\n axis = Constant <value = int64[1] {1}> ()\n"
    " line = Reshape (route, flat)\n other = ConstantOfShape <value = float[1] {0.013}> (sizes)\n"
    " ramp = CumSum (other, place)\n odd = Sin (ramp)\n wide = MatMul (line, odd)\n bent = Tanh (wide)\n"
    " one = ReduceMean <keepdims = 0> (bent, axis)\n accel = Add (one, ego_speed)\n steer = Mul (one, zero)"
)
DEEP_PORTS = (
    "(float[worlds] ego_speed, float[worlds, 32, 2] route) => (float[worlds] accel, float[worlds] steer)"
    " <int64[2] sizes = {64, 37}, int64 place = {1}>"
)
MIXES = STEER + (
    " axis = Constant <value = int64[1] {0}> ()\n mean = ReduceMean <keepdims = 1> (ego_speed, axis)\n"
    " accel = Sub (ego_speed, mean)\n steer = Mul (ego_speed, zero)"
)
KINDS = {
    "plain": {},
    "recurrent": {"body": COUNTS, "ports": RECURRENT},
    "deep": {"body": DEEP, "ports": DEEP_PORTS},
    "mixing": {"body": MIXES},
    "fixed": {"ports": PORTS.replace("worlds", "3")},
    "single": {"batch": "1"},
}


@pytest.fixture(params=KINDS)
def path(request, tmp_path):
    how = dict(KINDS[request.param])
    return written(tmp_path / "net.onnx", **{"ports": PORTS, **how})


def course(driver, rows, looks, mission):
    """Its plans for some worlds, one after each look."""
    memory, plans = driver.reset(taken(mission, rows)), []
    for look in looks:
        plan, memory = driver.drive(taken(look, rows), memory)
        plans.append(plan)
    return plans


def test_a_world_gets_the_same_bits_alone_and_in_any_place_among_others(path):
    driver, (mission, looks) = opened(path), seen()
    together = course(driver, [0, 1, 2, 3], looks, mission)
    for rows in ([2], [3, 2, 1, 0], [2] * 70):
        for plan, whole in zip(course(driver, rows, looks, mission), together, strict=True):
            assert same(plan, taken(whole, rows))


def test_exams_give_the_same_digests_in_one_batch_in_shards_and_step_by_step(path):
    terms = setup(path, timeout=1.0)
    whole = [verdict.digest for verdict in examine(drives(), terms)]
    assert len(set(whole)) == 4
    assert [verdict.digest for verdict in examine(drives(), replace(terms, shard=1))] == whole
    assert [verdict.digest for verdict in examine(drives(), replace(terms, shard=3))] == whole
    assert [verdict.digest for verdict in driven(drives(), terms, history=True).verdicts] == whole


def test_threads_that_share_a_network_get_the_same_bits(path):
    driver, (mission, looks) = opened(path), seen()
    alone = course(driver, [0, 1, 2, 3], looks, mission)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: course(driver, [0, 1, 2, 3], looks, mission), range(8)))
    assert all(same(a, b) for plans in found for a, b in zip(plans, alone, strict=True))


def test_a_network_whose_worlds_look_at_each_other_is_run_for_one_world_at_a_time(tmp_path):
    network = opened(written(tmp_path / "net.onnx", MIXES)).network
    assert (network.batch, network.rows) == (32, 1)
    network = opened(written(tmp_path / "other.onnx")).network
    assert (network.batch, network.rows) == (32, 32)


def test_a_memory_comes_back_and_can_be_kept_as_bytes_and_for_some_worlds(tmp_path):
    driver, (mission, looks) = opened(written(tmp_path / "net.onnx", COUNTS, RECURRENT)), seen()
    memory = driver.reset(mission)
    assert memory.memory["memory_looks"].tolist() == [[0.0]] * 4
    for look in looks[:3]:
        _, memory = driver.drive(look, memory)
    assert memory.memory["memory_looks"].tolist() == [[3.0]] * 4
    plan, _ = driver.drive(looks[3], memory)
    again, _ = driver.drive(looks[3], pickle.loads(pickle.dumps(memory)))
    assert same(plan, again)
    rows = np.array([3, 1])
    some, _ = driver.drive(taken(looks[3], rows), driver.kept(memory, rows))
    assert same(some, taken(plan, rows))
