"""From a case and its variations to a world: everything compiled, measured and begun."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypedDict, Unpack

import numpy as np

from aureole.core.brief import Brief, Signs
from aureole.core.car import Car
from aureole.core.errors import BadInput
from aureole.core.mission import Mission
from aureole.core.noise import key
from aureole.core.notes import Float64, Int32, Uint64
from aureole.core.road import Road
from aureole.vehicle.cars import fitted
from aureole.vehicle.cars import load as load_car
from aureole.vehicle.constants import chassis
from aureole.vehicle.dynamics import BODY
from aureole.world.roads.furniture.led import led
from aureole.world.roads.ways import ways
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.entities.entity import Entity
from aureole.world.scenarios.entities.trailers import check_coupling, trailer_of
from aureole.world.scenarios.expressions import Scope
from aureole.world.scenarios.missions.told import told, wished
from aureole.world.scenarios.motion.curves import fill
from aureole.world.scenarios.player.play import State
from aureole.world.scenarios.player.sheet import Sheet
from aureole.world.scenarios.player.state import (
    A_COLUMNS,
    D_COLUMNS,
    M_COLUMNS,
    S_COLUMNS,
    T_COLUMNS,
)
from aureole.world.scenarios.scenario import Compiled, Scenario, forms, group, load, load_map, load_posts, outside
from aureole.world.scenarios.tables import B_COLUMNS, B_TRAILER, E_RUNS, J_AGENT, SP_COLUMNS, Numbers
from aureole.world.scripted import Cast, Play, Scripted
from aureole.world.sensing.sense import Senses
from aureole.world.signs.table import Bearer, table_of

__all__ = ["build", "group", "outside"]
STEP = 0.01  # s
TIMEOUT = 600.0  # s
WORDS = 128  # bytes of an order
DEFAULT_CAR = "sedan"
MOST_LOGGED = 16  # executions of one element that the log has room for


class Terms(TypedDict, total=False):
    """How a case is driven; all optional."""

    car: Car | None
    """The examined car; none takes the embedded sedan with the scenario vehicle's measures."""
    step: float
    """Seconds; 0.01 without it."""
    passive: bool
    """The scenario alone moves the examined car, with its own box."""
    ego: str | None
    """Name of the entity that is examined; else Ego, ego, hero or the first vehicle."""
    timeout: float
    """Seconds after which the loop ends a drive; 600 without it."""
    order: str
    """The human's words at the start."""


def build(case: Case, variations: Sequence[Variation], **terms: Unpack[Terms]) -> Scripted:
    """The world of a case, one row for each variation; they must share map and structure (`group` sorts them).

    Raises:
        BadInput: the file, a parameter or a value is wrong; with file:line <element>.
        Unsupported: the file asks for something that is not played yet.
    """
    step, passive = terms.get("step", STEP), terms.get("passive", False)
    if not variations or not 0.0 < step <= 1.0:
        raise BadInput(f"{len(variations)} variations with step {step}", remedy="give one or more, step above 0 to 1 s")
    scenario = load(case.path)
    scopes = [scenario.parameters.scope(variation.params) for variation in variations]
    casts = [scenario.cast(scope) for scope in scopes]
    names, place = scenario.order(casts[0], terms.get("ego")), scenario.map(scopes[0])
    road, compiled = load_map(place).road, scenario.compile(scopes[0], names, load_map(place).names)
    if not passive and compiled.writer.unseen is not None:
        raise compiled.writer.unseen
    same_structure(scenario, compiled, scopes, casts, names[0])
    check_trailers(compiled, names, casts, None if passive else str(case.path))
    entities = [[cast[name] for name in names] for cast in casts]
    car = dress(terms.get("car"), entities[0][0], passive=passive, place=str(case.path))
    boxes = measures(entities, names, None if passive else car)
    spots = np.zeros((len(variations), len(compiled.tables.places), SP_COLUMNS))
    values = valued(compiled, scopes)
    for curve in compiled.writer.curves:
        fill(curve, values, spots)
    numbers = Numbers(values, boxes, spots, between_roads(place) if compiled.writer.across else np.zeros((0, 0)))
    play = Play(compiled.tables.packed(), numbers, road, chassis(car), step, passive)
    table = table_of(load_posts(place), carriers(names, entities), compiled.writer.faces, len(variations))
    state, sheet = begun(case.path, compiled, play, (len(variations), len(names)))
    speed = wished(load_map(place), state, sheet.plain[3, :, 0])
    brief = brief_of(case, variations, (road, names, car, table.signs), speed, terms)
    way = told(load_map(place), compiled, play, state)
    people = Cast(tuple(compiled.writer.names), compiled.tables.elements, kinds(entities), boxes, table.shown)
    senses = Senses(
        car, road=road, step=step, set_speed=brief.mission.set_speed, order=terms.get("order", ""),
        keys=keys(case, variations, "senses"),
    ).told(way.course, way.trails).signed(table.signs, table.height)  # fmt: skip
    return Scripted(brief, way.play, people, (state, sheet), senses.led(led(road, load_map(place).furniture)))


@lru_cache(maxsize=4)
def between_roads(place: Path) -> Float64:
    """How far apart the roads of a map are; empty where there is only one."""
    map_ = load_map(place)
    return ways(map_) if len(map_.names) > 1 else np.zeros((0, 0))


def same_structure(
    scenario: Scenario, compiled: Compiled, scopes: Sequence[Scope], casts: Sequence[dict[str, Entity]], ego: str
) -> None:
    """Raise BadInput unless all variations share map, structure and examined car."""
    wanted, place = compiled.key(scopes[0]), scenario.map(scopes[0])
    for scope, cast in zip(scopes, casts, strict=True):
        same = list(cast) == list(casts[0]) and cast[ego] == casts[0][ego] and forms(cast) == forms(casts[0])
        if not same or scenario.map(scope) != place or compiled.key(scope) != wanted:
            raise BadInput(
                "variations differ in map, structure or examined car", place=str(scenario.path),
                remedy="build them in the groups that `group` gives",
            )  # fmt: skip


def dress(car: Car | None, entity: Entity, *, passive: bool, place: str) -> Car:
    """The examined car: the given one, or the embedded one with the scenario vehicle's measures."""
    if car is not None:
        return car
    default = load_car(DEFAULT_CAR)
    try:
        return fitted(
            default, length=entity.length, width=entity.width, height=entity.height, box_x=entity.box_x,
            wheelbase=entity.wheelbase, track=entity.track,
        )  # fmt: skip
    except BadInput as error:
        if passive:
            return default
        raise BadInput(error.what, place=place, remedy="give a car that fits, with --car") from None


def valued(compiled: Compiled, scopes: Sequence[Scope]) -> Float64:
    """The slots of every world; BadInput where what must be above zero is not."""
    values = compiled.writer.values(scopes)
    for slot, what, unit, may_be_zero, place in compiled.writer.positive:
        least = float(values[:, slot].min())
        if not (least > 0.0 or (may_be_zero and least == 0.0)):
            remedy = "give seconds above zero" if unit else "give a share of a dry road's, zero or above"
            raise BadInput(f"{what} is {least} {unit}".rstrip(), place=place, remedy=remedy)
    return values


def carriers(names: Sequence[str], entities: Sequence[Sequence[Entity]]) -> list[Bearer]:
    """Who carries a signal, at the upper end of its box; the first world's box counts."""
    found = []
    for agent, (name, one) in enumerate(zip(names, entities[0], strict=True)):
        if one.sign is not None:
            values = [row[agent].sign.value for row in entities]  # type: ignore[union-attr]
            hand = (one.box_x, one.box_y, one.box_z + 0.5 * one.height)
            found.append(Bearer(agent, name, one.sign, values, hand))
    return found


def check_trailers(
    compiled: Compiled, names: tuple[str, ...], casts: Sequence[dict[str, Entity]], driven: str | None
) -> None:
    """Raise BadInput where an action hangs a trailer on what cannot pull it, or the driven car of a file is pulled."""
    for job, trailer, place in compiled.writer.couplings:
        tractor = int(compiled.tables.jobs[job, J_AGENT])
        for cast in casts:
            check_coupling((names[tractor], names[trailer]), cast, place)
        if tractor == trailer or (trailer == 0 and driven is not None):
            what = "itself" if tractor == trailer else f"'{names[tractor]}', but it is driven"
            raise BadInput(f"'{names[trailer]}' is hung on {what}", place=place, remedy="name another trailer")
    for cast in () if driven is None else casts:
        for name, entity in cast.items():
            if trailer_of(name, entity) == names[0]:
                what = f"the examined car '{names[0]}' hangs on '{name}'"
                raise BadInput(what, place=driven or "", remedy="examine another entity, or take the driver 'passive'")


def measures(entities: Sequence[Sequence[Entity]], names: Sequence[str], driven: Car | None) -> Float64:
    """Every agent's measures in every world, shape (worlds, agents, B_COLUMNS); a driven ego has its car's."""
    boxes = np.empty((len(entities), len(entities[0]), B_COLUMNS), dtype=np.float64)
    known: dict[Entity, tuple[float, ...]] = {}
    for world, row in enumerate(entities):
        for agent, one in enumerate(row):
            if one not in known:
                known[one] = (
                    one.length, one.width, one.height, one.box_x, one.box_y, one.box_z, one.wheelbase, one.max_speed,
                    one.max_accel, one.max_brake, one.hitch or 0.0, one.coupler or 0.0, -1.0,
                )  # fmt: skip
            boxes[world, agent] = known[one]
            pulled = trailer_of(names[agent], one)
            if pulled is not None:
                boxes[world, agent, B_TRAILER] = names.index(pulled)
    if driven is not None:
        body = driven.body
        boxes[:, 0, :7] = (body.length, body.width, body.height, body.box_x, 0.0, 0.5 * body.height, body.wheelbase)
    return boxes


def kinds(entities: Sequence[Sequence[Entity]]) -> Int32:
    """`core.kinds.Kind` of every agent in every world."""
    return np.array([[one.kind for one in row] for row in entities], dtype=np.int32)


def room(compiled: Compiled, worlds: int, agents: int) -> tuple[State, Sheet]:
    """State and sheet of the right size, all zero."""
    tables = compiled.tables
    runs = int(min(tables.elements[:, E_RUNS].max(), MOST_LOGGED))
    state = State(
        np.zeros((worlds, agents, A_COLUMNS)),
        np.zeros((worlds, len(tables.jobs), D_COLUMNS)),
        np.zeros((worlds, len(tables.conditions), S_COLUMNS)),
        np.zeros((worlds, len(tables.elements), T_COLUMNS), dtype=np.int64),
        np.zeros((worlds, M_COLUMNS + 3 * len(tables.elements) * runs), dtype=np.int64),
        np.zeros((worlds, BODY)),
    )
    return state, Sheet.empty(worlds, agents, len(compiled.writer.faces))


def begun(path: Path, compiled: Compiled, play: Play, size: tuple[int, int]) -> tuple[State, Sheet]:
    """State and sheet after Init, of so many worlds with so many agents.

    Raises:
        BadInput: a world could not be begun.
    """
    state, sheet = room(compiled, *size)
    play.begin(state, sheet)
    refuse_faults(path, state)
    return state, sheet


def refuse_faults(path: Path, state: State) -> None:
    """Raise BadInput if a world could not be begun."""
    for world, text in Scripted.faults(state):
        raise BadInput(f"world {world}: {text}", place=f"{path} <Init>", remedy="check the positions against the map")


def brief_of(
    case: Case,
    variations: Sequence[Variation],
    known: tuple[Road, tuple[str, ...], Car, Signs],
    speed: Float64,
    terms: Terms,
) -> Brief:
    """What the judges may know; `speed` is the set speed."""
    road, names, car, signs = known
    words, step = terms.get("order", "").encode(), terms.get("step", STEP)
    if len(words) > WORDS:
        raise BadInput(f"the order has {len(words)} bytes, the limit is {WORDS}", remedy="say it shorter")
    worlds = len(variations)
    text = np.zeros((worlds, WORDS), dtype=np.uint8)
    text[:, : len(words)] = np.frombuffer(words, dtype=np.uint8)
    mission = Mission(
        car, step, speed, text, np.full(worlds, len(words), dtype=np.int32),
        keys(case, variations, "driver"),
    )  # fmt: skip
    return Brief(
        cases=(case.name,) * worlds,
        params=tuple(dict(variation.params) for variation in variations),
        seeds=tuple(variation.seed for variation in variations),
        key=keys(case, variations, "world"),
        road=road,
        signs=signs,
        names=names,
        mission=mission,
        step=step,
        timeout=terms.get("timeout", TIMEOUT),
        passive=terms.get("passive", False),
    )


def keys(case: Case, variations: Sequence[Variation], stream: str) -> Uint64:
    """One key of randomness for each world, by the case with its parameters and the seed."""
    found = []
    for variation in variations:
        params = " ".join(f"{name}={value}" for name, value in sorted(variation.params.items()))
        found.append(key(f"{case.name} {params}".strip(), variation.seed, stream))
    return np.array(found, dtype=np.uint64)
