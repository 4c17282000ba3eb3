"""JAX: cars moved and observed in one jitted call, float32; prints agent-steps per processor second.

    python benchmarks/peers/jitted.py TABLES.npz

TABLES holds what our own worlds are made of: the cars, the actions, the map's points, and for each of its cells the
points that may be among the nearest there, filled up to equal length. JAX moves kinematic bicycles, finds the 16
nearest others and the 64 nearest points of the car's list by `top_k` and turns all into each car's frame. It is spared
what our step does besides: collisions, off-road and wrong-lane flags, limits, and places far from every road.
"""

import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import jax.numpy as jnp
import numpy as np

STEP, STEPS, OTHERS, POINTS = 0.1, 10, 16, 64
tables = {name: jnp.asarray(value) for name, value in np.load(sys.argv[1]).items()}


def moved(state: jax.Array, action: jax.Array) -> jax.Array:
    """State (worlds, cars, 4: x, y, heading, speed) after a step with (acceleration, steering)."""
    x, y, heading, speed = jnp.moveaxis(state, -1, 0)
    after = jnp.clip(speed + action[..., 0] * STEP, 0.0, 60.0)
    way = 0.5 * (speed + after) * STEP
    swing = way * jnp.tan(action[..., 1]) / 2.7
    middle = heading + 0.5 * swing
    return jnp.stack([x + way * jnp.cos(middle), y + way * jnp.sin(middle), heading + swing, after], -1)


def turned(c: jax.Array, s: jax.Array, x: jax.Array, y: jax.Array) -> tuple[jax.Array, jax.Array]:
    """A vector (worlds, cars, many) in the frames of the cars (worlds, cars)."""
    return c[..., None] * x + s[..., None] * y, c[..., None] * y - s[..., None] * x


@jax.jit
def step(state: jax.Array, action: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """The next state and what every car sees: others (worlds, cars, 16, 8), points (worlds, cars, 64, 5)."""
    state = moved(state, action)
    c, s = jnp.cos(state[..., 2]), jnp.sin(state[..., 2])
    x, y = state[..., 0] + 1.35 * c, state[..., 1] + 1.35 * s
    dx, dy = x[:, None, :] - x[:, :, None], y[:, None, :] - y[:, :, None]
    far = dx * dx + dy * dy + 1e9 * jnp.eye(x.shape[1], dtype=x.dtype)
    _, near = jax.lax.top_k(-far, OTHERS)
    pick = lambda of: jnp.take_along_axis(jnp.broadcast_to(of[:, None, :], far.shape), near, 2)  # noqa: E731
    along, left = turned(c, s, jnp.take_along_axis(dx, near, 2), jnp.take_along_axis(dy, near, 2))
    cosine, sine = turned(c, s, pick(c), pick(s))
    size = jnp.broadcast_to(jnp.array([4.5, 1.8, 1.0], jnp.float32), (*near.shape, 3))
    others = jnp.concatenate([jnp.stack([along, left, cosine, sine, pick(state[..., 3])], -1), size], -1)
    row = ((y - tables["frame"][1]) / tables["frame"][2]).astype(jnp.int32)
    column = ((x - tables["frame"][0]) / tables["frame"][2]).astype(jnp.int32)
    points = tables["points"][tables["lists"][tables["cells"][row, column]]]
    px, py = points[..., 0] - x[..., None], points[..., 1] - y[..., None]
    _, near = jax.lax.top_k(-(px * px + py * py), POINTS)
    points = jnp.take_along_axis(points, near[..., None], 2)
    along, left = turned(c, s, points[..., 0] - x[..., None], points[..., 1] - y[..., None])
    cosine, sine = turned(c, s, points[..., 2], points[..., 3])
    return state, others, jnp.stack([along, left, cosine, sine, points[..., 4]], -1)


state = tables["state"]
jax.block_until_ready(step(state, tables["actions"]))
started = time.process_time()
for _ in range(STEPS):
    state, others, points = step(state, tables["actions"])
jax.block_until_ready((state, others, points))
print(state.shape[0] * state.shape[1] * STEPS / (time.process_time() - started))
