"""The published frame of the reference drivers for UN R157, told once more in plain Python: the oracle of our drivers.

Two boxes of 4.3 m by 1.9 m, steps of 0.1 s; the new speed first, then the way; overlap is tested before each move. It
knows both ways as the publication does, float64 throughout. Our drivers see a float32 observation of a played scenario.
"""

from __future__ import annotations

import itertools
import math

LENGTH, WIDTH, STEPS = 4.3, 1.9, 350
BRAKE, JERK = 0.774 * 9.81, 12.65  # m/s^2, m/s^3
DELAY = {"cc": 0.75, "reg": 0.35, "rss": 0.75, "fsm": 0.75}  # s


def sideways(lateral: float) -> tuple[list[float], list[float]]:
    """Lateral position (m) and speed (m/s) of the one that cuts in, from its first step aside on."""
    lateral = lateral * 10 * 0.1  # the published grid's multiples of 0.1
    ramp = [0.15 * k for k in range(math.ceil(lateral / 0.15))]
    before = [3.5 + sum(ramp[k:]) / 10 for k in range(len(ramp))]
    lasting = int(35.0 // lateral + 1) if lateral else 0
    speeds = ([lateral] * lasting + [0.0] * STEPS)[:STEPS]
    after = [3.5 - way / 10 for way in itertools.accumulate(speeds)]
    return [*before, 3.5, *after], [*ramp, lateral, *speeds]


class Mind:
    """What a driver of the frame remembers."""

    def __init__(self, model: str) -> None:
        self.model, self.delay, self.braking, self.calm, self.done = model, DELAY[model], 0.0, True, False
        self.wish = 0.0

    def safe(self, along: float, aside: float, speed: float, other: float, drift: float, accel: float) -> bool:
        """Whether the model sees no danger; `along` between the boxes' middles, `aside` between their sides."""
        if along < 0.0:
            return True
        gap, closing = along - LENGTH, speed - other
        ttc = abs(gap / closing) if closing else math.inf
        match self.model:
            case "cc":
                self.done = aside <= 0.0 and ttc > 2.0
                return aside > 0.0 or self.done
            case "reg":
                return aside > 0.5 or ttc > closing / 12 + 0.35 + 0.1
            case "rss":
                need = speed * 0.75 + 3 * 0.75**2 / 2 + (speed + 0.75 * 3) ** 2 / 12 - other**2 / 12
                room = 0.3 + (2 * drift + 0.75) * 0.75 / 2 + (drift + 0.75) ** 2 / 2
                return not (gap < need and aside < room)
        return self.fuzzy(along, aside, speed, other, drift, accel) == 0.0

    def fuzzy(self, along: float, aside: float, speed: float, other: float, drift: float, accel: float) -> float:
        """Braking by the fuzzy safety model; 0 is safe."""
        gap, closing = along - LENGTH, speed - other
        self.wish = 0.0
        if aside > 0.0 and (drift <= 0.0 or not closing or aside / drift > (along + LENGTH) / closing + 0.1):
            return 0.0
        pfs = share(gap - 2, *(speed * 0.75 + speed**2 / b - other**2 / 14 + more for b, more in ((8, 2), (12, 0))))
        cfs = 0.0
        if speed > other:
            held = max(accel, -4.0)
            after = speed + 0.75 * held - other
            if after < 0.0:
                cfs = 1.0 if gap < closing**2 / abs(2 * accel) else 0.0
            else:
                way = (speed + held * 0.75 / 2 - other) * 0.75
                cfs = share(gap, way + after**2 / 8, way + after**2 / 12)
        self.wish = cfs * 2 + 4 if cfs > 0.0 else pfs * 4
        return self.wish

    def react(self, speed: float) -> float:
        """The speed one step later where something is unsafe."""
        if self.delay > 0.0:
            self.delay -= 0.1
            self.braking = 0.4 if self.model == "cc" else 0.0
            return speed - self.braking / 10
        if self.model == "reg":
            return max(speed - 0.6, 0.0)
        self.braking = min(self.braking + JERK / 10, BRAKE, self.wish if self.model == "fsm" else math.inf)
        return max(speed - self.braking / 10, 0.0)


def share(gap: float, safe: float, unsafe: float) -> float:
    """0 above `safe`, 1 below `unsafe`, straight between."""
    return 0.0 if gap > safe else 1.0 if gap < unsafe else (gap - safe) / (unsafe - safe)


def collides(model: str, ego_kmh: float, other_kmh: float, gap: float, lateral: float) -> bool:
    """Whether the published driver runs into the one that cuts in."""
    wished, other = ego_kmh / 3.6, other_kmh / 3.6
    across, drifts = sideways(lateral)
    ramp = len(across) - STEPS - 1
    mind, speed, last = Mind(model), wished, wished
    ego, ahead = -ramp * wished / 10, gap + LENGTH - ramp * other / 10
    for step in range(STEPS + ramp):
        aside, along = across[step], ahead - ego
        safe = mind.safe(along, abs(aside) - WIDTH, speed, other, drifts[step], (speed - last) * 10)
        if mind.done:
            return False
        if not safe:
            after = mind.react(speed)
            mind.calm = False
        else:
            after = min(max(wished, speed - 0.1), speed + 0.1) if mind.calm else speed
        if abs(aside) < WIDTH and abs(along) < LENGTH:
            return True
        ego, ahead = ego + after / 10, ahead + other / 10
        last, speed = speed, after
    return False
