"""The one kernel that moves a scenario: begins worlds, takes one step, or goes on from one plan to the next.

In a stretch it does what `vehicle.following.follow_all` and single steps do in turn, with the same formulas in the same
order, for one world after the other while its numbers are at hand; what was there at every step is left for the judges.
One kernel for all three, because each would hold the whole player, and the player takes longest to compile.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.plan import Ask
from aureole.core.road import Road
from aureole.kernels import kernel
from aureole.vehicle.constants import Chassis
from aureole.vehicle.following import Hands, Manner, Wish, follow_one, sound
from aureole.vehicle.odometry import PAST
from aureole.vehicle.steering import ROWS, way_along
from aureole.world.scenarios.player.play import State, advance
from aureole.world.scenarios.player.sheet import Sheet, copy
from aureole.world.scenarios.player.state import Stage
from aureole.world.scenarios.tables import Numbers

BEGIN, STEP, FOLLOW = range(3)
IN_NEED = int(Ask.MINIMAL_RISK)
SPEED, YAW_RATE, STEER = 3, 5, 6  # rows of `Sheet.plain`


class Orders(NamedTuple):
    """What the follower ordered at every moment, (worlds × ticks,): as in `core.command.Command`."""

    steer: Float64
    accel: Float64
    lamps: Int32

    @classmethod
    def empty(cls, moments: int) -> Orders:
        """Orders to be written."""
        return cls(np.empty(moments), np.empty(moments), np.empty(moments, dtype=np.int32))


@kernel
def go(
    mode: int, program: Int64, numbers: Numbers, road: Road, car: tuple[Chassis, Manner], state: State, now: Sheet,
    wish: Wish, hands: Hands, until: Int64, step: float, span: tuple[int, int, int, float], passive: bool, done: Bool,
    seen: Sheet, orders: Orders,
) -> None:  # fmt: skip
    """Move every world that is not `done`: over, and seen to be. Whatever may change does so in place.

    Args:
        mode: `BEGIN`: Init and the storyboard at time zero; `STEP`: one step with the `orders` given; `FOLLOW`: the
            follower orders.
        program, numbers, road: what is played.
        car: the examined one, and how gently it is driven.
        state: the player's.
        now: what there is, (worlds,).
        wish: the plans that are followed.
        hands: the follower's memory.
        until: ns, (worlds,); orders at later moments are not obeyed.
        step: s.
        span: how many ticks, the number of the first, the first at which every drive is late and over, and the speed
            (m/s) below which a car stands.
        passive: the scenario moves everybody.
        done: (worlds,).
        seen: `FOLLOW`: what there was at each tick of each world, world after world; after a drive is over its rows
            stand still.
        orders: the same for what was ordered; `STEP`: what is ordered, (worlds,).
    """
    ticks, first, late, still = span
    way = np.empty((ROWS, wish.time.shape[1]))
    glance = np.full(6, np.nan)
    for w in range(len(state.misc)):
        if done[w]:
            for m in range(w * ticks, (w + 1) * ticks if mode == FOLLOW else 0):
                if seen.stamp[m] != now.stamp[w]:
                    copy(now, w, seen, m)
            continue
        stage = Stage(
            program, numbers.values[w], numbers.boxes[w], numbers.spots[w], numbers.ways, state.agents[w],
            state.doing[w], state.seen[w], state.states[w], state.misc[w], step, passive,
        )  # fmt: skip
        body = state.body[w]
        whole, length = False, 0.0
        if mode == FOLLOW:
            whole = sound(wish.time[w], wish.xy[w], wish.heading[w], wish.speed[w], float(wish.brake[w]))
            length = way_along(wish.xy[w], wish.heading[w], way) if whole else 0.0
            copy(now, w, seen, w * ticks)
        end = (w + 1) * ticks
        for m in range(w * ticks, end):
            stamp = now.stamp[w]
            if mode == FOLLOW:
                # a car's own motion comes to it in single precision (`core.observation.EgoMotion`)
                stamp, pace = seen.stamp[m], seen.plain[SPEED, m, 0]
                yaw_rate, steer = np.float32(seen.plain[YAW_RATE, m, 0]), np.float32(seen.plain[STEER, m, 0])
                motion = (stamp, float(np.float32(pace)), float(yaw_rate), float(steer))
                follow_one(w, wish, motion, hands, car, whole, length, way, glance)
                orders.steer[m], orders.accel[m], orders.lamps[m] = hands.steer[w], hands.accel[w], hands.lamps[w]
                risk = wish.ask[w] == IN_NEED and abs(pace) < still
                seen.flags[1, m] = seen.flags[1, m] or first + m - w * ticks >= late or risk
                if seen.flags[1, m]:
                    done[w] = True
                    copy(seen, m, now, w)
                    for after in range(m + 1, end):
                        copy(now, w, seen, after)
                    break
            order = (orders.steer[m], orders.accel[m], stamp > until[w], orders.lamps[m])
            sheet, row = (seen, m + 1) if m + 1 < end else (now, w)
            advance(stage, road, body, order, car[0], mode == BEGIN, sheet, row)


def nobody() -> tuple[Wish, Hands]:
    """Plans and follower's memory of no world, for steps in which nothing is followed."""
    none, whole = np.zeros((0, 1), dtype=np.float32), np.zeros(0, dtype=np.int64)
    points, flat = np.zeros((0, 1, 2), dtype=np.float32), np.zeros(0)
    wish = Wish(
        whole, none, points, none, none, np.zeros(0, dtype=np.float32), np.zeros((0, 1, 2), dtype=np.int32),
        np.zeros(0, dtype=np.int32),
    )  # fmt: skip
    hands = Hands(
        whole, flat, np.zeros((0, 2)), np.zeros((0, 3)), np.zeros((0, PAST), dtype=np.int64), np.zeros((0, PAST, 3)),
        whole, whole, np.zeros((0, 3)), flat, flat, np.zeros(0, dtype=np.int32),
    )  # fmt: skip
    return wish, hands
