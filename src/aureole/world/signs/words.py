"""The words of a scenario for what a signal is and what it shows."""

from __future__ import annotations

from aureole.core.errors import BadInput
from aureole.core.kinds import SignalKind, SignalState

KINDS = {kind.name.lower(): kind for kind in SignalKind if kind != SignalKind.NONE}
STATES = {state.name.lower(): state for state in SignalState} | {
    "off": SignalState.DARK, "amber": SignalState.YELLOW, "redyellow": SignalState.RED_YELLOW,
}  # fmt: skip
LAMPS = {  # red;yellow;green, as common tools write the lamps of a light
    "on;off;off": SignalState.RED, "on;on;off": SignalState.RED_YELLOW, "off;on;off": SignalState.YELLOW,
    "off;off;on": SignalState.GREEN, "off;flashing;off": SignalState.FLASHING, "off;off;off": SignalState.DARK,
}  # fmt: skip
AT_FIRST = {  # what a kind shows before anybody says otherwise; the others show nothing but themselves
    SignalKind.LIGHT: SignalState.DARK, SignalKind.PADDLE: SignalState.STOP, SignalKind.HAND: SignalState.STOP,
    SignalKind.ARROW_BOARD: SignalState.FLASHING,
}  # fmt: skip


def kind_of(text: str, place: str) -> SignalKind:
    """The kind that a word names, case aside.

    Raises:
        BadInput: it names none; the known words are told.
    """
    found = KINDS.get(text.strip().lower())
    if found is None:
        what = f"'{text[:40]}' is no kind of signal"
        raise BadInput(what, place=place, remedy=f"known are {', '.join(sorted(KINDS))}")
    return found


def state_of(text: str, place: str) -> SignalState:
    """What a text says that a signal shows: a word, case aside, or three lamps as `off;off;on` (red;yellow;green).

    Raises:
        BadInput: it says none; the known words are told.
    """
    word = text.strip().lower().replace("-", "_").replace(" ", "")
    found = LAMPS.get(word) if ";" in word else STATES.get(word)
    if found is None:
        known = f"known are {', '.join(sorted(STATES))}, or lamps as {', '.join(LAMPS)}"
        raise BadInput(f"'{text[:40]}' is nothing that a signal shows", place=place, remedy=known)
    return found


def at_first(kind: SignalKind) -> SignalState:
    """What a signal of this kind shows before anybody says otherwise."""
    return AT_FIRST.get(kind, SignalState.NONE)
