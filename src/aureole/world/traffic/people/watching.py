"""What a recording tells of its drivers: windows of following, chances to change lanes, samples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int64
from aureole.world.logs.recording import Recording
from aureole.world.traffic.people.placing import TOKEN, Placed, Track, placed, track_of

SPAN = 2.0  # s; of a window: in less the noise of a track hides what its driver does (docs/trials.md)
SEEN = 80.0  # m; a leader further away is not followed
ROLLING = 1.0  # m/s; slower windows tell of queues and lights, not of following
HELD = 0.5  # s; so long one is in a lane before and after a change, or it is none
WORST = 12.0  # m/s^2; a window harder than this is a leap of the track


class Windows(NamedTuple):
    """Following, one row a window of `SPAN`; the windows of a driver do not overlap."""

    driver: Int64
    """Number of the driver; of each recording from 0 on."""
    speed: Float64
    """m/s, mean."""
    gap: Float64
    """m, mean, bumper to bumper."""
    lead: Float64
    """m/s, mean, of the leader."""
    accel: Float64
    """m/s^2: slope of the speed, by least squares."""


class Chances(NamedTuple):
    """Chances to change lanes, one row a window, driver and side with a lane beside; states at its beginning."""

    driver: Int64
    speed: Float64
    ahead: Float64
    """[chances, 4] m and m/s: gap and speed of the leader here, then of the one there; infinite and 0 with nobody."""
    back: Float64
    """[chances, 3] m, m/s, m: gap to the new follower, its speed, and its gap to whom it follows now."""
    taken: Bool
    """Whether the line to that side is crossed within this window."""


class Watched(NamedTuple):
    """All that one recording tells."""

    windows: Windows
    chances: Chances
    samples: dict[str, Float64]
    """Samples for the recorded distributions, by name."""
    seconds: float
    """Vehicle-seconds on lanes."""
    changes: int
    token: Int64
    """[vehicles, ticks] as `Track.token`: `driver` is a row of it."""


def watch(recording: Recording, known: Int64 | None = None) -> Watched:
    """What a recording tells of its drivers; `known` are the tokens of others, and what they told is not told again.

    Raises:
        BadInput: the map has no lane for cars.
    """
    track = track_of(recording)
    place = placed(recording, track)
    fresh = np.ones(track.token.shape, np.bool_) if known is None else ~np.isin(track.token, known)
    turns = [turn for turn in changes(track, place) if fresh[turn[0], max(turn[1] - TOKEN, 0)]]
    there, every = track.present & (place.lane >= 0) & fresh, spans(track, fresh)
    return Watched(
        windows(track, place, every), chances(track, place, every, turns), samples(track, place, every),
        float(there.sum()) * track.step, len(turns), track.token,
    )  # fmt: skip


Spans = tuple[Int64, Int64, int]
"""(vehicle, first tick) of windows, and their length in ticks."""


def spans(track: Track, fresh: Bool) -> Spans:
    """Every window whose ticks all are there and whose first is `fresh` (vehicles, ticks)."""
    size = max(2, round(SPAN / track.step))
    found = []
    for row in range(len(track.present)):
        tick, last = 0, track.present.shape[1]
        while tick + size < last:
            if fresh[row, tick] and track.present[row, tick : tick + size + 1].all():
                found.append((row, tick))
                tick += size
            else:
                tick += 1
    both = np.array(found, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1], size


def windows(track: Track, place: Placed, every: Spans) -> Windows:
    """The windows in which one follows the same leader in the same lane throughout."""
    row, tick, size = every
    ticks = tick[:, None] + np.arange(size + 1)
    speed = track.speed[row[:, None], ticks]
    ahead = place.ahead[row[:, None], ticks, 0]
    gap = place.gap[row[:, None], ticks, 0]
    same = (ahead >= 0).all(axis=1) & (ahead == ahead[:, :1]).all(axis=1)
    lead = track.speed[ahead, ticks].mean(axis=1)
    mean, accel = speed.mean(axis=1), slope(speed, track.step)
    apart = np.where(same[:, None], gap, 1.0).mean(axis=1)
    kept = same & (apart > 0.0) & (apart < SEEN) & (mean > ROLLING) & (np.abs(accel) < WORST)
    return Windows(row[kept], mean[kept], apart[kept], lead[kept], accel[kept])


def slope(values: Float64, step: float) -> Float64:
    """Change per second of each row, by least squares."""
    at = (np.arange(values.shape[1]) - 0.5 * (values.shape[1] - 1)) * step
    return np.asarray((values * at).sum(axis=1) / (at * at).sum())


def changes(track: Track, place: Placed) -> list[tuple[int, int, int]]:
    """(vehicle, tick, side) of every change of lanes: the first tick in the new lane, 0 to the left, 1 to the right."""
    held = max(1, round(HELD / track.step))
    found = []
    for row, tick in np.argwhere((place.lane[:, 1:] != place.lane[:, :-1]) & (place.lane[:, :-1] >= 0)).tolist():
        old, new = int(place.lane[row, tick]), int(place.lane[row, tick + 1])
        if new < 0 or np.isfinite(place.way[old, new]):
            continue
        for side in range(2):
            other = int(place.next_to[old, side])
            if other >= 0 and place.way[other, new] < np.inf and settled(place, row, tick, held):
                found.append((row, tick + 1, side))
                break
    return found


def settled(place: Placed, row: int, tick: int, held: int) -> bool:
    """Whether a vehicle was in its lane before `tick`, and is in the new one after it, for so many ticks."""
    last = place.lane.shape[1]
    if tick - held < 0 or tick + 1 + held >= last:
        return False
    old, new = place.lane[row, tick - held : tick + 1], place.lane[row, tick + 1 : tick + 2 + held]
    if (old < 0).any() or (new < 0).any():
        return False
    return bool(np.isfinite(place.way[old, old[-1]]).all() and np.isfinite(place.way[new[0], new]).all())


def chances(track: Track, place: Placed, every: Spans, turns: list[tuple[int, int, int]]) -> Chances:
    """Every window, driver and side with a lane beside."""
    row, tick, size = every
    crossed = {(a, side): [t for b, t, s in turns if b == a and s == side] for a, _, side in turns}
    parts = []
    for side in range(2):
        open_ = (place.lane[row, tick] >= 0) & (place.beside[row, tick, side] >= 0) & (track.speed[row, tick] > ROLLING)
        a, t = row[open_], tick[open_]
        taken = [any(k < c <= k + size for c in crossed.get((int(r), side), ())) for r, k in zip(a, t, strict=True)]
        own, there, who = place.ahead[a, t, 0], place.ahead[a, t, side + 1], place.behind[a, t, side + 1]
        ahead = np.stack(
            (place.gap[a, t, 0], np.where(own >= 0, track.speed[own, t], 0.0), place.gap[a, t, side + 1],
             np.where(there >= 0, track.speed[there, t], 0.0)), axis=1,
        )  # fmt: skip
        back = np.stack(
            (place.back[a, t, side + 1], np.where(who >= 0, track.speed[who, t], 0.0),
             np.where(who >= 0, place.gap[who, t, 0], np.inf)), axis=1,
        )  # fmt: skip
        parts.append(Chances(a, track.speed[a, t], ahead, back, np.array(taken, np.bool_)))
    return Chances(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def samples(track: Track, place: Placed, every: Spans) -> dict[str, Float64]:
    """What the recorded distributions are made of; every value once a window and driver."""
    row, tick, size = every
    speed = track.speed[row[:, None], tick[:, None] + np.arange(size + 1)]
    accel = slope(speed, track.step)
    on = place.lane[row, tick] >= 0
    kept = on & (np.abs(accel) < WORST)
    after = kept[1:] & kept[:-1] & (row[1:] == row[:-1]) & (tick[1:] == tick[:-1] + size)
    jerk = (accel[1:] - accel[:-1])[after] / (size * track.step)
    who, gap, mean = place.ahead[row, tick, 0], place.gap[row, tick, 0], speed.mean(axis=1)
    follows = kept & (who >= 0) & (gap > 0.0) & (gap < SEEN)
    moving = follows & (mean > ROLLING)
    standing = follows & (mean < 0.3) & (track.speed[who, tick] < 0.3)
    return {
        "speed": mean[on], "accel": accel[kept], "jerk": jerk, "headway": gap[moving] / mean[moving],
        "gap": gap[moving], "standing_gap": gap[standing],
    }  # fmt: skip
