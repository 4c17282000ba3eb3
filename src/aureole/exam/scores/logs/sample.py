"""Logs of other steps and logs of bare poses, made into what scores take: evenly spaced, with velocities."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float64
from aureole.exam.scores.logs.log import STEP, Lights, Log, Motion, Others

LONGEST = 36_000  # moments; an hour at 10 Hz


def motion_of(time: Float64, xy: Float64, heading: Float64) -> Motion:
    """The motion along poses: velocities, accelerations and yaw rates by central differences.

    Args:
        time: s, rising, shape (moments,).
        xy: m, shape (moments, 2).
        heading: rad, shape (moments,).
    """
    turned = np.unwrap(heading)
    if len(time) < 2:
        return Motion(xy, turned, np.zeros((len(time), 2)), np.zeros((len(time), 2)), np.zeros(len(time)))
    velocity = np.gradient(xy, time, axis=0)
    change = np.gradient(velocity, time, axis=0)
    c, s = np.cos(turned), np.sin(turned)
    accel = np.stack((c * change[:, 0] + s * change[:, 1], c * change[:, 1] - s * change[:, 0]), axis=1)
    return Motion(np.asarray(xy), turned, velocity, accel, np.gradient(turned, time))


def resampled(log: Log, step: float = STEP) -> Log:
    """The same drive every `step` seconds from its first moment on, between moments by straight lines.

    Who is present only at one end of a stretch is present up to its middle; lights change there too. `past` is kept
    only where its spacing is the new one already.

    Raises:
        BadInput: the log is empty, its times do not rise, or it would be longer than an hour at 10 Hz.
    """
    time = log.time
    if len(time) == 0 or not np.isfinite(time).all() or (np.diff(time) <= 0.0).any():
        raise BadInput("the times do not rise", place="Log.time", remedy="sort the moments, drop doubles")
    count = int(np.floor((time[-1] - time[0]) / step + 1e-6)) + 1
    if count > LONGEST:
        raise BadInput(f"{count} moments, at most {LONGEST}", place="Log.time", remedy="cut the log")
    at = time[0] + step * np.arange(count)
    even = len(time) < 2 or bool(np.abs(np.diff(time) - step).max() < 1e-6)
    nearest = near(time, at)
    return replace(
        log, time=at, ego=moved(log.ego, time, at), past=log.past if even else None,
        others=None if log.others is None else others_at(log.others, time, at, nearest),
        lights=None if log.lights is None else lights_at(log.lights, nearest),
        human=None if log.human is None else moved(log.human, time, at),
        safe=None if log.safe is None else moved(log.safe, time, at),
    )  # fmt: skip


def near(time: Float64, at: Float64) -> np.ndarray:
    """Row of the time nearest to each of the others; both rise."""
    right = np.clip(np.searchsorted(time, at), 1, max(len(time) - 1, 1))
    return np.where(at - time[right - 1] <= time[np.minimum(right, len(time) - 1)] - at, right - 1, right)


def moved(motion: Motion, time: Float64, at: Float64) -> Motion:
    """A motion at other times."""
    turned = replace(motion, heading=np.unwrap(motion.heading))
    return Motion(*(between(getattr(turned, field.name), time, at) for field in fields(Motion)))


def between(values: Float64, time: Float64, at: Float64) -> Float64:
    """Values (moments, …) at other times, along straight lines."""
    flat = values.reshape(len(time), -1)
    out = np.stack([np.interp(at, time, column) for column in flat.T], axis=1) if flat.size else flat[:0]
    return np.asarray(out.reshape(len(at), *values.shape[1:]))


def others_at(others: Others, time: Float64, at: Float64, nearest: np.ndarray) -> Others:
    """Others at other times; between one where somebody is there and one where not, the nearest of the two counts."""
    present: Bool = others.present[nearest]
    left = np.clip(np.searchsorted(time, at, side="right") - 1, 0, max(len(time) - 2, 0))
    right = np.minimum(left + 1, len(time) - 1)
    whole = others.present[left] & others.present[right]

    def pick(values: Float64) -> Float64:
        clean = np.where(np.isfinite(values), values, 0.0)
        smooth = between(clean, time, at)
        mask = whole if values.ndim == 2 else whole[..., None]
        return np.ascontiguousarray(np.where(mask, smooth, clean[nearest]))

    heading = np.unwrap(np.where(np.isfinite(others.heading), others.heading, 0.0), axis=0)
    return Others(present, pick(others.xy), pick(heading), pick(others.velocity), others.size, others.kind)


def lights_at(lights: Lights, nearest: np.ndarray) -> Lights:
    """Lights at other times."""
    return replace(lights, red=lights.red[nearest])
