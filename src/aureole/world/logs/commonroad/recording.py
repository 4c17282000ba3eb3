"""A CommonRoad scenario as a recording: who is examined, where to, and what the format does not hold."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind, Mark
from aureole.world.logs.commonroad.obstacles import Obstacle
from aureole.world.logs.commonroad.scenario import Scenario, read_scenario
from aureole.world.logs.commonroad.tabling import light_rows, tracks, with_ego
from aureole.world.logs.problem import Problem, inside
from aureole.world.logs.recording import Recording
from aureole.world.roads.drawn.polyline import direction
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.reading.markup import LARGEST, Notice

MOST_CELLS = 50_000_000  # agents × ticks
EGO_SIZE = (4.508, 1.61)  # m; the format's vehicle 2 (BMW 320i), as a problem does not name its car
HEIGHTS = {
    Kind.CAR: 1.5, Kind.TRUCK: 3.5, Kind.BUS: 3.2, Kind.MOTORBIKE: 1.5, Kind.BICYCLE: 1.7, Kind.PEDESTRIAN: 1.75,
    Kind.TRAIN: 4.0, Kind.OBSTACLE: 1.0,
}  # fmt: skip
EGO = "ego"  # the name of the planning problem's car; "ego 2", … if an obstacle has it


def read_recording(path: Path | str, *, vehicle: str = "", problem: str = "", largest: int = LARGEST) -> Recording:
    """A CommonRoad file as a recording.

    The examined car is the planning problem's: it is no obstacle of the file, starts at the problem's initial state,
    and is present only then. With `vehicle` it takes the place of that obstacle instead.

    Args:
        path: .xml or .xml.gz.
        vehicle: the id of a dynamic obstacle.
        problem: the id of a planning problem; empty takes the first.
        largest: bytes, unpacked.

    Raises:
        BadInput: a broken file; no such vehicle or problem.
    """
    return recording(read_scenario(path, largest=largest), str(path), vehicle=vehicle, problem=problem)


def recording(scenario: Scenario, place: str, *, vehicle: str = "", problem: str = "") -> Recording:
    """A scenario as a recording; as `read_recording`."""
    obstacles, ticks = scenario.obstacles, scenario.ticks
    asked = None if vehicle else chosen_problem(scenario, place, problem)
    if (len(obstacles) + 1) * ticks > MOST_CELLS:
        what = f"{len(obstacles)} obstacles over {ticks} steps"
        raise BadInput(what, place=place, remedy="cut the file into shorter ones")
    names = [obstacle.name for obstacle in obstacles]
    present, xyz, heading, speed = tracks(obstacles, ticks)
    size = [(o.box.length, o.box.width, HEIGHTS.get(o.kind, 1.5)) for o in obstacles]
    kinds = [int(obstacle.kind) for obstacle in obstacles]
    if asked is None:
        ego = moving(obstacles, vehicle, place)
        goal = tuple(xyz[ego, np.flatnonzero(present[ego])[-1], :2].tolist())
    else:
        ego = len(names)
        names.append(EGO if EGO not in names else f"{EGO} {len(names)}")
        kinds.append(int(Kind.CAR))
        size.append((*EGO_SIZE, HEIGHTS[Kind.CAR]))
        goal = goal_of(scenario, asked)
        present, xyz, heading, speed = with_ego(asked, (present, xyz, heading, speed))
    lights, lanes = light_rows(scenario.signs.lights, scenario.made.lane_of, ticks)
    return Recording(
        name=scenario.name, source="commonroad", step=scenario.step, map=scenario.made.map, names=tuple(names),
        kind=np.array(kinds, np.int32), size=np.array(size, np.float64).reshape(-1, 3), present=present, xyz=xyz,
        heading=heading, speed=speed, ego=ego, goal=np.asarray(goal, np.float64), lights=lights, light_lane=lanes,
        lacks=lacks(scenario), notices=told(scenario, vehicle, asked, place), problem=asked,
    )  # fmt: skip


def chosen_problem(scenario: Scenario, place: str, name: str) -> Problem:
    """The planning problem of a name, else the first."""
    if not scenario.problems:
        what = "no planning problem: nobody says which car is examined"
        raise BadInput(what, place=place, remedy="name the vehicle that is to be replaced")
    found = [problem for problem in scenario.problems if not name or problem.name == name]
    if not found:
        known = ", ".join(problem.name for problem in scenario.problems[:20])
        raise BadInput(f"no planning problem '{name[:40]}'", place=place, remedy=f"there is {known}")
    return found[0]


def moving(obstacles: tuple[Obstacle, ...], name: str, place: str) -> int:
    """The row of a dynamic obstacle that has a track."""
    rows = [row for row, obstacle in enumerate(obstacles) if not obstacle.static and len(obstacle.states) > 1]
    found = [row for row in rows if obstacles[row].name == name]
    if not found:
        known = ", ".join(obstacles[row].name for row in rows[:20])
        raise BadInput(f"no vehicle '{name[:40]}' with a track", place=place, remedy=f"there is {known or 'none'}")
    return found[0]


def goal_of(scenario: Scenario, problem: Problem) -> tuple[float, float]:
    """Where a problem ends: the middle of its first goal region, else the end of the lane that its car starts on."""
    found = next((middle for goal in problem.goals if (middle := goal.middle()) is not None), None)
    if found is not None:
        return found
    lanelets = scenario.lanelets
    here = next((lane for lane in lanelets.values() if inside(ring(lane), problem.xy)), None)
    if here is None:
        return problem.xy
    seen = {here.name}
    while True:
        along = direction(here.left, at_end=True)
        after = [lanelets[name] for name in here.after if name in lanelets and name not in seen]
        if not after:
            middle = 0.5 * (here.left[-1] + here.right[-1])
            return float(middle[0]), float(middle[1])
        here = max(after, key=lambda lane: float(direction(lane.left, at_end=False) @ along))
        seen.add(here.name)


def ring(lanelet: Lanelet) -> np.ndarray:
    """The outline of a lanelet."""
    return np.vstack([lanelet.left, lanelet.right[::-1]])


def lacks(scenario: Scenario) -> tuple[str, ...]:
    """What the file does not hold."""
    lanelets = scenario.lanelets.values()
    about = {
        "lights": not scenario.signs.lights,
        "lane_kinds": not scenario.typed,
        "limits": all(math.isinf(lane.limit) for lane in lanelets),
        "marks": all(lane.mark_left == lane.mark_right == Mark.NONE for lane in lanelets),
        "heights": True,
    }
    return tuple(name for name, lacking in about.items() if lacking)


def told(scenario: Scenario, vehicle: str, problem: Problem | None, place: str) -> tuple[Notice, ...]:
    """The notices of the file, and what was chosen for the examined car."""
    if problem is None:
        others = f"; its {len(scenario.problems)} planning problems are not used" if scenario.problems else ""
        return (*scenario.notices, Notice(f"the examined car takes the place of vehicle {vehicle}{others}", place))
    chosen = (
        f"the examined car is that of planning problem {problem.name}: its size is not told, "
        f"{EGO_SIZE[0]} × {EGO_SIZE[1]} m is used"
    )
    words = [chosen]
    if len(scenario.problems) > 1:
        words.append(f"the other {len(scenario.problems) - 1} planning problems are not used")
    if len(problem.goals) > 1:
        words.append(f"the planning problem has {len(problem.goals)} goals; one drives to the first, each is enough")
    if all(goal.middle() is None for goal in problem.goals):
        words.append("the goal is nowhere in particular: one drives to the end of the lane that the car starts on")
    return (*scenario.notices, *(Notice(text, place) for text in words))
