"""A small CommonRoad scenario as text, in both versions, with parts to exchange."""

from __future__ import annotations

LANES = (("1", 0, -4, 0), ("2", 0, -8, -4), ("3", 60, -4, 0), ("4", 60, -8, -4))  # id, x, right, left: 60 m each
BESIDE = {"1": ("", "2"), "2": ("1", ""), "3": ("", "4"), "4": ("3", "")}
AFTER = {"1": "3", "2": "4"}


def point(x, y):
    return f"<point><x>{x}</x><y>{y}</y></point>"


def lanelet(name, x, right, left, inside=""):
    """A straight lanelet of 60 m, with its neighbours and followers."""
    beside = "".join(
        f'<adjacent{side} ref="{other}" drivingDir="same"/>'
        for side, other in zip(("Left", "Right"), BESIDE.get(name, ("", "")), strict=True)
        if other
    )
    after = f'<successor ref="{AFTER[name]}"/>' if name in AFTER else ""
    return (
        f'<lanelet id="{name}"><leftBound>{point(x, left)}{point(x + 60, left)}<lineMarking>{"solid" if left == 0 else "dashed"}</lineMarking>'
        f"</leftBound><rightBound>{point(x, right)}{point(x + 60, right)}<lineMarking>dashed</lineMarking></rightBound>"
        f"{after}{beside}{inside}</lanelet>"
    )


def exact(name, value):
    return f"<{name}><exact>{value}</exact></{name}>"


def state(tick, x, y=-2.0, heading=0.0, speed=10.0, name="state"):
    place = f"<position>{point(x, y)}</position>"
    return f"<{name}>{place}{exact('orientation', heading)}{exact('time', tick)}{exact('velocity', speed)}</{name}>"


def obstacle(
    name, states, new=False, kind="car", shape="<rectangle><length>4.5</length><width>1.8</width></rectangle>"
):
    first, *rest = states
    initial = first.replace("<state>", "<initialState>").replace("</state>", "</initialState>")
    track = f"<trajectory>{''.join(rest)}</trajectory>" if rest else ""
    role = "dynamic" if rest else "static"
    body = f"<type>{kind}</type><shape>{shape}</shape>{initial}{track}"
    if new:
        return f'<{role}Obstacle id="{name}">{body}</{role}Obstacle>'
    return f'<obstacle id="{name}"><role>{role}</role>{body}</obstacle>'


GOAL = (
    "<goalState><position><rectangle><length>6</length><width>4</width><orientation>0</orientation>"
    "<center><x>100</x><y>-2</y></center></rectangle></position>"
    "<time><intervalStart>20</intervalStart><intervalEnd>40</intervalEnd></time></goalState>"
)


def problem(goals=GOAL, name="9"):
    initial = state(0, 5.0, name="initialState").replace("</initialState>", exact("yawRate", 0) + "</initialState>")
    return f'<planningProblem id="{name}">{initial}{goals}</planningProblem>'


def scene(*parts, version="2018b", lanes=None, name="ZAM_Test-1_1_T-1"):
    """A whole document."""
    body = lanes if lanes is not None else "".join(lanelet(*about) for about in LANES)
    head = f'commonRoadVersion="{version}" benchmarkID="{name}" timeStepSize="0.1" author="x" date="2020-01-01"'
    return f'<?xml version="1.0"?>\n<commonRoad {head}>\n' + "\n".join([body, *parts]) + "\n</commonRoad>\n"


def full(version="2018b"):
    """Two cars, a parked one, a planning problem."""
    new = version == "2020a"
    cars = [
        obstacle("11", [state(t, 20.0 + t) for t in range(31)], new),
        obstacle("12", [state(t, 3.0 * t, y=-6.0, speed=30.0) for t in range(5, 21)], new, kind="truck"),
        obstacle("13", [state(0, 90.0, y=-6.0, speed=0.0)], new, kind="parkedVehicle"),
    ]
    return scene(*cars, problem(), version=version)
