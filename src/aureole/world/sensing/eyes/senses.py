"""Senses that give pictures instead of things: what the car's eyes see, its own motion, and a route with an error."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aureole.core import noise
from aureole.core.brief import Signs
from aureole.core.car import Car, Sensor
from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float32, Int64, Uint8, Uint64
from aureole.core.observation import Lanes, Objects, Observation, Signals, Tracks
from aureole.core.scene import Scene
from aureole.world.sensing import lanes, objects
from aureole.world.sensing.eyes import drift
from aureole.world.sensing.eyes import past as rings
from aureole.world.sensing.eyes.faults import Faults, faults_of
from aureole.world.sensing.eyes.past import Clock, Past
from aureole.world.sensing.eyes.rig import rig_of
from aureole.world.sensing.eyes.scenery import Scenery
from aureole.world.sensing.noise import uniform
from aureole.world.sensing.past import NEVER
from aureole.world.sensing.places import LANES
from aureole.world.sensing.sense import Senses, SenseState
from aureole.world.sensing.signs.bare import no_objects, no_signals

RENEWED, KEPT = range(2)  # columns of a world's times: stamps (ns) of the last renewal, of the last scene kept


@dataclass(frozen=True, slots=True)
class Gaze:
    """How a drive looks to the eyes of its car."""

    weather: str = ""
    """By name (`stage.light.WEATHERS`); empty: broad daylight."""
    faults: tuple[str, ...] = ()
    """As `eyes.faults` reads them."""


class Nothing(NamedTuple):
    """What is not given."""

    tracks: Tracks
    lanes: Lanes
    signals: Signals
    objects: Objects


class Sights(NamedTuple):
    """What is remembered from one call to the next; arrays are never changed in place."""

    given: SenseState
    past: Past
    times: Int64
    """(worlds, 2)"""
    shown: Int64
    """Stamp (ns) of the scene that each eye showed last, (worlds, eyes); -1 none yet."""
    images: Uint8
    route: Float32


def eyes_of(car: Car) -> tuple[Sensor, ...]:
    """Those cameras of a car whose pictures are given to its driver.

    Raises:
        BadInput: it has none, or their pictures differ in size.
    """
    found = tuple(sensor for sensor in car.sensors if sensor.optics is not None and sensor.optics.eye)
    if not found:
        raise BadInput(f"the car '{car.name}' has no eyes", remedy="take sedan or suv, or give a camera eye = true")
    for sensor in found:
        sizes = [(one.name, one.optics.columns, one.optics.rows) for one in (found[0], sensor) if one.optics]
        if sizes[0][1:] != sizes[1][1:]:
            told = " and ".join(f"'{name}' {columns} × {rows} px" for name, columns, rows in sizes)
            raise BadInput(f"the eyes {told} of the car '{car.name}' differ", remedy="give all the same size")
    return found


class Perceived:
    """Gives observations of which pictures are the main part; tracks, lanes, signals and objects are empty.

    Pictures are renewed every `car.periods.sense` and show the scene as it was `car.periods.latency` ago (the first
    scene while there is none so old), as the things that others are given do. Rows of one world never depend on the
    others.
    """

    def __init__(
        self, senses: Senses, car: Car, gaze: Gaze, scenery: Scenery, *, signs: Signs, keys: Uint64,
    ) -> None:  # fmt: skip
        """Prepare the eyes of a batch.

        Args:
            senses: of the same batch, for its own motion, its route and its orders.
            car: its eyes and periods.
            gaze: the faults of its eyes; the weather is in the scenery.
            scenery: what there is to be seen besides actors.
            signs: the signals of the batch.
            keys: of the drives' randomness (`Brief.key`), (worlds,).

        Raises:
            BadInput: the car has no eyes, an eye cannot be, or a fault is none.
        """
        eyes = eyes_of(car)
        self._senses, self._scenery, self._signs = senses.inward(), scenery, signs
        self._rig = rig_of(eyes)
        self._faults: Faults = faults_of(gaze.faults, [sensor.name for sensor in eyes])
        step, every, _ = senses.clock
        late = car.periods.latency + self._faults.late
        self._clock = Clock(step, every, round(late * 1e9 / step))
        self._keys = streams(keys, [f"image {sensor.name}" for sensor in eyes])
        self._lots = streams(keys, ["dropped frames", "receiver"])
        self._size = (len(eyes), self._rig.cameras[0].optics.rows, self._rig.cameras[0].optics.columns, 3)
        self._nothing = nothing(len(keys))
        self._draws = True

    def undrawn(self) -> Perceived:
        """The same without pictures, for who wants to know all else; they stay black."""
        senses = copy(self)
        vars(senses).update(_draws=False)
        return senses

    def left(self, rows: Int64) -> Perceived:
        """The same senses for the worlds of some rows, in their order."""
        senses = copy(self)
        vars(senses).update(
            _senses=self._senses.left(rows), _scenery=self._scenery.left(rows), _keys=self._keys[rows],
            _lots=self._lots[rows], _signs=self._signs._replace(value=self._signs.value[rows]),
            _nothing=nothing(len(rows)),
        )  # fmt: skip
        return senses

    def reset(self, scene: Scene) -> Sights:
        """The state before the first look."""
        worlds, agents = scene.present.shape
        given = self._senses.reset(scene)
        past = rings.empty(worlds, self._clock.places, agents, scene.signals.shape[1])
        return Sights(
            given, past, np.full((worlds, 2), NEVER, dtype=np.int64),
            np.full((worlds, self._size[0]), NEVER, dtype=np.int64), np.zeros((worlds, *self._size), dtype=np.uint8),
            given.route,
        )  # fmt: skip

    def looks(self, tick: int) -> bool:
        """Whether a call at this step does more than feel the car's own motion."""
        _, every, lag = self._clock
        return self._senses.looks(tick) or (tick + lag) % every == 0

    def sense(self, scene: Scene, state: Sights) -> tuple[Observation, Sights]:
        """What the car can know now."""
        told, given = self._senses.sense(scene, state.given)
        state, clock = state._replace(given=given), self._clock
        keeps, due = clock.keeps(scene.stamp, state.times[:, KEPT]), clock.due(scene.stamp, state.times[:, RENEWED])
        if keeps.any() or due.any():
            state = self._renew(scene, told.route, state, keeps, due)
        age = ((scene.stamp[:, None] - state.shown) * 1e-9).astype(np.float32)
        age[state.shown == NEVER] = np.inf
        none = self._nothing
        told = replace(
            told, tracks=none.tracks, lanes=none.lanes, signals=none.signals, objects=none.objects, route=state.route,
            images=state.images, age=age,
        )  # fmt: skip
        return told, state

    def _renew(self, scene: Scene, route: Float32, state: Sights, keeps: Bool, due: Bool) -> Sights:
        """Keep the scene, look at an older one, or both."""
        times, past = np.copy(state.times), state.past
        if keeps.any():
            past = rings.kept(past, scene, self._signs, self._clock, keeps, times[:, KEPT] == NEVER)
            times[keeps, KEPT] = scene.stamp[keeps]
        state = state._replace(past=past, times=times)
        if not due.any():
            return state
        rows = np.flatnonzero(due)
        times[rows, RENEWED] = scene.stamp[rows]
        fresh, images, shown = np.copy(state.route), np.copy(state.images), np.copy(state.shown)
        off = drift.error(self._lots[rows, 1], scene.stamp[rows])
        fresh[rows] = drift.placed(route[rows], scene.heading[rows, 0], off)
        self._look(scene.stamp, rows, past, images, shown)
        return state._replace(route=fresh, images=images, shown=shown)

    def _look(self, stamp: Int64, rows: Int64, past: Past, images: Uint8, shown: Int64) -> None:
        """Renew the pictures of some worlds, in place, and tell which scene they show."""
        ticks = self._clock.ticks(stamp)
        places = ticks // self._clock.every % self._clock.places
        for number, stage in enumerate(self._scenery.stages):
            mine = rows[self._scenery.of[rows] == number]
            if not len(mine):
                continue
            at, light = places[mine], np.repeat(self._scenery.light[None], len(mine), axis=0)
            dressed = stage._replace(things=past.things[mine, at], signals=past.signals[mine, at], light=light)
            pose = past.pose[mine, at]
            was = pose[:, rings.P_STAMP].astype(np.int64)
            covered = stamp[mine, None] >= self._faults.dark * 1e9
            comes = ~covered & ~self._dropped(mine, stamp[mine], ticks[mine])
            world, eye = np.nonzero(comes)
            shown[mine[world], eye] = was[world]
            if self._draws:
                seen = self._rig.see(dressed, rings.eye(pose), comes, self._keys[mine], ticks[mine])
                images[mine[world], eye] = seen[world, eye]
                world, eye = np.nonzero(covered)
                images[mine[world], eye] = 0

    def _dropped(self, rows: Int64, stamp: Int64, ticks: Int64) -> Bool:
        """Which worlds do not get the frame of which eye."""
        lost = self._faults.lost
        found = np.zeros((len(rows), self._size[0]), dtype=np.bool_)
        if lost > 0.0:
            for i, (row, tick) in enumerate(zip(rows.tolist(), ticks.tolist(), strict=True)):
                for eye in range(self._size[0]):
                    found[i, eye] = uniform(self._lots[row, 0], tick, eye) < lost
            found &= stamp[:, None] >= self._faults.losing * 1e9
        return found


def nothing(worlds: int) -> Nothing:
    """No track, lane, signal or object that is given."""
    none, unsure = np.zeros(worlds, dtype=np.bool_), np.zeros((worlds, LANES), dtype=np.float32)
    return Nothing(
        replace(objects.nothing(worlds), given=none), replace(lanes.nothing(worlds), sure=unsure, given=none),
        replace(no_signals(worlds), given=none), replace(no_objects(worlds), given=none),
    )  # fmt: skip


def streams(keys: Uint64, names: list[str]) -> Uint64:
    """A key for each stream of randomness of each drive, (worlds, streams)."""
    found = [[noise.key(f"{key}", 0, name) for name in names] for key in keys.tolist()]
    return np.array(found, dtype=np.uint64).reshape(len(keys), len(names))
