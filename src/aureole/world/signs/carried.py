"""A signal that an entity of a scenario carries: what its Properties say of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aureole.core.errors import BadInput
from aureole.core.kinds import SignalKind, SignalState
from aureole.world.signs.words import at_first, kind_of, state_of

PROPERTIES = (
    "signal", "signal_value", "signal_state", "signal_ahead", "signal_lanes", "signal_heading", "signal_temporary",
)  # fmt: skip
EVERY = (0, 0)  # lanes: all of the traffic that it speaks to
OWN = (1, -1)  # lanes: the one where the carrier is, or the nearest beside it
MOST = 1000  # lanes of a road
OF_A_LANE = frozenset({SignalKind.ARROW_BOARD, SignalKind.LANE_CLOSED})
YES = {"true": True, "1": True, "false": False, "0": False}
FARTHEST = 10_000.0  # m


@dataclass(frozen=True, slots=True)
class Carried:
    """What an entity carries."""

    kind: SignalKind
    value: float
    """m/s, of a limit; else zero."""
    state: SignalState
    """What it shows until somebody says otherwise."""
    ahead: float
    """m; how much further than its carrier it counts, in the direction of the traffic it speaks to."""
    heading: float
    """rad; of that traffic, relative to its carrier."""
    lanes: tuple[int, int]
    """Lowest and highest lane id; `OWN` or `EVERY`."""
    temporary: bool

    @property
    def form(self) -> tuple[object, ...]:
        """What worlds of one batch must share: all but the value."""
        return (self.kind, self.state, self.ahead, self.heading, self.lanes, self.temporary)


Word = Callable[[str], str]
Number = Callable[[str], float]


def carried(given: Mapping[str, str], place: str, *, word: Word, number: Number) -> Carried | None:
    """What the Properties of an entity say that it carries; None if they name no `signal`.

    Args:
        given: where each property stands, by its name.
        place: of the entity.
        word: the text of a property.
        number: the same as a finite number.

    Raises:
        BadInput: a word that is not known, a number that is none or cannot be meant.
    """
    if "signal" not in given:
        return None
    for name in given:
        if name.startswith("signal_") and name not in PROPERTIES:
            known = ", ".join(PROPERTIES)
            raise BadInput(f"there is no property '{name}'", place=given[name], remedy=f"known are {known}")
    kind = kind_of(word("signal"), given["signal"])
    state = state_of(word("signal_state"), given["signal_state"]) if "signal_state" in given else at_first(kind)
    value, ahead = (number(name) if name in given else 0.0 for name in ("signal_value", "signal_ahead"))
    if kind == SignalKind.LIMIT and not value > 0.0:
        raise BadInput(f"a limit of {value} m/s", place=given.get("signal_value", place), remedy="give signal_value")
    if abs(ahead) > FARTHEST:
        raise BadInput(f"signal_ahead is {ahead} m", place=given["signal_ahead"], remedy=f"at most {FARTHEST:g}")
    heading = number("signal_heading") if "signal_heading" in given else math.pi
    lanes = OWN if kind in OF_A_LANE else EVERY
    if "signal_lanes" in given:
        lanes = lanes_of(word("signal_lanes"), given["signal_lanes"])
    said = word("signal_temporary").lower() if "signal_temporary" in given else "true"
    if said not in YES:
        raise BadInput(f"signal_temporary is '{said[:40]}'", place=given["signal_temporary"], remedy="true or false")
    return Carried(kind, value if kind == SignalKind.LIMIT else 0.0, state, ahead, heading, lanes, YES[said])


def lanes_of(text: str, place: str) -> tuple[int, int]:
    """`own`, `all`, one lane id, or two: the lowest and the highest for which it counts."""
    if text in {"own", "all"}:
        return OWN if text == "own" else EVERY
    try:
        ids = sorted(int(part) for part in text.split())
    except ValueError:
        ids = []
    if len(ids) not in {1, 2} or 0 in ids or max(map(abs, ids)) > MOST:
        what = f"signal_lanes is '{text[:40]}'"
        raise BadInput(what, place=place, remedy="give own, all, a lane id, or the lowest and the highest")
    return ids[0], ids[-1]
