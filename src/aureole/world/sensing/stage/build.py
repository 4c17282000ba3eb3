"""From the truth of a scene to a stage: movable things, signals, light; ground and roadside are made once a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aureole.core.brief import Signs
from aureole.core.kinds import Kind, Lamps, SignalKind
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.core.scene import Scene
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
    T_Z,
    THING,
    WALK,
    Stage,
)  # fmt: skip
from aureole.world.sensing.stage.texture import grain

BLINK = 1.5  # 1/s; of indicators (UN R48: 60 to 120 a minute)
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
    kind = np.broadcast_to(scene.kind, shape)
    size, box = (np.broadcast_to(a, (*shape, 3)) for a in (scene.size, scene.box_from_reference))
    found = np.zeros((*shape, THING))
    ahead, left, up = axes(scene)
    centre = scene.xyz + box[..., 0:1] * ahead + box[..., 1:2] * left + (box[..., 2:3] - 0.5 * size[..., 2:3]) * up
    blink = (scene.stamp / NANO * BLINK) % 1.0 < 0.55
    found[..., T_KIND] = np.where(scene.present, kind, int(Kind.NONE))
    found[..., T_X : T_Z + 1] = centre
    found[..., T_HEADING], found[..., T_PITCH], found[..., T_ROLL] = scene.heading, scene.pitch, scene.roll
    found[..., T_LENGTH], found[..., T_WIDTH], found[..., T_HEIGHT] = size[..., 0], size[..., 1], size[..., 2]
    found[..., T_VX], found[..., T_VY] = scene.velocity[..., 0], scene.velocity[..., 1]
    found[..., T_LAMPS] = np.where(blink[:, None], scene.lamps, scene.lamps & ~int(Lamps.HAZARD))
    found[..., T_SEED] = (np.arange(shape[1]) * 5 + 1) % 64
    found[..., T_PHASE] = centre[..., 0] * np.cos(scene.heading) + centre[..., 1] * np.sin(scene.heading)
    found[..., T_POSE] = np.where((pose == STAND) & (np.abs(scene.speed) > SLOW), WALK, pose)
    found[..., T_TURN] = scene.yaw_rate
    return found


def axes(scene: Scene) -> tuple[Float64, Float64, Float64]:
    """Ahead, left and up of every agent, world frame, (worlds, agents, 3) each."""
    ch, sh = np.cos(scene.heading), np.sin(scene.heading)
    cp, sp, cr, sr = np.cos(scene.pitch), np.sin(scene.pitch), np.cos(scene.roll), np.sin(scene.roll)
    ahead = np.stack((ch * cp, sh * cp, -sp), axis=-1)
    left = np.stack((ch * sp * sr - sh * cr, sh * sp * sr + ch * cr, cp * sr), axis=-1)
    up = np.stack((ch * sp * cr + sh * sr, sh * sp * cr - ch * sr, cp * cr), axis=-1)
    return ahead, left, up


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
