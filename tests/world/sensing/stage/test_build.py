"""Rows of things on a stage are what the plain formulas give, bit for bit."""

from types import SimpleNamespace

import numpy as np
import pytest

from aureole.core.kinds import Kind, Lamps
from aureole.core.noise import uniform
from aureole.world.sensing.stage import stage as st
from aureole.world.sensing.stage.build import BLINK, NANO, SLOW, things_of

WORLDS, AGENTS = 3, 9


def drawn(number, *shape, low=-1.0, high=1.0):
    return low + (high - low) * uniform(np.array([number], np.uint64), 0, shape)[0]


def clear(scene, pose):
    """Rows of movable things, written plainly."""
    shape = scene.present.shape
    kind = np.broadcast_to(scene.kind, shape)
    size, box = (np.broadcast_to(a, (*shape, 3)) for a in (scene.size, scene.box_from_reference))
    found = np.zeros((*shape, st.THING))
    ahead, left, up = axes(scene)
    centre = scene.xyz + box[..., 0:1] * ahead + box[..., 1:2] * left + (box[..., 2:3] - 0.5 * size[..., 2:3]) * up
    blink = (scene.stamp / NANO * BLINK) % 1.0 < 0.55
    found[..., st.T_KIND] = np.where(scene.present, kind, int(Kind.NONE))
    found[..., st.T_X : st.T_Z + 1] = centre
    found[..., st.T_HEADING], found[..., st.T_PITCH], found[..., st.T_ROLL] = scene.heading, scene.pitch, scene.roll
    found[..., st.T_LENGTH], found[..., st.T_WIDTH], found[..., st.T_HEIGHT] = size[..., 0], size[..., 1], size[..., 2]
    found[..., st.T_VX], found[..., st.T_VY] = scene.velocity[..., 0], scene.velocity[..., 1]
    found[..., st.T_LAMPS] = np.where(blink[:, None], scene.lamps, scene.lamps & ~int(Lamps.HAZARD))
    found[..., st.T_SEED] = (np.arange(shape[1]) * 5 + 1) % 64
    found[..., st.T_PHASE] = centre[..., 0] * np.cos(scene.heading) + centre[..., 1] * np.sin(scene.heading)
    found[..., st.T_POSE] = np.where((pose == st.STAND) & (np.abs(scene.speed) > SLOW), st.WALK, pose)
    found[..., st.T_TURN] = scene.yaw_rate
    return found


def axes(scene):
    """Ahead, left and up of every agent, world frame, (worlds, agents, 3) each."""
    ch, sh = np.cos(scene.heading), np.sin(scene.heading)
    cp, sp, cr, sr = np.cos(scene.pitch), np.sin(scene.pitch), np.cos(scene.roll), np.sin(scene.roll)
    ahead = np.stack((ch * cp, sh * cp, -sp), axis=-1)
    left = np.stack((ch * sp * sr - sh * cr, sh * sp * sr + ch * cr, cp * sr), axis=-1)
    up = np.stack((ch * sp * cr + sh * sr, sh * sp * cr - ch * sr, cp * cr), axis=-1)
    return ahead, left, up


def scene(worlds=(WORLDS,)):
    """A scene of everything that is asked for; sizes and kinds are of all worlds or of each."""
    shape, whole = (WORLDS, AGENTS), lambda number, low, high: drawn(number, WORLDS, AGENTS, low=low, high=high)
    kinds = drawn(9, *worlds, AGENTS, low=0.0, high=12.99).astype(np.int32)
    return SimpleNamespace(
        present=whole(1, 0.0, 1.0) < 0.8, kind=kinds, size=drawn(2, *worlds, AGENTS, 3, low=0.4, high=9.0),
        box_from_reference=drawn(3, *worlds, AGENTS, 3), xyz=drawn(4, *shape, 3, low=-900.0, high=900.0),
        heading=whole(5, -3.0, 3.0), pitch=whole(6, -0.2, 0.2), roll=whole(7, -0.2, 0.2),
        stamp=np.array([0, 400_000_000, 1_030_000_000]), velocity=drawn(8, *shape, 2, low=-9.0, high=9.0),
        speed=whole(10, -0.4, 0.4), yaw_rate=whole(11, -1.0, 1.0),
        lamps=whole(12, 0.0, 63.99).astype(np.int32),
    )  # fmt: skip


@pytest.mark.parametrize("worlds", [(WORLDS,), ()], ids=["sizes of each world", "sizes of all"])
def test_things_stand_alike(worlds):
    shown, pose = scene(worlds), drawn(13, WORLDS, AGENTS, low=0.0, high=2.99).astype(np.int32)
    found = things_of(shown, pose)
    assert found.tobytes() == clear(shown, pose).tobytes()
    assert (found[:, :, st.T_KIND] == Kind.NONE).any()
    assert (found[:, :, st.T_POSE] != pose).any()


def test_indicators_blink_and_brake_lamps_do_not():
    shown = scene()
    shown.lamps[:] = int(Lamps.HAZARD | Lamps.BRAKE)
    lamps, both = things_of(shown, np.zeros((WORLDS, AGENTS), np.int32))[:, 0, st.T_LAMPS], Lamps.HAZARD | Lamps.BRAKE
    assert lamps.tolist() == [int(both), int(Lamps.BRAKE), int(both)]  # at 0, 0.6 and 1.545 of a blink
