"""From the truth of a scene to a stage: movable things, signals, light; ground and roadside are made once a map."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from aureole.core.brief import Signs
from aureole.core.kinds import Kind, Lamps, SignalKind
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.kernels import kernel
from aureole.world.sensing.stage.light import DAY, Weather, light_of
from aureole.world.sensing.stage.models import models
from aureole.world.sensing.stage.paving import ground_of
from aureole.world.sensing.stage.pictures import number_of, pictures
from aureole.world.sensing.stage.roadside import roadside
from aureole.world.sensing.stage.stage import (
    FLAG,
    HAND_UP,
    SIGNAL,
    STAND,
    T_HEADING,
    T_HEIGHT,
    T_KIND,
    T_LAMPS,
    T_LENGTH,
    T_PHASE,
    T_PITCH,
    T_POSE,
    T_ROLL,
    T_SEED,
    T_TURN,
    T_VX,
    T_VY,
    T_WIDTH,
    T_X,
    T_Y,
    THING,
    WALK,
    Stage,
)  # fmt: skip
from aureole.world.sensing.stage.texture import grain

BLINK, LIT = 1.5, 0.55  # 1/s; of indicators (UN R48: 60 to 120 a minute); share of the time in which they are lit
NOTHING, HAZARD = int(Kind.NONE), int(Lamps.HAZARD)
SLOW = 0.15  # m/s; who is slower stands
NANO = 1_000_000_000
HEIGHT = {SignalKind.ARROW_BOARD: 1.1, SignalKind.PADDLE: 0.55, SignalKind.LIGHT: 1.0, SignalKind.LIMIT: 0.75}
SIZE = 0.85  # m; height of the face of a sign that has none of its own


def set_up(
    road: Road, seed: int = 0, *, colours: Sequence[str] = (), extra: Sequence[Float64] = (), bare: bool = False
) -> Stage:  # fmt: skip
    """A stage without actors: the ground and the roadside of a map, drawn from a seed; broad daylight.

    Args:
        road: the map.
        seed: of what stands beside the road.
        colours: of each row of marks; white where there is none.
        extra: strokes painted over those of the road, (n, 12) each.
        bare: nothing beside the road.
    """
    ground = ground_of(road, colours, extra)
    return Stage(
        ground, models(), grain(), pictures(), roadside(road, ground, seed, bare=bare), np.zeros((1, 0, THING)),
        np.zeros((1, 0, SIGNAL)), light_of(DAY)[None],
    )  # fmt: skip


def lit_by(stage: Stage, weathers: Sequence[Weather]) -> Stage:
    """The same stage in another weather, one a world."""
    return stage._replace(light=np.stack([light_of(one, seed) for seed, one in enumerate(weathers)]))


def staged(stage: Stage, scene: Scene, signs: Signs | None = None) -> Stage:
    """The stage with the actors and signals of a scene."""
    worlds = len(scene.stamp)
    light = np.repeat(stage.light[:1], worlds, axis=0) if len(stage.light) != worlds else stage.light
    pose = poses(scene, signs)
    return stage._replace(things=things_of(scene, pose), signals=signals_of(scene, signs), light=light)


def things_of(scene: Scene, pose: Int32) -> Float64:
    """Rows of movable things (worlds, agents, 17)."""
    shape = scene.present.shape
    found = np.zeros((*shape, THING))
    kind = np.ascontiguousarray(np.broadcast_to(scene.kind, shape))
    size, box = (np.ascontiguousarray(np.broadcast_to(a, (*shape, 3))) for a in (scene.size, scene.box_from_reference))
    angles = np.array((scene.heading, scene.pitch, scene.roll))
    moving = np.array((scene.speed, scene.yaw_rate, scene.velocity[..., 0], scene.velocity[..., 1]))
    stand(scene.stamp, (scene.present, kind, scene.lamps, pose), (scene.xyz, size, box), angles, moving, found)
    return found


@kernel
def stand(
    stamp: Int64, what: tuple[Bool, Int32, Int32, Int32], where: tuple[Float64, Float64, Float64], angles: Float64,
    moving: Float64, out: Float64,
) -> None:  # fmt: skip
    """Fill `out` with what `things_of` gives.

    Args:
        stamp: of each world, ns.
        what: of each agent of each world whether it is there, its kind, its lamps and what it does with its arms.
        where: reference points, sizes, and the box's middle seen from there, m.
        angles: heading, pitch, roll, rad.
        moving: speed (m/s), yaw rate (rad/s), velocity along x and y (m/s).
        out: zeros.
    """
    (present, kind, lamps, pose), (xyz, size, box) = what, where
    for w in range(out.shape[0]):
        dark = not (stamp[w] / NANO * BLINK) % 1.0 < LIT
        for k in range(out.shape[1]):
            row, heading, pitch, roll = out[w, k], angles[0, w, k], angles[1, w, k], angles[2, w, k]
            ch, sh, cp, sp = math.cos(heading), math.sin(heading), math.cos(pitch), math.sin(pitch)
            cr, sr = math.cos(roll), math.sin(roll)
            ahead, left = (ch * cp, sh * cp, -sp), (ch * sp * sr - sh * cr, sh * sp * sr + ch * cr, cp * sr)
            up = (ch * sp * cr + sh * sr, sh * sp * cr - ch * sr, cp * cr)
            high = box[w, k, 2] - 0.5 * size[w, k, 2]
            for i in range(3):
                row[T_X + i] = xyz[w, k, i] + box[w, k, 0] * ahead[i] + box[w, k, 1] * left[i] + high * up[i]
            row[T_KIND] = kind[w, k] if present[w, k] else NOTHING
            row[T_HEADING], row[T_PITCH], row[T_ROLL] = heading, pitch, roll
            row[T_LENGTH], row[T_WIDTH], row[T_HEIGHT] = size[w, k, 0], size[w, k, 1], size[w, k, 2]
            row[T_VX], row[T_VY], row[T_TURN] = moving[2, w, k], moving[3, w, k], moving[1, w, k]
            row[T_LAMPS] = lamps[w, k] & ~HAZARD if dark else lamps[w, k]
            row[T_SEED] = (5 * k + 1) % 64
            row[T_PHASE] = row[T_X] * ch + row[T_Y] * sh
            row[T_POSE] = WALK if pose[w, k] == STAND and abs(moving[0, w, k]) > SLOW else pose[w, k]


def poses(scene: Scene, signs: Signs | None) -> Int32:
    """What each person does with the arms: who carries a paddle or directs traffic raises one."""
    found = np.full(scene.present.shape, STAND, np.int32)
    if signs is not None:
        for k, (kind, carrier) in enumerate(zip(signs.kind.tolist(), signs.carrier.tolist(), strict=True)):
            if carrier >= 0 and kind == SignalKind.PADDLE:
                found[:, carrier] = FLAG
            if carrier >= 0 and kind == SignalKind.HAND:
                found[:, carrier] = np.where(scene.signals[:, k] > 0, HAND_UP, STAND)
    return found


def signals_of(scene: Scene, signs: Signs | None) -> Float64:
    """Rows of signals (worlds, signals, 10); what is carried goes with its carrier."""
    worlds = len(scene.stamp)
    if signs is None or not len(signs.kind):
        return np.zeros((worlds, 0, SIGNAL))
    found = np.zeros((worlds, len(signs.kind), SIGNAL))
    kind, carrier = signs.kind, signs.carrier
    carried: Bool = carrier >= 0
    own = np.where(carried, carrier, 0)
    heading = np.where(carried, scene.heading[:, own], 0.0)
    at = np.where(carried[:, None], scene.xyz[:, own], 0.0)
    c, s = np.cos(heading), np.sin(heading)
    x, y = signs.xyz[:, 0], signs.xyz[:, 1]
    found[..., 0], found[..., 1], found[..., 2] = kind, scene.signals, signs.value
    found[..., 3], found[..., 4] = at[..., 0] + c * x - s * y, at[..., 1] + s * x + c * y
    found[..., 5], found[..., 6] = at[..., 2] + signs.xyz[:, 2], heading + signs.heading
    found[..., 7] = carried
    found[..., 8] = faces(kind.tolist(), scene.signals.tolist(), signs.value.tolist())
    found[..., 9] = [HEIGHT.get(SignalKind(one), SIZE) for one in kind.tolist()]
    return found


def faces(kinds: list[int], states: list[list[int]], values: list[list[float]]) -> list[list[int]]:
    """The picture that each signal shows, a row a world."""
    return [
        [number_of(*one) for one in zip(kinds, shown, told, strict=True)]
        for shown, told in zip(states, values, strict=True)
    ]
