"""What weighs on the choice beside costs: where the car must go, who must pass it, whom it waits for, what it sees."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.drivers.expert.memory import C_FREE, C_HELD, C_SIGHT, C_STOOD
from aureole.drivers.expert.sheet import A_D, A_HD, A_S, A_VS, G_SIREN, G_TOWARDS, Sheet
from aureole.drivers.rules.order import Intent

HEARD = 90.0  # m; a siren so near behind is made way for
LEADS, PRESSES, MOST = 5.0, 1.5, 25.0  # -, 1/s, -; what following the route gains, more while it waits, at most
CREEPS, STILL = 2.0, 0.5  # m/s
ENOUGH, AT_LEAST = 85.0, 40.0  # m; an oncoming lane that is seen so far, and empty, is free
AT_IT, LOOKS, FREE = 25.0, 3.0, 14.0  # m, s, s; who has stood so near before what stands and looked for so long
EDGES_OUT, LITTLE = 3.0, 15.0  # m/s, m; who has to look round what stands needs less and less
REACHES = 0.15  # m; into our lane


def called(sheet: Sheet) -> bool:
    """Whether somebody with a siren comes up behind."""
    return bool(sheet.facts[G_SIREN] < HEARD)


def side_wanted(order: int, sheet: Sheet) -> int:
    """Side to which an order or the route leads: 1 left, -1 right, 0 none."""
    asked = {Intent.LEFT: 1, Intent.RIGHT: -1, Intent.PULL_OVER: -1}.get(Intent(order), 0)
    return asked or int(sheet.facts[G_TOWARDS])


def pressing(choice: Float64, now: float, towards: int) -> float:
    """What a change to the wanted side gains: more, the longer it is wanted; noted in `choice`, in place."""
    choice[C_STOOD] = min(choice[C_STOOD], now) if towards else math.inf
    return min(LEADS + PRESSES * (now - float(choice[C_STOOD])), MOST) if towards else 0.0


def intruded(sheet: Sheet, home: int) -> bool:
    """Whether somebody comes towards us who reaches into our lane."""
    border = float(sheet.lane_d[home, 0] + sheet.lane_half[home, 0])
    a = sheet.agents[: sheet.totals[0]]
    reaches = (a[:, A_D] - a[:, A_HD] < border - REACHES) & (a[:, A_D] > 0.0)
    return bool((reaches & (a[:, A_VS] < -1.0) & (a[:, A_S] > 0.0)).any())


def sight_needed(choice: Float64, now: float, stuck: float, v: float) -> float:
    """How far an oncoming lane must be seen to be free: less far for a while once one has stood before what stands."""
    if stuck < AT_IT and v < STILL:
        choice[C_HELD] = min(choice[C_HELD], now)
    elif v > CREEPS:
        choice[C_HELD] = math.inf
    waited = now - float(choice[C_HELD]) if choice[C_HELD] < math.inf else 0.0
    if waited > LOOKS:
        choice[C_FREE] = now + FREE
        choice[C_SIGHT] = max(AT_LEAST - EDGES_OUT * (waited - LOOKS), LITTLE)
    return float(choice[C_SIGHT]) if now < choice[C_FREE] else ENOUGH
