"""The modes of a car, from everything works to it stands: down at once, up only from degraded to full."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Mode(StrEnum):
    """What the car may do."""

    FULL = "full"
    """Everything runs."""
    DEGRADED = "degraded"
    """It drives on, without something that it can do without, or while something is being started anew."""
    MINIMAL_RISK = "minimal_risk"
    """Something it cannot drive without will not come back: what is left brakes it to standstill."""
    STANDSTILL = "standstill"
    """It stands, and stays so for the rest of the drive."""


WORDS = {
    Mode.FULL: ("full", "完整"),
    Mode.DEGRADED: ("degraded", "降级"),
    Mode.MINIMAL_RISK: ("minimal risk", "最小风险"),
    Mode.STANDSTILL: ("standstill", "停驶"),
}
"""English, Chinese."""
RANK = tuple(Mode)
"""From the best to the worst."""


class State(NamedTuple):
    """Which mode, and why."""

    mode: Mode = Mode.FULL
    away: frozenset[str] = frozenset()
    """Services that are not whole: ended and being started anew, or not yet well again."""
    lost: frozenset[str] = frozenset()
    """Services that will not come back."""


def worst(*modes: Mode) -> Mode:
    """The one in which the car may do least."""
    return max(modes, key=RANK.index)


def ended(state: State, services: frozenset[str]) -> State:
    """Services have ended and are to be started anew; until they are well again the car is degraded."""
    return _settled(state._replace(away=state.away | (services - state.lost)), Mode.FULL)


def well(state: State, services: frozenset[str]) -> State:
    """Services that were away do their work again."""
    return _settled(state._replace(away=state.away - services), Mode.FULL)


def back(state: State, services: frozenset[str]) -> State:
    """Services of another chip are there again, however long they were away; no way leads out of minimal risk."""
    return well(state._replace(lost=state.lost - services), services)


def lost(state: State, needs: Mapping[str, Mode]) -> State:
    """Services will not come back; `needs`: the mode in which the car can be without each (`modes.losses.without`)."""
    names = frozenset(needs)
    return _settled(State(state.mode, state.away - names, state.lost | names), worst(Mode.FULL, *needs.values()))


def stands(state: State) -> State:
    """The car has come to a stop: a minimal-risk manoeuvre is over. In the other modes cars stop at lights, too."""
    return state._replace(mode=Mode.STANDSTILL) if state.mode is Mode.MINIMAL_RISK else state


def _settled(state: State, need: Mode) -> State:
    """The mode that fits; out of minimal risk and standstill there is no way back within a drive."""
    if RANK.index(state.mode) >= RANK.index(Mode.MINIMAL_RISK):
        return state
    floor = Mode.DEGRADED if state.away or state.lost else Mode.FULL
    return state._replace(mode=worst(floor, need))
