"""The digest of a drive: the same whoever is driven beside it."""

from types import SimpleNamespace

import numpy as np

from aureole.core import digest
from aureole.runtime.fingerprint import Digest

TICKS, AGENTS, POINTS = 3, 2, 5


def stretch(worlds: int):
    """Numbers for a stretch of some worlds."""
    rng, moments = np.random.default_rng(3), worlds * TICKS
    present, over = np.ones((moments, AGENTS), np.bool_), np.zeros(moments, np.bool_)
    scene = SimpleNamespace(
        stamp=rng.integers(0, 9**9, moments), present=present, over=over, xyz=rng.normal(size=(moments, AGENTS, 3)),
        heading=rng.normal(size=(moments, AGENTS)), speed=rng.normal(size=(moments, AGENTS)),
        yaw_rate=rng.normal(size=(moments, AGENTS)), lamps=rng.integers(0, 9, (moments, AGENTS), dtype=np.int32),
        hit=rng.integers(-1, 2, moments, dtype=np.int32), signals=rng.integers(0, 5, (moments, 2), dtype=np.int32),
    )  # fmt: skip
    plan = SimpleNamespace(
        xy=rng.normal(size=(worlds, POINTS, 2)).astype(np.float32), ask=rng.integers(0, 3, worlds, dtype=np.int32),
        speed=rng.normal(size=(worlds, POINTS)).astype(np.float32),
    )  # fmt: skip
    command = SimpleNamespace(
        steer=rng.normal(size=moments), accel=rng.normal(size=moments),
        lamps=rng.integers(0, 9, moments, dtype=np.int32),
    )  # fmt: skip
    return scene, plan, command


def rows(word, first: int, end: int):
    return SimpleNamespace(**{name: np.ascontiguousarray(array[first:end]) for name, array in vars(word).items()})


def alone(scene, plan, command, w: int) -> str:
    found = Digest(1)
    one = rows(plan, w, w + 1)
    for _ in range(2):
        found.watch(rows(scene, w * TICKS, (w + 1) * TICKS), one, rows(command, w * TICKS, (w + 1) * TICKS))
    return found.text(0)


def test_a_digest_does_not_depend_on_who_is_driven_beside():
    scene, plan, command = stretch(11)
    scene.present[5 * TICKS + 1, 1] = False  # somebody is absent
    scene.over[2 * TICKS + 1] = True
    together = Digest(11)
    for _ in range(2):
        together.watch(scene, plan, command)
    assert [together.text(w) for w in range(11)] == [alone(scene, plan, command, w) for w in range(11)]
    assert len({together.text(w) for w in range(11)}) == 11


def test_four_worlds_side_by_side_are_mixed_by_the_clear_formulas():
    scene, plan, command = stretch(4)
    found = Digest(4)
    found.watch(scene, plan, command)
    for w in range(4):
        a, b = digest.SEED_A, digest.SEED_B
        for m in range(w * TICKS, (w + 1) * TICKS):
            for one, other in words(scene, plan, command, w, m):
                with np.errstate(over="ignore"):
                    a, b = digest.mix_a(a, np.uint64(one)), digest.mix_b(b, np.uint64(other))
        assert found.text(w) == digest.text(a, b)


def words(scene, plan, command, w: int, m: int):
    """What counts of a moment, for either lane."""
    for word in (scene.stamp[m], scene.hit[m].astype(np.int64).view(np.uint64)):
        yield word, word
    for number in (command.steer[m], command.accel[m]):
        yield number.view(np.uint64), number.view(np.uint64)
    yield command.lamps[m], command.lamps[m]
    for i in range(AGENTS):
        if scene.present[m, i]:
            yield i, scene.lamps[m, i]
            for number in (*scene.xyz[m, i], scene.heading[m, i], scene.speed[m, i], scene.yaw_rate[m, i]):
                yield number.view(np.uint64), number.view(np.uint64)
    for shown in scene.signals[m]:
        yield shown, shown
    if m == w * TICKS:
        yield plan.ask[w], plan.ask[w]
        for k in range(POINTS):
            for value in (*plan.xy[w, k], plan.speed[w, k]):
                yield value.view(np.uint32), value.view(np.uint32)
