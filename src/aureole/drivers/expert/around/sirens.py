"""Who comes up from behind with blue lights and siren, and must be let pass (StVO 38)."""

from __future__ import annotations

import math

from aureole.core.kinds import Lamps
from aureole.drivers.expert.sheet import A_D, A_HS, A_LAMPS, A_S, A_VS, G_FRONT, G_REAR, Sheet
from aureole.kernels import device

SIREN = int(Lamps.EMERGENCY)
PAST, ASIDE = 3.0, 8.0  # m; so far ahead of our front it has passed; so far beside our way it goes another


@device
def heard(sheet: Sheet) -> float:
    """Metres from our rear to the nearest one behind or beside us that goes our way; infinite where there is none."""
    facts, nearest = sheet.facts, math.inf
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        if int(a[A_LAMPS]) & SIREN == 0 or a[A_VS] < 0.0 or abs(a[A_D]) > ASIDE:
            continue
        if a[A_S] - a[A_HS] < facts[G_FRONT] + PAST:
            nearest = min(nearest, max(facts[G_REAR] - a[A_S] - a[A_HS], 0.0))
    return float(nearest)
