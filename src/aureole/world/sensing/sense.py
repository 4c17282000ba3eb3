"""The car's senses: from the truth of a scene to what the car can know of it."""

from __future__ import annotations

import dataclasses
from copy import copy
from typing import Any, NamedTuple

import numpy as np

from aureole.core.brief import Signs
from aureole.core.car import Car, Sensor
from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float32, Float64, Int32, Int64, Uint8, Uint64
from aureole.core.observation import EgoMotion, Lanes, Objects, Observation, Signals, Tracks
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.world.sensing import course as ways
from aureole.world.sensing import lanes as around
from aureole.world.sensing import objects, past, trail
from aureole.world.sensing.course import Course
from aureole.world.sensing.places import View
from aureole.world.sensing.signs import look as signs
from aureole.world.sensing.signs import things
from aureole.world.sensing.signs.bare import no_objects, no_signals
from aureole.world.sensing.signs.look import Looker
from aureole.world.sensing.signs.posts import Placing, Posts, Rings, posts_of
from aureole.world.sensing.signs.posts import empty as kept_signs
from aureole.world.sensing.signs.posts import keep as keep_signs
from aureole.world.sensing.trail import Trails

TEMPORARY = int(Kind.CONE)  # kinds of temporary objects are this one and those after it
ORDER = 128  # bytes; capacity of `Observation.order`


class SenseState(NamedTuple):
    """What sensing remembers from one call to the next; arrays are never changed in place."""

    past: Float64
    """Scenes kept for renewals to come, (worlds, places, agents, columns); see `past`."""
    times: Int64
    """Stamps (ns) of the last renewal, of the scene it showed, and of the last scene kept, (worlds, 3)."""
    route_row: Int32
    """Lane row of the route in each world, -1 before the first renewal."""
    stretch: Int32
    """How far each world has come on its way (`sensing.course`), -1 not on it yet."""
    trodden: Float64
    """How far each world has come on its trajectory (`sensing.trail`), m."""
    tracks: Tracks
    lanes: Lanes
    signals: Signals
    objects: Objects
    route: Float32
    rings: Rings
    """The same of signals."""


class Senses:
    """Gives observations: own motion at every call, tracks, signals, objects, lanes and route at their period.

    All but the own motion is renewed every `car.periods.sense`, in new arrays; in between the same arrays are
    given again. Tracks, signals and objects show the scene as it was `car.periods.latency` ago (the first scene
    while there is none so old), seen from where the car was then, placed in the ego frame of the moment of
    renewal: the car knows its own motion exactly. Nothing is extrapolated; `age` says how old it is.
    Lanes and route lie where the car is at the renewal. Rows of one world never depend on the others.
    """

    def __init__(
        self, car: Car, *, road: Road, step: float, set_speed: Float64, order: str, keys: Uint64,
    ) -> None:  # fmt: skip
        """Prepare the senses of a batch of worlds.

        Args:
            car: its sensors and periods; `exact(car)` switches their noise off.
            road: the map all worlds drive on.
            step: seconds between two calls.
            set_speed: m/s, (worlds,).
            order: the human's words at the start.
            keys: of the noise of each world (`core.noise.key`), (worlds,).

        Raises:
            BadInput: the order is longer than 128 bytes of UTF-8.
        """
        worlds, nanoseconds = len(set_speed), round(step * 1e9)
        every = max(1, round(car.periods.sense / step))
        lag = round(car.periods.latency / step)
        self._clock = (nanoseconds, every, lag)
        self._sensors = table(car.sensors)
        self._road = road
        self._posts: Posts | None = None
        self._course: Course | None = None
        self._trails: Trails | None = None
        self._led: Road | None = None
        self._widest = around.widest(road)
        self._keys = np.ascontiguousarray(keys, dtype=np.uint64)
        self._ages = (worlds, max(1, len(self._sensors)))
        self._silent = not len(self._sensors)
        self._set_speed = np.asarray(set_speed, dtype=np.float32)
        self._order, self._order_length = written(order, worlds)
        self._images = np.zeros((worlds, 0, 0, 0, 3), dtype=np.uint8)
        self._points = np.zeros((worlds, 0, 4), dtype=np.float32)

    @property
    def clock(self) -> tuple[int, int, int]:
        """A step in ns, steps between two renewals, steps by which what is sensed is old."""
        return self._clock

    def told(self, course: Course | None, trails: Trails | None = None) -> Senses:
        """The same senses, with the ways the cars are to go; without one the route is the lane a car is in.

        A trajectory (`trails`) is the route itself, the lanes below it lead as `course` does.
        """
        senses = copy(self)
        vars(senses).update(_course=course, _trails=trails)
        return senses

    def signed(self, signs: Signs, height: Float64) -> Senses:
        """The same senses, in a world with these signals; the middle of each is so high above the road, m."""
        senses = copy(self)
        vars(senses).update(_posts=posts_of(signs, height, self._road) if len(signs.kind) else None)
        return senses

    def inward(self) -> Senses:
        """The same senses without sensors: they know the own motion, the route and the lanes, of things nothing."""
        senses = copy(self)
        vars(senses).update(_sensors=table(()), _silent=True, _ages=(self._ages[0], 1), _posts=None)
        return senses

    def led(self, road: Road) -> Senses:
        """The same senses where temporary lines lead the lanes: `road` has the borders that hold, and the same rows."""
        if road is self._road:
            return self
        senses = copy(self)
        vars(senses).update(_road=road, _led=road, _course=self._course and self._course.over(road))
        return senses

    def left(self, rows: Int64) -> Senses:
        """The same senses for the worlds of some rows, in their order."""
        names = ("_keys", "_set_speed", "_order", "_order_length", "_images", "_points")
        senses, course, trails, posts = copy(self), self._course, self._trails, self._posts
        vars(senses).update({name: getattr(self, name)[rows] for name in names}, _ages=(len(rows), self._ages[1]))
        if course is not None:
            vars(senses).update(_course=dataclasses.replace(course, of=course.of[rows]))
        if trails is not None:
            vars(senses).update(_trails=trails._replace(of=trails.of[rows], begin=trails.begin[rows]))
        if posts is not None:
            vars(senses).update(_posts=posts._replace(value=posts.value[rows]))
        return senses

    def reset(self, scene: Scene) -> SenseState:
        """The state before the first look; `scene` is the first scene."""
        worlds, count = scene.present.shape
        _, every, lag = self._clock
        return SenseState(
            past=past.empty(worlds, lag // every + 1, count),
            times=np.full((worlds, 3), past.NEVER, dtype=np.int64),
            route_row=np.full(worlds, -1, dtype=np.int32),
            stretch=np.full(worlds, -1, dtype=np.int32),
            trodden=np.zeros(worlds) if self._trails is None else self._trails.begin.copy(),
            tracks=objects.nothing(worlds),
            lanes=around.nothing(worlds),
            signals=no_signals(worlds),
            objects=no_objects(worlds),
            route=np.zeros((worlds, around.POINTS, 2), dtype=np.float32),
            rings=kept_signs(worlds, lag // every + 1, self._posts),
        )

    def looks(self, tick: int) -> bool:
        """Whether a call at this step keeps a scene or renews what is given, besides the car's own motion."""
        _, every, lag = self._clock
        return tick == 0 or tick % every == 0 or (tick + lag) % every == 0

    def sense(self, scene: Scene, state: SenseState) -> tuple[Observation, SenseState]:
        """What the car can know now."""
        worlds = scene.stamp.shape[0]
        motion = np.empty((4, worlds), dtype=np.float32)
        age = np.empty(self._ages, dtype=np.float32)
        due = np.empty(worlds, dtype=np.bool_)
        felt = (scene.stamp, scene.speed, scene.accel, scene.yaw_rate, scene.steer)
        work = past.move(felt, state.times, self._clock, motion, age, due)
        if work:
            state = self._renew(scene, state, due, age, work)
        if self._silent:
            age.fill(np.inf)
        observation = Observation(
            stamp=scene.stamp,
            ego=EgoMotion(speed=motion[0], accel=motion[1], yaw_rate=motion[2], steer=motion[3]),
            tracks=state.tracks,
            lanes=state.lanes,
            signals=state.signals,
            objects=state.objects,
            route=state.route,
            set_speed=self._set_speed,
            images=self._images,
            points=self._points,
            order=self._order,
            order_length=self._order_length,
            age=age,
        )
        return observation, state

    def _renew(self, scene: Scene, state: SenseState, due: Bool, age: Float32, work: int) -> SenseState:
        """Keep the scene, look at an older one, or both; `age` is put right where it was renewed."""
        now = past.agents(scene)
        times = np.copy(state.times)
        kept, rings = state.past, state.rings
        if work & past.KEEP:
            if self._posts is not None:
                rings = Rings(np.copy(rings.shown), np.copy(rings.placed))
                placing = Placing(scene.stamp, scene.signals, scene.road, scene.lane, scene.s)
                keep_signs(placing, times, self._clock, self._posts, rings)
            kept = np.copy(kept)
            past.keep(now, times, self._clock, kept)
        if not work & past.RENEW:
            return state._replace(past=kept, times=times, rings=rings)
        whole = bool(due.all())
        sight = objects.copied(state.tracks, whole=whole)
        objects.look(due, now, kept, times, self._clock, self._sensors, self._keys, sight, age)
        view, route_row = around.copied(state.lanes, whole=whole), np.copy(state.route_row)
        route = np.empty_like(state.route) if whole else np.copy(state.route)
        ego, stretch = around.stand(scene, self._led), state.stretch
        if self._course is None:
            route_row[due] = -1
            around.survey(due, ego, self._road, self._widest, view, route, route_row, whole)
        else:
            stretch = np.copy(stretch)
            self._along(self._course, due, ego, (view, route, route_row, stretch))
        trodden = trail.trod(due, ego, self._trails, state.trodden, route)
        lot = state.objects
        if (scene.kind >= TEMPORARY).any():
            fresh = things.copied(lot)
            things.look(due, now, kept, self._clock, self._sensors, self._keys, fresh)
            lot = Objects(*fresh)
        board = state.signals
        if self._posts is not None:
            who = Looker(self._sensors, self._keys, ego, route_row, route)
            board = self._read(self._posts, (due, now, kept, rings), who, stretch, board)
        return SenseState(
            kept, times, route_row, stretch, trodden, Tracks(*sight), around.renewed(view, state.lanes), board, lot,
            route, rings,
        )  # fmt: skip

    def _read(
        self, posts: Posts, seen: tuple[Bool, past.Agents, Float64, Rings], who: Looker, stretch: Int32, board: Signals
    ) -> Signals:
        """The signals renewed: each world on the map as its way has it."""
        (due, now, kept, rings), fresh = seen, signs.copied(board)
        if self._course is None:
            signs.look(due, now, kept, self._clock, self._road, posts, rings, who, fresh)
            return Signals(*fresh)
        layers = self._course.layers(stretch)
        for layer in np.unique(layers[due]):
            here, road = due & (layers == layer), self._course.roads[layer]
            signs.look(here, now, kept, self._clock, road, posts, rings, who, fresh)
        return Signals(*fresh)

    def _along(self, course: Course, due: Bool, ego: around.Place, now: tuple[View, Float32, Int32, Int32]) -> None:
        """Renew lanes and route on the ways of a mission, in place: each world on the map as its way has it."""
        view, route, route_row, stretch = now
        ways.reach(due, ego, self._road, course.of, course.stretches, stretch, route_row)
        layers, whole = course.layers(stretch), bool(due.all())
        for layer in np.unique(layers[due]):
            here, road = due & (layers == layer), course.roads[layer]
            around.survey(here, ego, road, self._widest, view, route, route_row, whole)
            ways.show(here, ego, road, self._widest, route_row, route)


def taken(word: Any, rows: Int64) -> Any:
    """Some rows of every array of what is sensed or remembered, in arrays of their own."""
    if isinstance(word, np.ndarray):
        return word[rows]
    if isinstance(word, tuple):
        return type(word)(*(taken(part, rows) for part in word))
    parts = {field.name: taken(getattr(word, field.name), rows) for field in dataclasses.fields(word)}
    return dataclasses.replace(word, **parts)


def exact(car: Car) -> Car:
    """The same car with sensors that make no error."""
    return dataclasses.replace(car, sensors=tuple(dataclasses.replace(s, noise=0.0) for s in car.sensors))


def table(sensors: tuple[Sensor, ...]) -> Float64:
    """Sensors as rows for kernels (`sight.S_X`, ...), the most exact first; one without range gives no objects."""
    rows = [(s.x, s.y, s.heading, 0.5 * s.view, s.range, s.noise) for s in sensors if s.range > 0.0]
    rows.sort(key=lambda row: row[-1])
    return np.array(rows, dtype=np.float64).reshape(len(rows), 6)


def written(order: str, worlds: int) -> tuple[Uint8, Int32]:
    """The human's words as UTF-8 bytes with their length, the same in every world."""
    words = order.encode()
    if len(words) > ORDER:
        what = f"the order has {len(words)} bytes, at most {ORDER} fit"
        raise BadInput(what, place="order", remedy="say it in fewer words")
    row = np.zeros(ORDER, dtype=np.uint8)
    row[: len(words)] = np.frombuffer(words, dtype=np.uint8)
    return np.tile(row, (worlds, 1)), np.full(worlds, len(words), dtype=np.int32)
