"""One agent's way as pieces: each is driven without a jump and without an absence, and becomes one trajectory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from aureole.core.notes import Float64
from aureole.world.scenarios.export.tracks import NANO, Tracks

JUMP = 0.05  # m; a place so far from where the velocity leads was not driven to
HARDEST = 10.0  # m/s²; what a velocity may be off by in a step that is driven, for every second of it
STILL = 1e-9  # m, rad: less is no motion


@dataclass(frozen=True, slots=True)
class Samples:
    """A stretch of one agent's track, moment by moment."""

    time: Annotated[Float64, "moments", "s", "-"]
    pose: Annotated[Float64, "moments 6", "-", "world"]
    """x, y, z, heading, pitch, roll."""
    speed: Annotated[Float64, "moments", "m/s", "agent"]

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch, and how it begins and ends."""

    samples: Samples
    appears: bool
    """The agent was not there before (and not because the drive begins here)."""
    leaves: float | None
    """When the agent is sent away, s; None if it goes on, or stays to the end."""


def pieces(tracks: Tracks, agent: int) -> list[Piece]:
    """The pieces of one agent in order.

    What a storyboard begins at one moment is seen at the next. So a piece after a jump or an absence begins one moment
    earlier, on the way to its first place, and an agent is sent away at the last moment at which it is there.
    """
    here = np.flatnonzero(tracks.present[:, agent])
    gone = np.diff(here) > 1
    jumped = _jumps(tracks, agent)[here[1:]] & ~gone
    starts = [0, *(np.flatnonzero(gone | jumped) + 1)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(here)], strict=True):
        rows = here[start:end]
        appears = bool(rows[0] > 0 and not tracks.present[rows[0] - 1, agent])
        after = int(rows[-1]) + 1
        leaves = after < len(tracks.stamp) and not tracks.present[after, agent]
        samples = _samples(tracks, agent, rows)
        if rows[0] > 0:
            samples = _led_to(samples, tracks.stamp[rows[0] - 1] / NANO)
        found.append(Piece(samples, appears, samples.time[-1] if leaves else None))
    return found


def rests(piece: Piece) -> bool:
    """Whether nothing moves: such an agent needs a place and no trajectory."""
    pose = piece.samples.pose
    return bool((np.abs(pose - pose[0]) < STILL).all() and (np.abs(piece.samples.speed) < STILL).all())


def _jumps(tracks: Tracks, agent: int) -> np.ndarray:
    """Which moments an agent did not drive to: place and velocity do not belong together."""
    found = np.zeros(len(tracks.stamp), dtype=np.bool_)
    span = np.diff(tracks.stamp)[:, np.newaxis] / NANO
    way = np.diff(tracks.xyz[:, agent, :2], axis=0)
    off = np.linalg.norm(way - tracks.velocity[1:, agent] * span, axis=1)
    found[1:] = off > JUMP + HARDEST * span[:, 0] ** 2
    return found


def _samples(tracks: Tracks, agent: int, rows: np.ndarray) -> Samples:
    angles = [getattr(tracks, name)[rows, agent, np.newaxis] for name in ("heading", "pitch", "roll")]
    return Samples(
        tracks.stamp[rows] / NANO, np.concatenate((tracks.xyz[rows, agent], *angles), axis=1), tracks.speed[rows, agent]
    )


def _led_to(samples: Samples, time: float) -> Samples:
    """The same with one moment more before it, from where the first speed leads to the first place."""
    pose, speed = samples.pose[0].copy(), samples.speed[0]
    way = speed * (samples.time[0] - time)
    pose[0] -= way * np.cos(pose[3])
    pose[1] -= way * np.sin(pose[3])
    return Samples(
        np.concatenate(([time], samples.time)),
        np.vstack((pose, samples.pose)),
        np.concatenate(([speed], samples.speed)),
    )
