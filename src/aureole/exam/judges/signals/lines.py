"""Lines that close and open: which of them the front of the ego passes, what they showed then, and what they tell.

A line is passed when the middle of the front comes over it within its lanes. It counts where the ego's road is the
signal's own; where the front is first over a line of the road that follows, the pass counts as soon as the reference
point has come to that road (roads of a junction lie over each other, and only that tells which one it took). Hands
and paddles go before lights, lights that work before signs: of those within `conduct.rights.signs.NEAR` of each other.
"""

from __future__ import annotations

from math import cos, sin

import numpy as np

from aureole.conduct.rights import signs as demand
from aureole.core.kinds import SignalKind
from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.exam.judges.found import PER_SECOND
from aureole.exam.judges.sight import FAR, Sight
from aureole.exam.judges.signals.places import COS as ALONG_X
from aureole.exam.judges.signals.places import PLACE, Posts, before, carried, stood
from aureole.exam.judges.signals.places import SIN as ALONG_Y
from aureole.kernels import device, kernel

LIGHT, STOP, YIELD, PRIORITY = (
    int(SignalKind.LIGHT), int(SignalKind.STOP), int(SignalKind.YIELD), int(SignalKind.PRIORITY),
)  # fmt: skip
PADDLE, HAND = int(SignalKind.PADDLE), int(SignalKind.HAND)
FACES = 0.5  # -; cosine: a signal speaks to who drives within 60° of the way of its traffic
BEYOND = 3.0  # m; the reference point comes to the road of a line at the latest so far behind it
AGAIN = 1.0  # m; who backs so far before a line may pass it once more
WITHIN = 50.0  # m; nearer than this a line that is shut is come to
MOST = 5.0  # m; deeper past a line is not told

DONE, TEMPORARY, LASTING, DUTY, DUTY_LEFT, TIME = range(6)
REDS, RED_TIME, RED_HAND, RED_NEAR, RED_WHEN = range(6, 11)
STOPS, STOP_TIME, STOP_SLOW, STOP_BY, STOP_LEAST, STOP_WHEN = range(11, 17)
DRIVE = 17
LAST, PASSED, SLOW, WAITS, SHOWED, BROKE = range(6)
SIGN = 6
NONE, GIVES, GOES, LIT = range(4)  # who passed it has to give way, goes first, has a light that lets it go


@device
def power(posts: Posts, shown: Int32, near: Float64, m: int) -> tuple[int, int, bool]:
    """What hands say at moment m (1 stop, -1 go, 0 nothing), what paddles say, and whether a light works.

    `near`: [signals] distance to each line that counts here, `FAR` for the others.
    """
    hand, paddle, lit = 0, 0, False
    for i in range(len(near)):
        if abs(near[i]) > demand.NEAR:
            continue
        kind, state = posts.kind[i], shown[m, i]
        if kind == HAND and hand <= 0:
            hand = 1 if demand.halts(state) else -1 if demand.waves(state) else hand
        if kind == PADDLE and paddle <= 0:
            paddle = 1 if demand.halts(state) else -1 if demand.waves(state) else paddle
        if kind == LIGHT and demand.works(state):
            lit = True
    return hand, paddle, lit


@device
def broken(kind: int, state: int, slow: float, said: tuple[int, int, bool], alone: bool) -> int:
    """What passing a line breaks: 0 nothing, 1 a light, 2 a hand, 3 a stop sign, 4 a paddle.

    `said`: `power`; `slow`: the least speed just before it; `alone`: no other line was passed just before.
    """
    hand, paddle, lit = said
    if kind == LIGHT:
        if hand != 0:
            return 2 if hand > 0 else 0
        return 1 if paddle >= 0 and demand.forbids(state) else 0
    if kind == HAND:
        return 2 if demand.halts(state) and alone else 0
    if kind == PADDLE:
        return 4 if demand.halts(state) and hand >= 0 else 0
    if kind == STOP:
        return 3 if hand == 0 and paddle == 0 and not lit and slow >= demand.STOOD else 0
    return 0


@device
def passes(
    posts: Posts, w: int, i: int, shows: int, breaks: int, lit: bool, row: Float64, sign: Float64
) -> None:  # fmt: skip
    """Take in that a line is passed: its count, its limit, its duty."""
    time, kind = row[TIME], posts.kind[i]
    sign[PASSED] = 1.0
    if breaks in (1, 2):
        sign[BROKE] = 1.0
        row[REDS] += 1.0
        if row[RED_TIME] < 0.0:
            row[RED_TIME], row[RED_HAND] = time, 1.0 if breaks == 2 else 0.0
    elif breaks >= 3:
        row[STOPS] += 1.0
        if row[STOP_TIME] < 0.0:
            row[STOP_TIME], row[STOP_BY], row[STOP_SLOW] = time, 1.0 if breaks == 4 else 0.0, sign[SLOW]
    if kind == STOP and breaks != 3 and sign[SLOW] < FAR and (row[STOP_LEAST] < 0.0 or sign[SLOW] > row[STOP_LEAST]):
        row[STOP_LEAST], row[STOP_WHEN] = sign[SLOW], time
    value, temporary = posts.value[w, i], posts.temporary[i]
    row[TEMPORARY], row[LASTING] = demand.told(kind, value, temporary, (row[TEMPORARY], row[LASTING]))
    duty = NONE
    if kind == LIGHT and demand.works(shows):
        duty = GIVES if breaks in (1, 2) else LIT  # who passes it shut has to give way to everybody
    elif not lit and (kind == STOP or kind == YIELD):
        duty = GIVES
    elif not lit and kind == PRIORITY:
        duty = GOES
    if duty != NONE:
        row[DUTY], row[DUTY_LEFT] = duty, demand.NEAR


@kernel
def watch_lines(
    sight: Sight, shown: Int32, posts: Posts, road: Road, rows: Float64, signs: Float64, limits: Float64, duty: Float64
) -> None:
    """The moments of every world that is not over yet; `rows` (drives) and `signs` are changed in place.

    `limits` takes the limit that signs told, m/s, and `duty` what the line last passed asks of the ego, of each moment.
    """
    ticks, count = len(sight.stamp) // len(rows), len(posts.kind)
    near, place = np.empty(count), np.empty(PLACE)
    for w in range(len(rows)):
        row = rows[w]
        front = sight.box[w, 0, 0] + 0.5 * sight.size[w, 0, 0]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if sight.over[m] or sight.hit[m] >= 0 else 0.0
            speed, time = abs(sight.speed[m, 0]), sight.stamp[m] / PER_SECOND
            row[DUTY_LEFT] -= speed * (time - row[TIME])
            row[TIME] = time
            if row[DUTY_LEFT] <= 0.0:
                row[DUTY] = NONE
            c, s = cos(sight.heading[m, 0]), sin(sight.heading[m, 0])
            x, y = sight.xyz[m, 0, 0] + front * c, sight.xyz[m, 0, 1] + front * s
            for i in range(count):
                near[i] = FAR
                known = posts.carrier[i] < 0 and posts.road[i] >= 0
                if known:
                    stood(posts, i, place)
                elif posts.carrier[i] >= 0:
                    known = carried(posts, sight, road, m, i, place)
                if known:
                    ahead, over = before(place, x, y)
                    faces = c * place[ALONG_X] + s * place[ALONG_Y]
                    if over and (faces > FACES or (posts.direction[i] == 0 and posts.carrier[i] < 0)):
                        near[i] = ahead if faces > 0.0 else -ahead
            said = power(posts, shown, near, m)
            for i in range(count):
                sign, ahead, state = signs[w, i], near[i], shown[m, i]
                here = posts.carrier[i] >= 0 or sight.road[m, 0] == posts.road[i]
                if ahead >= FAR:
                    sign[LAST] = FAR
                    if sign[WAITS] == 0.0 or not here:
                        continue
                if sign[WAITS] > 0.0 and here:
                    passes(posts, w, i, int(sign[SHOWED]), int(sign[WAITS]) - 1, said[2], row, sign)
                    sign[WAITS] = 0.0
                elif sign[WAITS] > 0.0 and ahead < -(front + BEYOND):
                    sign[WAITS] = 0.0
                if ahead >= FAR:
                    continue
                if ahead > AGAIN:
                    sign[PASSED], sign[BROKE] = 0.0, 0.0
                if ahead > demand.ZONE:
                    sign[SLOW] = FAR
                elif ahead >= 0.0:
                    sign[SLOW] = min(sign[SLOW], speed)
                if sign[LAST] < FAR and sign[LAST] >= 0.0 and ahead < 0.0 and sign[PASSED] == 0.0:
                    alone = True
                    for k in range(count):
                        other = posts.kind[k]
                        if k != i and -demand.NEAR < near[k] < 0.0 and (other == LIGHT or other == STOP):
                            alone = False
                    sign[SLOW] = min(sign[SLOW], speed)
                    breaks = broken(posts.kind[i], state, sign[SLOW], said, alone)
                    if here:
                        passes(posts, w, i, state, breaks, said[2], row, sign)
                    else:
                        sign[WAITS], sign[SHOWED] = 1.0 + breaks, state
                sign[LAST] = ahead
                shut = posts.kind[i] == LIGHT and here and demand.forbids(state) and said[0] >= 0 and said[1] >= 0
                if (shut and sign[PASSED] == 0.0 and ahead < WITHIN) or (sign[BROKE] > 0.0 and ahead < 0.0):
                    deep = min(-ahead, MOST)
                    if row[RED_WHEN] < 0.0 or deep > row[RED_NEAR]:
                        row[RED_NEAR], row[RED_WHEN] = deep, time
            limits[m] = demand.limit_of((row[TEMPORARY], row[LASTING]))
            duty[m] = row[DUTY]
