"""The signals of an observation as the rule driver takes them, and which of them speak now."""

from __future__ import annotations

import math
from typing import NamedTuple

from aureole.conduct.rights import signs as demand
from aureole.core.kinds import SignalKind, SignalState
from aureole.core.notes import Array, Bool, Int32
from aureole.core.observation import Signals
from aureole.kernels import device

LIGHT, STOP, YIELD, PADDLE, HAND = (
    int(SignalKind.LIGHT), int(SignalKind.STOP), int(SignalKind.YIELD), int(SignalKind.PADDLE), int(SignalKind.HAND),
)  # fmt: skip
NARROWS, CROSSING = int(SignalKind.ONE_WAY_TURNS), int(SignalKind.CROSSING)
LIMIT, LIMIT_ENDS, WORKS_END = int(SignalKind.LIMIT), int(SignalKind.LIMIT_ENDS), int(SignalKind.WORKS_END)
BOARD, LANE_CLOSED = int(SignalKind.ARROW_BOARD), int(SignalKind.LANE_CLOSED)
TO_LEFT, TO_RIGHT = int(SignalState.LEFT), int(SignalState.RIGHT)
PASSED = 0.5  # m; a line so far behind the front is passed
FAR = 200.0  # m; lines further away are not thought of


class Signed(NamedTuple):
    """The arrays of `Signals` that a kernel takes."""

    present: Bool
    id: Int32
    kind: Int32
    state: Int32
    ahead: Array
    value: Array
    temporary: Bool


def signed(signals: Signals) -> Signed:
    """As the kernel takes them."""
    return Signed(
        signals.present, signals.id, signals.kind, signals.state, signals.ahead, signals.value, signals.temporary
    )


@device
def distance(signs: Signed, w: int, i: int, front: float) -> float:
    """Metres from the front bumper (`front` ahead of the reference point) to where it counts; `FAR` if not for us."""
    if not signs.present[w, i] or not signs.ahead[w, i] < FAR:
        return FAR
    return float(signs.ahead[w, i]) - front


@device
def said(signs: Signed, w: int, front: float, at: float) -> tuple[int, int, bool]:
    """What hands say (1 stop, -1 go, 0 nothing), what paddles say, whether a light works: around a line `at` metres."""
    hand, paddle, lit = 0, 0, False
    for i in range(signs.id.shape[1]):
        away = distance(signs, w, i, front)
        if away >= FAR or abs(away - at) > demand.NEAR:
            continue
        kind, state = signs.kind[w, i], signs.state[w, i]
        if kind == HAND and hand <= 0:
            hand = 1 if demand.halts(state) else -1 if demand.waves(state) else hand
        if kind == PADDLE and paddle <= 0:
            paddle = 1 if demand.halts(state) else -1 if demand.waves(state) else paddle
        if kind == LIGHT and demand.works(state):
            lit = True
    return hand, paddle, lit


@device
def closing(signs: Signed, w: int, front: float) -> tuple[float, int]:
    """Metres to where the own lane is closed ahead, infinite if not told; the side it is left to, 0 for either."""
    best, side = math.inf, 0
    for i in range(signs.id.shape[1]):
        kind = signs.kind[w, i]
        if kind != BOARD and kind != LANE_CLOSED:
            continue
        away = distance(signs, w, i, front)
        if 0.0 < away < min(best, FAR):
            state = signs.state[w, i]
            best, side = away, (1 if state == TO_LEFT else -1 if state == TO_RIGHT else 0)
    return best, side
