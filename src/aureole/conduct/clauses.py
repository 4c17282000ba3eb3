"""The clauses a drive is judged by: what each demands, in which unit, from which source, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Clause(NamedTuple):
    """One rule with a limit; a judge tells value, limit and margin of it under `id`."""

    id: str
    """As it stands in events and verdicts."""
    title: tuple[str, str]
    """English and Chinese."""
    unit: str
    """Of value, limit and margin."""
    least: bool
    """The value must not fall below the limit; else it must not rise above it."""
    source: str
    """Standard, clause, paper."""
    verified: bool
    """Compared with at least two sources (docs: reference, clauses)."""


_TABLE = (
    Clause(
        "UN R157 5.2.1",
        ("lane keeping: how far a tyre is past a line of its lane", "车道保持：轮胎越过车道线的距离"),
        "m",
        False,
        "UN R157 5.2.1",
        verified=True,
    ),
    Clause(
        "ours: paved road",
        ("staying on the paved lanes: how far a corner is beside them", "不驶出路面：车角越出铺装车道的距离"),
        "m",
        False,
        "ours",
        verified=False,
    ),
    Clause(
        "UN R157 5.2.3.3",
        ("time gap to the car ahead, up to 60 km/h", "与前车的时间间隔，不高于 60 km/h"),
        "s",
        True,
        "UN R157 5.2.3.3",
        verified=True,
    ),
    Clause(
        "ours: time gap above 60 km/h",
        ("time gap to the car ahead, above 60 km/h", "与前车的时间间隔，高于 60 km/h"),
        "s",
        True,
        "ours",
        verified=False,
    ),
    Clause(
        "nuPlan TTC",
        ("time to collision with the car ahead", "与前车的碰撞时间"),
        "s",
        True,
        "nuPlan, time_to_collision_within_bound",
        verified=True,
    ),
    Clause(
        "UN R157 5.2.4",
        ("what stands in the lane is not hit", "不撞车道内的静止物"),
        "m/s",
        False,
        "UN R157 5.2.4",
        verified=True,
    ),
    Clause(
        "UN R157 5.2.5", ("nobody else is hit", "不撞其他交通参与者"), "m/s", False, "UN R157 5.2.5", verified=False
    ),
    Clause(
        "UN R157 5.2.5.1",
        ("a leader that brakes is not hit", "不撞正在制动的前车"),
        "m/s",
        False,
        "UN R157 5.2.5.1",
        verified=False,
    ),
    Clause(
        "UN R157 5.2.5.2", ("who cuts in is not hit", "不撞切入车辆"), "m/s", False, "UN R157 5.2.5.2", verified=True
    ),
    Clause(
        "UN R157 5.2.5.3",
        ("a crossing pedestrian is not hit", "不撞横穿行人"),
        "m/s",
        False,
        "UN R157 5.2.5.3",
        verified=True,
    ),
    Clause(
        "UN R157 Annex 3",
        ("what a leaving leader reveals is not hit (cut-out)", "不撞前车切出后露出的目标"),
        "m/s",
        False,
        "UN R157 Annex 3 (01 series)",
        verified=False,
    ),
    Clause(
        "UN R157 5.3",
        ("hardest braking; above the limit it is an emergency manoeuvre", "最强制动；超过限值即为紧急机动"),
        "m/s^2",
        False,
        "UN R157 5.3.1.1",
        verified=True,
    ),
    Clause(
        "UN R157 5.3.1",
        ("need of an emergency manoeuvre: the braking that was needed", "紧急机动的必要性：当时所需的制动"),
        "m/s^2",
        True,
        "UN R157 5.3.1, 2.6",
        verified=False,
    ),
    Clause(
        "UN R157 5.4", ("a transition demand was given", "发出了接管请求"), "-", False, "UN R157 5.4", verified=True
    ),
    Clause(
        "UN R157 5.4.4.1",
        ("wait between a transition demand and the minimal-risk manoeuvre", "接管请求到最小风险策略的等待"),
        "s",
        True,
        "UN R157 5.4.4.1",
        verified=True,
    ),
    Clause(
        "UN R157 5.5",
        ("a minimal-risk manoeuvre was begun", "启动了最小风险策略"),
        "-",
        False,
        "UN R157 5.5",
        verified=True,
    ),
    Clause(
        "UN R157 5.5.1",
        ("lasting braking of a minimal-risk manoeuvre", "最小风险策略的持续制动"),
        "m/s^2",
        False,
        "UN R157 5.5.1",
        verified=True,
    ),
    Clause("UN R157 5.1.2", ("speed limit", "限速"), "m/s", False, "UN R157 5.1.2", verified=False),
    Clause(
        "StVO 37",
        ("a red light: how far the front is past its line", "红灯：车头越过停止线的距离"),
        "m",
        False,
        "StVO §37 (2) 1; Vienna Convention on Road Signs and Signals art. 23",
        verified=False,
    ),
    Clause(
        "StVO 36",
        ("who directs traffic says stop: lines passed nevertheless", "交通指挥示意停车：仍越过的停止线"),
        "-",
        False,
        "StVO §36 (1), (2); Vienna Convention on Road Traffic art. 6 (2)–(4)",
        verified=False,
    ),
    Clause(
        "StVO 41 (206)",
        ("a stop sign: the lowest speed just before its line", "停车让行标志：停止线前的最低车速"),
        "m/s",
        False,
        "StVO annex 2, sign 206; Vienna Convention on Road Signs and Signals art. 10 (3)",
        verified=False,
    ),
    Clause(
        "StVO 8",
        ("priority: time left to who goes first", "路口让行：留给先行者的时间"),
        "s",
        True,
        "StVO §8; Vienna Convention on Road Traffic art. 18",
        verified=False,
    ),
    Clause(
        "StVO 9",
        ("turning: time left to who goes straight on", "转弯让直行：留给直行者的时间"),
        "s",
        True,
        "StVO §9 (3), (4); Vienna Convention on Road Traffic art. 16",
        verified=False,
    ),
    Clause(
        "StVO 26",
        ("crossings: time left to who crosses on foot", "人行横道：留给行人的时间"),
        "s",
        True,
        "StVO §26, §9 (3); Vienna Convention on Road Traffic art. 21",
        verified=False,
    ),
    Clause(
        "StVO 38",
        ("an emergency vehicle: how long it was held up", "紧急车辆：被阻挡的时间"),
        "s",
        False,
        "StVO §38 (1); Vienna Convention on Road Traffic art. 34 (1)",
        verified=False,
    ),
    Clause(
        "nuPlan comfort",
        ("share of time outside the bounds of comfort", "超出舒适界限的时间占比"),
        "-",
        False,
        "nuPlan, ego_is_comfortable",
        verified=True,
    ),
    Clause(
        "nuPlan accel",
        ("forward acceleration", "纵向加速度"),
        "m/s^2",
        False,
        "nuPlan, ego_is_comfortable",
        verified=True,
    ),
    Clause(
        "nuPlan brake",
        ("braking, as comfort bounds it", "制动，按舒适界限"),
        "m/s^2",
        False,
        "nuPlan, ego_is_comfortable",
        verified=True,
    ),
    Clause(
        "nuPlan lateral accel",
        ("sideways acceleration", "横向加速度"),
        "m/s^2",
        False,
        "nuPlan, ego_is_comfortable",
        verified=True,
    ),
    Clause("nuPlan jerk", ("jerk", "加加速度"), "m/s^3", False, "nuPlan, ego_is_comfortable", verified=True),
    Clause(
        "nuPlan longitudinal jerk",
        ("forward jerk", "纵向加加速度"),
        "m/s^3",
        False,
        "nuPlan, ego_is_comfortable",
        verified=True,
    ),
    Clause("nuPlan yaw rate", ("yaw rate", "横摆角速度"), "rad/s", False, "nuPlan, ego_is_comfortable", verified=True),
    Clause(
        "nuPlan yaw accel",
        ("yaw acceleration", "横摆角加速度"),
        "rad/s^2",
        False,
        "nuPlan, ego_is_comfortable",
        verified=True,
    ),
)

CLAUSES: Mapping[str, Clause] = MappingProxyType({clause.id: clause for clause in _TABLE})
"""By id, in the order in which they are shown. An id that begins with `ours` has no source but us."""


def margin(clause: str, value: float, limit: float) -> float:
    """How far a value is inside the limit of a clause, in its unit; below zero outside.

    >>> margin("UN R157 5.2.3.3", 1.2, 1.5) < 0.0 < margin("UN R157 5.3", 1.2, 5.0)
    True
    """
    return value - limit if CLAUSES[clause].least else limit - value
