"""Small courses that the gym's tests share, so that few kernels are compiled and few maps are made."""

import hashlib

import gymnasium
import numpy as np

import aureole.gym

SMALL = {"maps": "roundabout:0", "neighbours": 2, "points": 4, "route": 4, "agents": 6, "timeout": 8.0}
TWO = {**SMALL, "maps": ["roundabout:0", "roundabout:1"]}


def many(worlds=6, **given):
    return gymnasium.make_vec(aureole.gym.DRIVE, num_envs=worlds, **{**SMALL, **given})


def one(**given):
    return gymnasium.make(aureole.gym.DRIVE, **{**SMALL, **given}).unwrapped


def acts(worlds, steps, seed=0):
    """Random actions that drive on more than they brake, shape (steps, worlds, 2)."""
    dice = np.random.default_rng(seed)
    found = dice.uniform(-1.0, 1.0, (steps, worlds, 2)).astype(np.float32)
    found[..., 0] = np.abs(found[..., 0])
    found[..., 1] *= 0.3
    return found


def digests(env, actions, seed=5):
    """What each world of a vector sees and earns, as one digest a world."""
    found = [hashlib.blake2b() for _ in range(env.num_envs)]
    seen, _ = env.reset(seed=seed)
    for action in actions:
        seen, reward, ended, late, _ = env.step(action)
        for w, digest in enumerate(found):
            for values in (*seen.values(), reward, ended, late):
                digest.update(np.ascontiguousarray(values[w]).tobytes())
    env.close()
    return [digest.hexdigest() for digest in found]


def followed(seen):
    """Actions of a plain driver: steers to the second point of its route, keeps its pace; of (worlds, ...) arrays."""
    x, y = seen["route"][:, 0, 1], seen["route"][:, 1, 1]
    steer = np.arctan2(2.0 * 2.7 * y, x * x + y * y) * 1.1
    pace = np.minimum(seen["route"][:, 4].min(1), seen["way"][:, 3]) * 0.8
    return np.stack([np.clip(pace - seen["own"][:, 0], -1.0, 1.0) * 0.5, np.clip(steer / 0.6, -1.0, 1.0)], 1)
