"""What of road users, objects and signals each eye sees, by the pixels that show it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.brief import Brief
from aureole.core.kinds import Lamps, SignalKind
from aureole.core.notes import Float32, Float64, Int64
from aureole.core.observation import Observation
from aureole.core.scene import Scene
from aureole.drivers.perception.lanes import Line, beside
from aureole.drivers.perception.table import LIMITS, heat_of, sign_of
from aureole.world.sensing.cameras.render import Picture
from aureole.world.sensing.stage.build import signals_of
from aureole.world.sensing.stage.seen import FIXED, SIGN_NAMES, Seen
from aureole.world.sensing.stage.stage import S_HEADING, S_X, S_Y

(
    R_EYE, R_CLASS, R_ROW, R_COLUMN, R_PIXELS, R_X, R_Y, R_HEADING, R_LENGTH, R_WIDTH, R_VX, R_VY, R_BRAKE, R_LEFT,
    R_RIGHT, R_TEMPORARY, R_LIMIT, R_COUNTS, R_OFFSET, R_WHO,
) = range(20)  # fmt: skip
COLUMNS = 20
"""Of one thing in one eye: eye, class of heat, middle of its pixels (px), how many; its middle (m), heading, size and
velocity in the car's frame; lamps; of a signal temporary, place in `LIMITS` (-1 none), whether it counts on our way
(-1 not known) and how much further than itself (m); who it is (agent, or `SIGN_NAMES` + signal)."""
FEWEST = 3  # px; what shows less is not asked for
UNKNOWN = -1.0
KMH = 3.6


class Frame(NamedTuple):
    """The car's frame of one moment."""

    x: float
    y: float
    heading: float

    def turned(self, xy: Float64) -> Float64:
        """Differences of the world's axes (n, 2) along the car's."""
        c, s = math.cos(self.heading), math.sin(self.heading)
        return np.stack((c * xy[:, 0] + s * xy[:, 1], c * xy[:, 1] - s * xy[:, 0]), axis=-1)

    def placed(self, xy: Float64) -> Float64:
        """Places of the world (n, 2) in the car's frame."""
        return self.turned(xy - np.array([self.x, self.y]))


def things(
    brief: Brief, scene: Scene, pictures: list[Picture], at: tuple[int, Frame, Line], look: Observation
) -> Float32:  # fmt: skip
    """Rows (n, COLUMNS) of all that the eyes see at a moment.

    Args:
        brief: of the drive.
        scene: moments as worlds.
        pictures: of each eye, with names.
        at: which moment, the car's frame of it, and the line of its route.
        look: what the car was told then.
    """
    k, frame, line = at
    users, signs = agents(scene, k, frame), signals(brief, scene, (k, frame, line), look)
    hands = [(n, int(brief.signs.carrier[n])) for n in np.flatnonzero(brief.signs.kind == SignalKind.HAND).tolist()]
    rows = []
    for eye, picture in enumerate(pictures):
        names = faces(picture, k)
        row, column = np.nonzero(names > 0)
        who, back, count = np.unique(names[row, column], return_inverse=True, return_counts=True)
        middle = [np.bincount(back, weights=part) / count for part in (row, column)]
        for n, name in enumerate(who.tolist()):
            known = [signs.get(name - SIGN_NAMES) if name >= SIGN_NAMES else users.get(name)]
            known += [signs[n_] for n_, carrier in hands if carrier == name and n_ in signs]
            for one in known:
                if one is not None:
                    found = one.copy()
                    found[[R_EYE, R_ROW, R_COLUMN, R_PIXELS, R_WHO]] = eye, middle[0][n], middle[1][n], count[n], name
                    rows.append(found)
    return np.array(rows, np.float32).reshape(-1, COLUMNS)


def faces(picture: Picture, k: int) -> Int64:
    """The name of each pixel of a moment; a signal is its face: its mast is nobody's, for it shows nothing."""
    return np.where(picture.seen[k] == Seen.POLE, FIXED, picture.name[k]).astype(np.int64)


def agents(scene: Scene, k: int, frame: Frame) -> dict[int, Float64]:
    """A row of each agent by its number, without what depends on the eye."""
    found: dict[int, Float64] = {}
    present = np.flatnonzero(scene.present[k])
    heading = scene.heading[k]
    box = np.broadcast_to(scene.box_from_reference, (*scene.present.shape, 3))[k]
    size = np.broadcast_to(scene.size, (*scene.present.shape, 3))[k]
    kind = np.broadcast_to(scene.kind, scene.present.shape)[k]
    c, s = np.cos(heading), np.sin(heading)
    middle = scene.xyz[k, :, :2] + np.stack((c * box[:, 0] - s * box[:, 1], s * box[:, 0] + c * box[:, 1]), axis=-1)
    xy, v = frame.placed(middle), frame.turned(scene.velocity[k])
    for a in present.tolist():
        what = heat_of(int(kind[a]))
        if a == 0 or what < 0:
            continue
        row = np.zeros(COLUMNS)
        lamps = int(scene.lamps[k, a])
        row[[R_CLASS, R_X, R_Y, R_HEADING, R_LENGTH, R_WIDTH, R_VX, R_VY]] = (
            what, *xy[a], heading[a] - frame.heading, size[a, 0], size[a, 1], *v[a],
        )  # fmt: skip
        row[[R_BRAKE, R_LEFT, R_RIGHT]] = [
            float(bool(lamps & lamp)) for lamp in (Lamps.BRAKE, Lamps.INDICATOR_LEFT, Lamps.INDICATOR_RIGHT)
        ]
        row[R_LIMIT], row[R_COUNTS] = UNKNOWN, UNKNOWN
        found[a] = row
    return found


def signals(brief: Brief, scene: Scene, at: tuple[int, Frame, Line], look: Observation) -> dict[int, Float64]:
    """A row of each signal by its number, without what depends on the eye."""
    k, frame, line = at
    found: dict[int, Float64] = {}
    count = len(scene.stamp)
    signs = brief.signs._replace(value=np.repeat(brief.signs.value[:1], count, axis=0))
    if not len(signs.kind):
        return found
    placed = signals_of(scene, signs)[k]
    xy = frame.placed(placed[:, [S_X, S_Y]])
    along = beside(line, xy)[0]
    told = {int(number): float(look.signals.ahead[0, p]) for p, number in enumerate(look.signals.id[0].tolist())
            if look.signals.present[0, p]}  # fmt: skip
    for n, kind in enumerate(signs.kind.tolist()):
        what = sign_of(kind, int(scene.signals[k, n]))
        if what < 0 or (kind == SignalKind.HAND and scene.signals[k, n] == 0):
            continue  # who directs nobody now is a person among others
        row = np.zeros(COLUMNS)
        row[[R_CLASS, R_X, R_Y, R_HEADING]] = what, *xy[n], placed[n, S_HEADING] - frame.heading
        row[R_TEMPORARY] = float(signs.temporary[n])
        row[R_LIMIT] = limit_of(float(signs.value[k, n])) if kind == SignalKind.LIMIT else UNKNOWN
        row[R_COUNTS] = UNKNOWN if n not in told else float(math.isfinite(told[n]))
        row[R_OFFSET] = told[n] - along[n] if row[R_COUNTS] > 0.0 else 0.0
        found[n] = row
    return found


def limit_of(value: float) -> int:
    """The place of a limit, m/s, in `LIMITS`; -1 if none of them is meant."""
    near = int(np.argmin([abs(limit - KMH * value) for limit in LIMITS]))
    return near if abs(LIMITS[near] - KMH * value) < 3.0 else -1


def seen_by_any(rows: Float32) -> Int64:
    """Numbers of the agents that some eye sees."""
    shown = rows[(rows[:, R_PIXELS] > FEWEST) & (rows[:, R_WHO] < SIGN_NAMES)]
    return np.unique(shown[:, R_WHO].astype(np.int64))
