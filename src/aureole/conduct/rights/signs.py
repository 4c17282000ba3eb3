"""What lights, signs and people who direct traffic demand: when a line may be passed, and which limit is told.

StVO (Germany) and the Vienna Conventions of 1968, on Road Traffic (CRT) and on Road Signs and Signals (CRSS), by
paragraph and article beside each formula.
"""

from __future__ import annotations

from aureole.core.kinds import SignalKind, SignalState
from aureole.kernels import device

STOOD = 0.1  # m/s; slower has stopped (CARLA leaderboard, RunningStopTest)
ZONE = 5.0  # m; a stop counts so near before the line; ours, as long as a car
NEAR = 30.0  # m; lines of one junction or one narrowing lie within this of each other; ours
UNTOLD = 1e9  # m/s; no limit

RED, RED_YELLOW, GREEN, YELLOW = (
    int(SignalState.RED), int(SignalState.RED_YELLOW), int(SignalState.GREEN), int(SignalState.YELLOW),
)  # fmt: skip
HALT, DARK, NOTHING = int(SignalState.STOP), int(SignalState.DARK), int(SignalState.NONE)
LIMIT, LIMIT_ENDS, WORKS_END = int(SignalKind.LIMIT), int(SignalKind.LIMIT_ENDS), int(SignalKind.WORKS_END)


@device
def forbids(state: int) -> bool:
    """Whether a light shuts its line: red, and red with yellow (StVO §37 (2) 1, CRSS art. 23).

    Yellow alone says: wait if that can be done safely; passing on it is not judged. Dark and flashing lights say
    nothing: signs hold.
    """
    return state in (RED, RED_YELLOW)


@device
def works(state: int) -> bool:
    """Whether a light regulates now; it then goes before signs (StVO §37 (1), CRT art. 5 (2))."""
    return state in (RED, RED_YELLOW, GREEN, YELLOW)


@device
def halts(state: int) -> bool:
    """Whether a hand or a paddle says stop (StVO §36 (2), CRT art. 6 (3))."""
    return state == HALT or state == RED


@device
def waves(state: int) -> bool:
    """Whether a hand or a paddle lets through; it goes before lights and signs (StVO §36 (1), CRT art. 6 (4))."""
    return not halts(state) and state != NOTHING and state != DARK


@device
def may_stop(speed: float, distance: float, brake: float) -> bool:
    """Whether a car can still stop before a line with no more than `brake`: what yellow asks (StVO §37 (2) 1)."""
    return speed * speed <= 2.0 * brake * max(distance, 0.0)


@device
def told(kind: int, value: float, temporary: bool, limits: tuple[float, float]) -> tuple[float, float]:
    """The limits told by signs, (of works, of what always stands), after one more is passed; `UNTOLD` for none.

    A limit holds until another of its sort or its end; the end of works ends what the works brought (StVO annex 2,
    274, 278 and 282).
    """
    passing, lasting = limits
    if kind == LIMIT:
        return (value, lasting) if temporary else (passing, value)
    if kind == LIMIT_ENDS:
        return UNTOLD, (lasting if temporary else UNTOLD)
    if kind == WORKS_END:
        return UNTOLD, lasting
    return limits


@device
def limit_of(limits: tuple[float, float]) -> float:
    """The one that holds: that of works before what always stands (StVO §39 (5), CRT art. 5); m/s."""
    return limits[0] if limits[0] < UNTOLD else limits[1]
