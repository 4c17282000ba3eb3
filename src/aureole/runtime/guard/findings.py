"""What the guard finds, with numbers that stay, and how it is said in English and Chinese."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from aureole.core.notes import Float64, Int32, Int64


class Finding(IntEnum):
    """One thing that is not as it should be; its number is its bit, and never changes."""

    NOT_FINITE = 0
    NO_WISH = 1
    WISH_OLD = 2
    WISH_FROZEN = 3
    WISH_BACKWARDS = 4
    WISH_AHEAD = 5
    WISH_EXPIRED = 6
    BAD_CODE = 7
    STEER = 8
    STEER_RATE = 9
    GRIP = 10
    ACCEL = 11
    BRAKE = 12
    JERK = 13
    TOP_SPEED = 14
    PLAN_BRAKE = 15
    PLAN_SLOWS = 16
    RISK_ENDED = 17
    PLAN_OLD = 18
    PLAN_BAD = 19
    STEER_OFF_PLAN = 20
    STEER_SIGN = 21
    BLIND = 22
    SPEED_LEAPS = 23
    OBSERVATION_BAD = 24
    TRACKS_OLD = 25
    COLLISION = 26
    RETURNING = 27
    UNTIL_FAR = 28


class Action(IntEnum):
    """What the guard did with a command."""

    PASSED = 0
    LIMITED = 1
    """Clipped to a limit."""
    BRIDGED = 2
    """The last good command once more, because this one was not good."""
    STOPPING = 3
    """Braked to standstill along the plan, held there."""
    EMERGENCY = 4


WORDS: dict[Finding, tuple[str, str, str]] = {
    Finding.NOT_FINITE: ("a value of the command is not a number", "指令中有非数值", "-"),
    Finding.NO_WISH: ("no command", "没有指令", "s"),
    Finding.WISH_OLD: ("the command is too old", "指令过旧", "s"),
    Finding.WISH_FROZEN: ("commands have ceased", "指令已中断", "s"),
    Finding.WISH_BACKWARDS: ("the command is older than the one before", "指令早于前一条", "s"),
    Finding.WISH_AHEAD: ("the command comes from the future", "指令来自未来", "s"),
    Finding.WISH_EXPIRED: ("the command has expired", "指令已过期", "s"),
    Finding.BAD_CODE: ("unknown gear or lamps, or a gear not for this speed", "档位或灯光未知，或档位与车速不符", "-"),
    Finding.STEER: ("steering angle beyond the car's limit", "转向角超出车辆限值", "rad"),
    Finding.STEER_RATE: ("steering too fast", "转向过快", "rad/s"),
    Finding.GRIP: ("steering beyond the grip of the tyres", "转向超出轮胎附着极限", "rad"),
    Finding.ACCEL: ("acceleration beyond the car's limit", "加速度超出车辆限值", "m/s^2"),
    Finding.BRAKE: ("braking beyond the car's limit", "制动超出车辆限值", "m/s^2"),
    Finding.JERK: ("acceleration changes too fast", "加速度变化过快", "m/s^3"),
    Finding.TOP_SPEED: ("driving on above the car's top speed", "超过最高车速仍加速", "m/s"),
    Finding.PLAN_BRAKE: ("braking harder than the plan allows", "制动强于规划所允许", "m/s^2"),
    Finding.PLAN_SLOWS: ("driving on where the plan slows down", "规划减速时仍加速", "m/s^2"),
    Finding.RISK_ENDED: ("driving on after a minimal-risk manoeuvre", "最小风险策略结束后仍行驶", "m/s^2"),
    Finding.PLAN_OLD: ("no plan, or one too old", "没有规划或规划过旧", "s"),
    Finding.PLAN_BAD: ("a plan that cannot be followed", "规划无法执行", "-"),
    Finding.STEER_OFF_PLAN: ("steering away from the plan", "转向偏离规划", "m/s^2"),
    Finding.STEER_SIGN: ("steering to the wrong side", "转向方向相反", "m/s^2"),
    Finding.BLIND: ("the car's own motion is not known", "本车运动状态未知", "s"),
    Finding.SPEED_LEAPS: ("the measured speed leaps", "测得车速突变", "m/s"),
    Finding.OBSERVATION_BAD: ("a value or stamp of the observation is wrong", "观测的数值或时间戳有误", "-"),
    Finding.TRACKS_OLD: (
        "others are not seen: no emergency braking",
        "无最新目标信息：紧急制动不可用",
        "s",
    ),
    Finding.COLLISION: ("a collision is imminent", "即将碰撞", "m/s^2"),
    Finding.RETURNING: ("returning smoothly to the commands", "正平稳恢复执行指令", "-"),
    Finding.UNTIL_FAR: ("the command would be valid for too long", "指令有效期过长", "s"),
}
"""English, Chinese, unit of value and limit."""

RANK = (
    Finding.COLLISION, Finding.BLIND, Finding.NO_WISH, Finding.WISH_FROZEN, Finding.NOT_FINITE, Finding.WISH_AHEAD,
    Finding.WISH_BACKWARDS, Finding.WISH_OLD, Finding.WISH_EXPIRED, Finding.PLAN_OLD, Finding.STEER_SIGN,
    Finding.STEER_OFF_PLAN, Finding.RISK_ENDED, Finding.PLAN_SLOWS, Finding.PLAN_BRAKE, Finding.GRIP, Finding.STEER,
    Finding.BRAKE, Finding.ACCEL, Finding.TOP_SPEED, Finding.STEER_RATE, Finding.JERK, Finding.BAD_CODE,
    Finding.UNTIL_FAR, Finding.PLAN_BAD, Finding.OBSERVATION_BAD, Finding.SPEED_LEAPS, Finding.TRACKS_OLD,
    Finding.RETURNING,
)  # fmt: skip
"""Strongest first."""


class Findings(NamedTuple):
    """What was found in one check, one row a world."""

    action: Int32
    """(worlds,) `Action`."""
    bits: Int64
    """(worlds,) `1 << Finding`, added up; 0: nothing."""
    strongest: Int32
    """(worlds,) `Finding`, first in `RANK`; -1: nothing."""
    value: Float64
    """(worlds,) of the strongest, in its unit; always finite."""
    limit: Float64
    """(worlds,)"""


Found = dict[Finding, tuple[float, float]]
"""Of one world: value and limit of each."""


def strongest(found: Found) -> tuple[int, float, float]:
    """The first in `RANK` with its value and limit; -1 and zeros if nothing was found."""
    if not found:
        return -1, 0.0, 0.0
    first = min(found, key=RANK.index)
    return int(first), *found[first]


def names(bits: int) -> tuple[str, ...]:
    """What a mask holds, strongest first."""
    return tuple(finding.name for finding in RANK if bits >> finding & 1)


def say(finding: int, lang: str = "en") -> str:
    """A finding in words."""
    return WORDS[Finding(finding)][1 if lang == "zh" else 0]
