"""How a learner's vehicle obeys: a kinematic bicycle at the middle of its rear axle, one arc a step, in closed form.

Acceleration and steering are held over a step; where the steering angle changes, its middle value turns the vehicle
(the error is of third order in the step). A vehicle without a wheelbase turns at the rate that it is asked for.
"""

from __future__ import annotations

from math import cos, isfinite, sin, tan
from typing import NamedTuple

from aureole.core.notes import Array
from aureole.kernels import device
from aureole.world.traffic.state import Agents

ANGLE, RATE = 0.0, 1.0  # what the second number of an action is
SMALL = 1e-3  # rad; below, a chord is its arc to within 1e-14 by the series used


class Limits(NamedTuple):
    """What a learner's vehicle can do, and what its action means; SI, all positive."""

    accel: float = 4.0
    """m/s^2; forward at most."""
    brake: float = 8.0
    """m/s^2; dry asphalt. What is no number brakes with this."""
    steer: float = 0.6
    """rad; road wheel, to each side."""
    steer_rate: float = 0.8
    """rad/s; road wheel, at most."""
    grip: float = 8.0
    """m/s^2; across at most: a tighter curve is driven as wide as the grip allows."""
    fastest: float = 60.0
    """m/s."""
    backwards: float = 0.0
    """m/s; in reverse at most."""
    second: float = ANGLE
    """What the second number of an action is: `ANGLE` (rad, of the road wheel) or `RATE` (rad/s, of its change)."""


@device(inline=True)
def obey(agents: Agents, w: int, a: int, action: Array, limits: Limits, step: float) -> None:
    """Moves learner a of world w by `step` seconds; `action`: acceleration (m/s^2), steering (see `Limits.second`)."""
    push, turn = float(action[0]), float(action[1])
    held = agents.steer[w, a]
    if not (isfinite(push) and isfinite(turn)):
        push, turn = -limits.brake, 0.0 if limits.second == RATE else held
    push = min(max(push, -limits.brake), limits.accel)
    most = limits.steer_rate * step
    change = turn * step if limits.second == RATE else turn - held
    steer = min(max(held + min(max(change, -most), most), -limits.steer), limits.steer)
    speed = agents.speed[w, a]
    after = min(max(speed + push * step, -limits.backwards), limits.fastest)
    if speed > 0.0 > after and push < 0.0:
        after = 0.0  # a brake ends at standstill; reverse begins with the next step
    way = 0.5 * (speed + after) * step
    if push != 0.0 and (after - speed) / push < step * (1.0 - 1e-12):  # a limit was met on the way
        spent = max((after - speed) / push, 0.0)
        way = 0.5 * (speed + after) * spent + after * (step - spent)
    base = agents.base[w, a]
    bend = turn / max(abs(speed), 1e-9)
    if base > 0.0:
        bend = tan(0.5 * (held + steer)) / base
    elif speed == 0.0:
        bend = 0.0
    fast = max(abs(speed), abs(after))
    if abs(bend) * fast * fast > limits.grip:
        bend = limits.grip / (fast * fast) if bend > 0.0 else -limits.grip / (fast * fast)
    swing = way * bend
    half = 0.5 * swing
    chord = way * (1.0 - half * half / 6.0) if abs(half) < SMALL else way * sin(half) / half
    middle = agents.heading[w, a] + half
    agents.x[w, a] += chord * cos(middle)
    agents.y[w, a] += chord * sin(middle)
    agents.heading[w, a] += swing
    agents.speed[w, a] = after
    agents.accel[w, a] = (after - speed) / step
    agents.yaw_rate[w, a] = swing / step
    agents.steer[w, a] = steer if base > 0.0 else 0.0
    agents.push[w, a] = push
