"""Who goes before the ego where ways meet: by signs, by lights, by the side they come from, on foot, with a siren."""

from __future__ import annotations

from math import cos, sin

from aureole.conduct.rights import signs as demand
from aureole.conduct.rights.yielding import TURNS, from_right, half_turn, oncoming, turned_across
from aureole.core.kinds import Kind, Lamps, SignalKind
from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.exam.judges.sight import Sight, box_centre
from aureole.exam.judges.signals.lines import FACES, GIVES, GOES, LIGHT, LIT, STOP, YIELD
from aureole.exam.judges.signals.places import COS, SIN, Posts, before, carried, stood
from aureole.kernels import device
from aureole.world.roads.line import line_frame

PEDESTRIAN, BICYCLE = int(Kind.PEDESTRIAN), int(Kind.BICYCLE)
SIREN, CROSSING = int(Lamps.EMERGENCY), int(SignalKind.CROSSING)
MOVERS = (
    int(Kind.CAR), int(Kind.VAN), int(Kind.TRUCK), int(Kind.BUS), int(Kind.MOTORBIKE), BICYCLE, PEDESTRIAN,
    int(Kind.TRAIN),
)  # fmt: skip
AROUND = 6.0  # m; a crossing reaches so far before and behind its sign
BESIDE = 5.0  # m; and so far beside the lanes
NOBODY, BY_PRIORITY, BY_TURN, ON_FOOT, BY_SIREN, AT_TURN = range(6)  # on foot over a crossing; where the ego turns off


@device
def waits(posts: Posts, shown: Int32, sight: Sight, w: int, m: int, a: int, place: Float64) -> tuple[bool, bool]:
    """Whether another stands before, or has just passed, a sign that tells it to give way; and before a red light."""
    x, y = box_centre(sight, w, m, a)
    c, s = cos(sight.heading[m, a]), sin(sight.heading[m, a])
    x, y = x + 0.5 * sight.size[w, a, 0] * c, y + 0.5 * sight.size[w, a, 0] * s
    gives, shut = False, False
    for i in range(len(posts.kind)):
        kind = posts.kind[i]
        if posts.carrier[i] >= 0 or posts.road[i] < 0 or not (kind == LIGHT or kind == STOP or kind == YIELD):
            continue
        stood(posts, i, place)
        ahead, over = before(place, x, y)
        faces = c * place[COS] + s * place[SIN]
        if over and abs(ahead) <= demand.NEAR and faces > FACES:
            gives = gives or kind != LIGHT
            shut = shut or (kind == LIGHT and ahead > 0.0 and demand.forbids(shown[m, i]))
    return gives, shut


@device
def at_crossing(posts: Posts, sight: Sight, road: Road, m: int, a: int, place: Float64) -> bool:
    """Whether somebody on foot is on a crossing that is marked by a sign."""
    for i in range(len(posts.kind)):
        if posts.kind[i] != CROSSING:
            continue
        if posts.carrier[i] >= 0:
            if not carried(posts, sight, road, m, i, place):
                continue
        else:
            stood(posts, i, place)
        dx, dy = sight.xyz[m, a, 0] - place[0], sight.xyz[m, a, 1] - place[1]
        along, aside = place[COS] * dx + place[SIN] * dy, -place[SIN] * dx + place[COS] * dy
        if abs(along) <= AROUND and place[5] - BESIDE < aside < place[4] + BESIDE:
            return True
    return False


@device
def turns_off(sight: Sight, road: Road, m: int) -> bool:
    """Whether the road that the ego is on leads to a side, though it has not turned yet."""
    r = sight.road[m, 0]
    if r < 0:
        return False
    _, _, first, _, _, _ = line_frame(road, r, 0.0)
    _, _, last, _, _, _ = line_frame(road, r, road.road_length[r])
    return abs(half_turn(last - first)) > TURNS


@device
def right_of(
    sight: Sight, road: Road, posts: Posts, shown: Int32, w: int, m: int, a: int, duty: float, base: float, fork: bool,
    place: Float64,
) -> int:  # fmt: skip
    """By what another goes before the ego (`NOBODY` if it does not).

    Args:
        duty: what the line that the ego last passed asks (`lines.GIVES`…).
        base: rad; the heading with which it came to the junction.
        fork: it is on a road of a junction.
        place: room, (`PLACE`,).
    """
    kind, heading, left_hand = (
        sight.kind[w, a],
        sight.heading[m, a],
        bool(road.road_left_hand[max(sight.road[m, 0], 0)]),
    )
    turned = half_turn(sight.heading[m, 0] - base)
    turning = fork and (abs(turned) > TURNS or turns_off(sight, road, m))
    if sight.lamps[m, a] & SIREN != 0:
        return BY_SIREN
    if kind == PEDESTRIAN:
        if turning:
            return AT_TURN
        return ON_FOOT if at_crossing(posts, sight, road, m, a, place) else NOBODY
    if kind == BICYCLE and turning and abs(half_turn(heading - base)) < TURNS:
        return BY_TURN
    gives, shut = waits(posts, shown, sight, w, m, a, place)
    if shut:
        return NOBODY
    if duty == GIVES and not gives:
        return BY_PRIORITY
    if (fork or duty != 0.0) and oncoming(base, heading) and turned_across(base, sight.heading[m, 0], left_hand):
        return NOBODY if gives and duty != GIVES else BY_TURN
    if duty == GOES or duty == LIT or gives != (duty == GIVES):
        return NOBODY
    return BY_PRIORITY if fork and from_right(base, heading, left_hand) else NOBODY
