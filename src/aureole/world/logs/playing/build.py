"""From a recording to a world: who is examined, on which way, in which car, at which speed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Unpack

import numpy as np

from aureole.core.brief import Brief, unsigned
from aureole.core.car import Car
from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.mission import Mission
from aureole.core.notes import Float64, Int32, Uint64
from aureole.core.road import Road
from aureole.vehicle.cars import fitted
from aureole.vehicle.cars import load as load_car
from aureole.vehicle.constants import chassis
from aureole.vehicle.dynamics import bend, start
from aureole.world.logs.playing import ways
from aureole.world.logs.playing.cast import AXLE, DRIVEN, TRACK, WHEELBASE, Cast, cast_of
from aureole.world.logs.playing.places import net
from aureole.world.logs.playing.reacting import TEXTBOOK, none
from aureole.world.logs.playing.stepping import Rules, State, begin
from aureole.world.logs.playing.tables import Tables, tables
from aureole.world.logs.playing.world import Boxes, Logged, Stage
from aureole.world.logs.reading import load
from aureole.world.logs.recording import Recording
from aureole.world.roads import queries
from aureole.world.roads.drawn.polyline import stations
from aureole.world.scenarios.build import DEFAULT_CAR, STEP, TIMEOUT, WORDS, Terms, keys
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.player.sheet import Sheet
from aureole.world.sensing.sense import Senses
from aureole.world.traffic.people.drawing import drawn
from aureole.world.traffic.people.sites import IDM, chosen, named, sites, words

PARAMS = {"ego": None, "others": ("replay", "reactive"), "traffic": words()}
"""What `--set` may change, and to what; None: any id of the log."""
USUAL = 0.95  # -; the speed that was not exceeded so much of the time is the set speed where no limit is known
SLOWEST = 1.0  # m/s; of a set speed, unless the car stood all the time
LONG = 7.0  # m; a longer vehicle is driven as a lorry
SETTLED = 1.0  # s; the bend in which a drive begins is the log's over so long
BEND = 1.0  # m; a shorter way tells no bend
AHEAD = 60.0  # m; where a car that stood might have gone


def build(case: Case, variations: Sequence[Variation], **terms: Unpack[Terms]) -> Logged:
    """The world of a recording, one row for each variation; they must share the examined car and how others move.

    Raises:
        BadInput: the log or a value is wrong, or the car cannot be driven.
        Missing: a package that reads the log is not installed.
    """
    step, passive = terms.get("step", STEP), terms.get("passive", False)
    if not variations or not 0.0 < step <= 1.0:
        raise BadInput(f"{len(variations)} variations with step {step}", remedy="give one or more, step above 0 to 1 s")
    params, place = variations[0].params, str(case.path)
    if any(one.params != params for one in variations):
        raise BadInput("variations differ in the examined car or the others", place=place, remedy="one group each")
    vet(params, place, passive=passive)
    recording = load(case.path)
    cast = cast_of(recording, params.get("ego") or terms.get("ego"), place)
    if passive and not cast.logged:
        what = f"'{cast.names[0]}' has no track that could be played again: it is a problem to solve"
        raise BadInput(what, place=place, remedy="examine a car of the log: --ego ID, or FILE#ID")
    car = dress(terms.get("car"), recording, cast.ego, place)
    track = fitted_tables(cast, car, passive=passive)
    path = way_of(cast, track, recording, place)
    road, astray = ways.led(recording.map, path)
    way = np.column_stack((path, stations(path)))
    rules = Rules(step, cast.span, passive, params.get("others") == "reactive", cast.logged)
    people = chosen(params.get("traffic", IDM), case.path.name)
    manners = manners_of(people, track, recording.kind[cast.agents], keys(case, variations, "traffic"))
    stage = Stage(track, net(recording.map, road, astray), way, rules, chassis(car), manners, named(people))
    state, sheet = first(stage, len(variations), track)
    begin(stage.track, stage.net, stage.way, stage.rules, state, sheet)
    speed = set_speed(recording, cast, (int(sheet.whole[2, 0, 0]), float(sheet.plain[7, 0, 0])))
    brief = brief_of(case, variations, (cast, road, car, speed), terms)
    senses = Senses(
        car, road=road, step=step, set_speed=brief.mission.set_speed, order=terms.get("order", ""),
        keys=keys(case, variations, "senses"),
    )  # fmt: skip
    return Logged(brief, cast, stage, boxes(cast, track, len(variations)), (state, sheet), senses)


def vet(params: Mapping[str, str], place: str, *, passive: bool = False) -> None:
    """Raise BadInput for what a recording cannot be told."""
    for name, value in params.items():
        if name not in PARAMS:
            raise BadInput(
                f"--set {name}: a log has no such parameter", place=place, remedy="there are ego, others and traffic"
            )
        known = PARAMS[name]
        if known is not None and value not in known:
            raise BadInput(f"--set {name}={value[:40]}", place=place, remedy=f"take one of {', '.join(known)}")
    if "traffic" in params and params.get("others") != "reactive":
        what = f"traffic={params['traffic']} where the others only replay the log"
        raise BadInput(what, place=place, remedy="add --set others=reactive, or leave traffic out")
    if "traffic" in params and passive:
        what = f"traffic={params['traffic']} with passive, which never leaves its log, so that nobody ever reacts"
        raise BadInput(what, place=place, remedy="leave --traffic out, or take another driver")


def dress(car: Car | None, recording: Recording, ego: int, place: str) -> Car:
    """The examined car: the given one, else ours with the measures of the log's."""
    if car is not None:
        return car
    length, width, height = recording.size[ego].tolist()
    default = load_car("lorry" if length > LONG else DEFAULT_CAR)
    try:
        return fitted(
            default, length=length, width=width, height=height, box_x=AXLE * length, wheelbase=WHEELBASE * length,
            track=TRACK * width,
        )  # fmt: skip
    except BadInput as error:
        raise BadInput(error.what, place=place, remedy="give a car that fits, with --car") from None


def fitted_tables(cast: Cast, car: Car, *, passive: bool) -> Tables:
    """The tracks, the examined car with the measures of what is driven."""
    track = tables(cast)
    if passive:
        return track
    size, ahead, xy = track.size.copy(), track.ahead.copy(), track.xy.copy()
    forward = np.stack((np.cos(track.heading[0]), np.sin(track.heading[0])), axis=1)
    xy[0] += (ahead[0] - car.body.box_x) * forward * track.present[0][:, None]
    size[0], ahead[0] = (car.body.length, car.body.width), car.body.box_x
    return track._replace(size=size, ahead=ahead, xy=xy)


def way_of(cast: Cast, track: Tables, recording: Recording, place: str) -> Float64:
    """Where the examined car is to go: as its log went, else to the goal, else along its lane."""
    x, y, heading = track.xy[0, 0, 0], track.xy[0, 0, 1], track.heading[0, 0]
    pose = np.array([x, y, heading])
    if cast.logged:
        found = ways.recorded(track)
    else:
        found = ways.to_goal(cast, recording.map, pose, place)
        if found is None:  # no lanes lead there: straight to it
            found = ways.spaced(np.stack((pose[:2], recording.goal)))
    return found if found is not None else ways.way_of_lane(recording.map, pose[:2], float(heading), AHEAD)


def manners_of(people: str | None, track: Tables, kind: Int32, key: Uint64) -> Float64:
    """How each reacts, (worlds, agents, 4): in cars and vans people of a site by their own keys, else the textbook."""
    found = np.tile(np.array(TEXTBOOK), (len(key), len(track.size), 1))
    if people is not None:
        drivers = drawn(sites()[people], key, len(track.size))
        cars = np.isin(kind, [int(Kind.CAR), int(Kind.VAN)])
        found[:, cars] = drivers[:, cars, 1:]
    return found


def first(stage: Stage, worlds: int, track: Tables) -> tuple[State, Sheet]:
    """State and sheet before the first moment is written: the examined car as the log has it, rolling on its bend."""
    x, y, heading, speed = track.xy[0, 0, 0], track.xy[0, 0, 1], track.heading[0, 0], track.speed[0, 0]
    count = len(track.size)
    body = start(*(np.full(worlds, value) for value in (x, y, heading, speed)))
    if speed > 1.0:
        body = bend(body, np.full(worlds, bent(track)), stage.chassis)
    state = State(body, np.zeros((worlds, 2), np.int64), np.zeros(worlds), none(worlds, count))
    return state, Sheet.empty(worlds, count)


def bent(track: Tables) -> float:
    """Curvature (1/m) of the examined car's way over the first `SETTLED`; a single pair of headings tells noise."""
    whole = track.whole[0][: max(1, round(SETTLED / track.step))]
    count = 1 + (len(whole) if whole.all() else int(np.argmin(whole)))
    way, turn = track.station[0, :count], track.heading[0, :count]
    if way[-1] < BEND:
        return 0.0
    far = way - way.mean()
    return float(far @ turn / (far @ far))


def set_speed(recording: Recording, cast: Cast, lane: tuple[int, float]) -> float:
    """m/s to drive at: the limit where the drive begins, else what the log's car, or all cars, hardly exceeded."""
    row, s = lane
    if row >= 0 and "limits" not in recording.lacks:
        limit = float(queries.speed_limit(recording.map.limits, row, s)[0])
        if isfinite(limit):
            return limit
    if cast.logged:
        rows = recording.speed[cast.ego, recording.present[cast.ego]]
    else:
        cars = np.isin(recording.kind, [int(kind) for kind in DRIVEN])
        rows = recording.speed[cars][recording.present[cars]]
        rows = np.append(rows[rows > SLOWEST], recording.speed[cast.ego, cast.first])
    wanted = float(np.quantile(np.abs(rows), USUAL))
    return max(wanted, SLOWEST) if float(np.abs(rows).max()) > 0.1 else 0.0


def boxes(cast: Cast, track: Tables, worlds: int) -> Boxes:
    """Measures and kinds of everybody in every world."""
    height = cast.recording.size[cast.agents, 2]
    size = np.column_stack((track.size, height))
    box = np.column_stack((track.ahead, np.zeros(len(height)), 0.5 * height))
    kind = cast.recording.kind[cast.agents].astype(np.int32)
    return Boxes(*(np.ascontiguousarray(np.broadcast_to(one, (worlds, *one.shape))) for one in (size, box, kind)))


def brief_of(case: Case, variations: Sequence[Variation], known: tuple[Cast, Road, Car, float], terms: Terms) -> Brief:
    """What the judges may know."""
    cast, road, car, speed = known
    words, step, worlds = terms.get("order", "").encode(), terms.get("step", STEP), len(variations)
    if len(words) > WORDS:
        raise BadInput(f"the order has {len(words)} bytes, the limit is {WORDS}", remedy="say it shorter")
    text = np.zeros((worlds, WORDS), dtype=np.uint8)
    text[:, : len(words)] = np.frombuffer(words, dtype=np.uint8)
    mission = Mission(
        car, step, np.full(worlds, speed), text, np.full(worlds, len(words), dtype=np.int32),
        keys(case, variations, "driver"),
    )  # fmt: skip
    return Brief(
        cases=(case.name,) * worlds, params=tuple(dict(one.params) for one in variations),
        seeds=tuple(one.seed for one in variations), key=keys(case, variations, "world"), road=road,
        signs=unsigned(worlds), names=cast.names, mission=mission, step=step,
        timeout=terms.get("timeout", TIMEOUT), passive=terms.get("passive", False),
    )  # fmt: skip
