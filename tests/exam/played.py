"""A played cut-in, for looking at reports before anything really drives."""

import math

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.kinds import Kind
from aureole.core.verdict import Event, Verdict
from aureole.exam.tracks import History
from tests.exam import staged
from tests.exam.staged import Actor, Moment

NAMES = ("Ego", "CutInVehicle", "Lorry", "Walker", "Rider", "Barrier")


def cut_in(road, *, span: float = 25.0, seed: int = 0):
    """The replay of a drive in which a car cuts in, a lorry leads and a walker waits."""
    told = staged.brief(road, NAMES, set_speed=27.8)
    now: dict[str, np.ndarray] = {}
    history = History(told, signals=lambda: now)
    s, v, accel, other = 100.0, 27.8, 0.0, 166.0
    for k in range(round(span / 0.1) + 1):
        t = 0.1 * k
        progress = min(1.0, max(0.0, (t - 4.0) / 3.0))
        lateral = -1.75 - 3.5 * (0.5 - 0.5 * math.cos(math.pi * progress))
        inside = progress > 0.35
        gap = other - s - 4.5
        wanted = 0.6 * (27.8 - v) if not inside else 0.35 * (20.0 - v) + 0.12 * (gap - 26.0) - 1.5 * (4.5 < t < 6.5)
        accel += max(-0.9, min(0.9, max(-6.0, min(1.5, wanted)) - accel))
        v, s, other = v + 0.1 * accel, s + 0.1 * v, other + 0.1 * 20.0
        wobble = 0.06 * math.sin(0.7 * t + seed)
        actors = [
            Actor(s, -5.25 + wobble, v, 0.0, accel, lamps=4 if accel < -0.8 else 0, steer=0.004 * math.sin(0.7 * t)),
            Actor(other, lateral, 20.0, -0.09 * math.sin(math.pi * progress), lamps=2 if 3.0 < t < 7.0 else 0),
            Actor(s + 48 + 0.5 * t, -8.75, 22.2, kind=Kind.TRUCK, size=(12.0, 2.5, 3.6), box_x=4.4),
            Actor(330.0, -14.0 + 0.1 * t, 1.0, 1.5, kind=Kind.PEDESTRIAN, size=(0.5, 0.6, 1.8), box_x=0.0),
            Actor(s + 20 - t, -12.0, 18.0, kind=Kind.MOTORBIKE, size=(2.2, 0.8, 1.4), box_x=0.6),
            Actor(420.0, -12.0, 0.0, kind=Kind.OBSTACLE, size=(1.2, 2.0, 1.0), box_x=0.0),
        ]
        seen = [Moment(t, actors, over=k == round(span / 0.1))]
        now.update(
            gap=np.array([gap if inside else math.nan]),
            ttc=np.array([gap / (v - 20.0) if inside and v > 20.2 else math.nan]),
            offset=np.array([wobble]),
        )
        why = (
            ((Concept.CUT_IN, 1), (Concept.KEEP_LANE, -1))
            if 4.0 < t < 8
            else ((Concept.FOLLOW, 1),)
            if inside
            else ((Concept.KEEP_LANE, -1),)
        )
        scene = staged.scene(road, seen)
        plan = staged.plan(seen, speed=v, why=why, ask=1 if 20 < t < 22 else 0)
        plan.speed[:] = np.maximum(0.0, v + 1.5 * accel * plan.time)
        history.watch(scene, plan, staged.command(seen, accel=accel))
    return history.replay(0)


def verdict(k: int = 0, status: str = "passed", driver: str = "rules") -> Verdict:
    """A verdict that goes with the played drive."""
    events = [Event("deceleration", "UN R157 5.3.1", 5.2, 5.8, 5.0, -0.8, False, "hardest at 5.4 s")]
    if status == "failed":
        events.append(
            Event("collision", "UN R157 5.2.5.2", 6.4, 4.2, 0.0, -4.2, True, "front, with CutInVehicle (car), at fault")
        )
    if status == "unavoidable":
        events.append(
            Event(
                "collision",
                "UN R157 5.2.5.2",
                6.1,
                3.1,
                0.0,
                -3.1,
                False,
                "CutInVehicle intruded at TTC 0.61 s, bound 0.86 s",
            )
        )
    measures = {
        "time": 25.0, "distance": 551.2, "mean_speed": 22.05, "max_speed": 27.8, "set_speed_share": 0.79,
        "standing": 0.0, "progress": 0.97, "min_ttc": 2.31 + 0.1 * k, "min_time_gap": 0.84 + 0.02 * k, "min_gap": 14.2,
        "max_accel": 1.21, "max_brake": 5.8, "max_jerk": 8.4, "max_lateral_accel": 0.4, "max_yaw_rate": 0.02,
        "comfort": 0.91, "max_offset": 0.06, "min_line_distance": 0.71, "speed_error": 0.2, "track_error": math.nan,
        "plan_age": 0.1,
    }  # fmt: skip
    score = {"failed": 0.0, "unavoidable": 0.55, "not_exercised": 0.0, "infrastructure": 0.0}.get(
        status, 0.93 - 0.004 * k
    )
    return Verdict(
        f"alks_4_4_1_cut_in/{k:02d}" if k else "alks_scenario_4_4_1_cut_in_no_collision", driver, k,
        {"CutIn_Vy": "1.5", "Ego_speed": "100"} if k else {}, status, score, measures, tuple(events),
        blame="decide" if status == "failed" else "none", digest=f"{k:032x}", extra={"step": "0.01"},
    )  # fmt: skip
