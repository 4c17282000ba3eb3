"""Orders that are carried out at once, and how long it waits before it asks for help."""

from __future__ import annotations

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.plan import Ask
from aureole.drivers.rules.memory import Memory, Whole
from aureole.drivers.rules.order import Intent
from aureole.drivers.rules.room import Own
from aureole.kernels import device

PATIENCE = 10.0  # s; stands blocked so long before it asks for a takeover
DEMAND = 10.0  # s; from the transition demand to the minimal-risk manoeuvre, UN R157 5.4
STILL = 0.1  # m/s
SILENT = 0.5  # s; older sight is no sight

ENDS = int(Concept.ROAD_ENDS)
TAKEOVER, MINIMAL_RISK = int(Ask.TAKEOVER), int(Ask.MINIMAL_RISK)
GO_LEFT, GO_RIGHT, PULL_OVER = int(Intent.LEFT), int(Intent.RIGHT), int(Intent.PULL_OVER)
FASTER, SLOWER = int(Intent.FASTER), int(Intent.SLOWER)


@device
def tidy(memory: Memory, w: int, speed: float, held: Whole, now: float, own: Own) -> int:
    """How long it has stood blocked and asked for help; what to ask now."""
    if held and speed < STILL:
        memory.blocked[w] = min(memory.blocked[w], now)
    else:
        memory.blocked[w] = np.inf
    silent = own.age[w, 0] > SILENT
    needs = silent or now - memory.blocked[w] > PATIENCE or held == ENDS
    if not needs:
        memory.asked[w] = np.inf
        return 0
    memory.asked[w] = min(memory.asked[w], now)
    return MINIMAL_RISK if now - memory.asked[w] > DEMAND else TAKEOVER


@device
def obey(memory: Memory, w: int) -> None:
    """Orders that only change the pace are carried out at once."""
    if memory.order[w] == FASTER:
        memory.pace[w], memory.order[w] = 1.15, 0
    elif memory.order[w] == SLOWER:
        memory.pace[w], memory.order[w] = 0.8, 0


@device
def wants(memory: Memory, w: int) -> tuple[int, bool]:
    """Side an order asks for, and whether the hard shoulder may be entered for it."""
    order = memory.order[w]
    if order == GO_LEFT:
        return 1, False
    if order == GO_RIGHT or order == PULL_OVER:
        return -1, order == PULL_OVER
    return 0, False
