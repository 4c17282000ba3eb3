"""Which of the others matter, and what acceleration each leaves: leads, cut-ins, crossings."""

from __future__ import annotations

import math

from aureole.conduct.fuzzy import passes_first
from aureole.core.concepts import Concept
from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.drivers.rules.pace import CALM, DELAY, FIRM, NEVER, SPACING, behind, needed
from aureole.drivers.rules.tracks import ACCEL, HALF_D, HALF_S, SIDEWAYS, SPEED, STANDS, D, S
from aureole.kernels import device

MARGIN = 0.3  # m; free on each side of the own car
BESIDE_THINGS = 0.15  # m; the same beside cones and barriers, which do not move
SHY = 0.75  # m; free beside people
SOON = 3.0  # s; a vehicle that will be in the way by then counts as in the way
DRIFT = 0.15  # m/s; sideways speed below which nothing is concluded
ACROSS = 0.7  # -; sideways over forward speed from which somebody crosses rather than comes over
CREEP = 0.03  # m/s; sideways speed of one that comes over slowly
LATEST = 20.0  # s; what would take it longer is not believed
SLIGHT = 0.5  # m/s^2; needed braking from which it is heeded
CLOSE = 0.4  # s; so much too late to be past, it still goes on where braking would come too late
BACKS, STANDS_BEFORE = 0.1, 1.0  # m/s, s; drives backwards, and so long before it arrives the own car stands
HARDEST = 8.0  # m/s^2; braking that a dry road gives
BEFORE, AFTER = 2.0, 1.5  # s; a crossing road user is let through with this much time around it

FOLLOW, CUT_IN = int(Concept.FOLLOW), int(Concept.CUT_IN)
STANDING, CROSSING = int(Concept.STANDING), int(Concept.CROSSING)
PEDESTRIAN, BICYCLE, ANIMAL = int(Kind.PEDESTRIAN), int(Kind.BICYCLE), int(Kind.ANIMAL)
CONE, BARRIER = int(Kind.CONE), int(Kind.BARRIER)


@device
def soft(kind: int) -> bool:
    """People, cyclists and animals: they get more room and may turn at any moment."""
    return kind == PEDESTRIAN or kind == BICYCLE or kind == ANIMAL


@device
def thing(kind: int) -> bool:
    """What marks road works: it stands, and is passed closely."""
    return kind == CONE or kind == BARRIER


@device
def margin(kind: int) -> float:
    """Metres left free beside vehicles and things."""
    return BESIDE_THINGS if thing(kind) else MARGIN


@device
def meets(aside: float, sideways: float, half: float) -> tuple[float, float]:
    """When a thing `aside` of the path enters the strip `half` wide to either side, and leaves it."""
    inside = abs(aside) < half
    towards = -math.copysign(1.0, aside) * sideways
    if inside:
        if abs(sideways) < DRIFT:
            return 0.0, math.inf
        rest = half + math.copysign(1.0, sideways) * -aside
        return 0.0, rest / abs(sideways)
    if towards < DRIFT:
        return math.inf, math.inf
    return (abs(aside) - half) / towards, (abs(aside) + half) / towards


@device
def answer(
    t: Float64, kind: int, path: float, front: float, rear: float, half_width: float,
    speed: float, spacing: float, age: float,
) -> tuple[float, int, float]:  # fmt: skip
    """Acceleration a track leaves, the reason, and the gap to it.

    Args:
        t: the track in lane coordinates (`tracks.in_lane`).
        kind: `core.kinds.Kind`.
        path: offset of the own path from the lane's centre at the track's station.
        front, rear: stations of the own bumpers.
        half_width: of the own car.
        speed: own.
        spacing: metres to keep behind what stands.
        age: of the track, s.
    """
    gap = t[S] - t[HALF_S] - front
    if t[S] + t[HALF_S] < rear:
        return NEVER, 0, gap
    people = soft(kind)
    half = t[HALF_D] + half_width + (SHY if people else margin(kind))
    enters, leaves = meets(t[D] - path, t[SIDEWAYS], half)
    along = max(t[SPEED], 0.0)
    crossing = abs(t[SIDEWAYS]) > max(ACROSS * abs(t[SPEED]), 0.4)
    if people or crossing:
        return cross(gap, speed, along, enters, leaves, spacing)
    if enters > SOON:
        if gap > 0.0 and speed > along and drifts_in(t, path, (front, rear, half_width), speed, along):
            need = needed(gap, speed, along, t[ACCEL], spacing)
            return (-FIRM * need if need > SLIGHT else NEVER), CUT_IN, gap
        return NEVER, 0, gap
    # what stands is only passed with room beside it
    grazed = enters == 0.0 and abs(t[SPEED]) < STANDS and abs(t[D] - path) < t[HALF_D] + half_width + BESIDE_THINGS
    if speed > along and not grazed and goes_ahead(t, path, (front, rear, half_width), speed, along, age):
        return NEVER, 0, gap
    if gap < 0.0:
        return beside(t, front, rear, enters, speed), CUT_IN, gap
    room = gap
    if t[SPEED] < -BACKS:  # it comes back: stand before it is here
        room = max(gap + t[SPEED] * (speed / CALM + STANDS_BEFORE), 0.0)
    accel = behind(room, speed, along, t[ACCEL], spacing)
    reason = FOLLOW if enters == 0.0 else CUT_IN
    if t[SPEED] < STANDS:
        reason = STANDING
    return accel, reason, gap


@device
def goes_ahead(
    t: Float64, path: float, car: tuple[float, float, float], speed: float, along: float, age: float
) -> bool:  # fmt: skip
    """Whether it is better to be past what comes over than to brake for it.

    So it is where the own car is past before they meet (`conduct.fuzzy.passes_first`), and where braking cannot keep it
    behind any more but it is nearly past: then it goes on and gives way sideways. `car`: front, rear, half width.
    """
    front, rear, half_width = car
    towards = -math.copysign(1.0, t[D] - path) * t[SIDEWAYS]
    aside = abs(t[D] - path) - t[HALF_D] - half_width - max(towards, 0.0) * age
    past, closing = t[S] + t[HALF_S] - rear + along * age, speed - along
    if passes_first(aside, towards, past, closing):
        return True
    late = past - t[HALF_S] * 2.0 - (front - rear) < closing * DELAY + closing * closing / (2.0 * HARDEST)
    return late and passes_first(aside, towards, past - CLOSE * closing, closing)


@device
def drifts_in(t: Float64, path: float, car: tuple[float, float, float], speed: float, along: float) -> bool:
    """Whether one that comes over slowly would be in the way before the own car is past."""
    _, rear, half_width = car
    towards = -math.copysign(1.0, t[D] - path) * t[SIDEWAYS]
    aside = abs(t[D] - path) - t[HALF_D] - half_width
    if towards < CREEP or aside > LATEST * towards:
        return False
    return not passes_first(aside, towards, t[S] + t[HALF_S] - rear, speed - along)


@device
def cross(
    gap: float, speed: float, along: float, enters: float, leaves: float, spacing: float
) -> tuple[float, int, float]:
    """Let a crossing road user through: stop before it if it and the car would meet."""
    if gap < 0.0 and enters > 0.0:
        return NEVER, 0, gap
    arrives = max(gap, 0.0) / max(speed, 0.5)
    if enters > arrives + BEFORE or leaves < arrives - AFTER or enters > 8.0:
        return NEVER, 0, gap
    accel = behind(max(gap, 0.0), speed, min(along, speed), 0.0, max(spacing, SPACING))
    return accel, (STANDING if enters == 0.0 and math.isinf(leaves) else CROSSING), gap


@device
def beside(t: Float64, front: float, rear: float, enters: float, speed: float) -> float:
    """Acceleration when something alongside comes over: let it in if it is ahead, else hold."""
    ahead = t[S] - 0.5 * (front + rear)
    if enters == 0.0:
        return -2.0 * CALM if ahead > 0.0 else NEVER
    if ahead > -1.0 and t[SPEED] > speed - 4.0:
        return -2.0 * CALM if enters < 1.0 else -CALM
    return NEVER if ahead < -1.0 else -3.0 * CALM
