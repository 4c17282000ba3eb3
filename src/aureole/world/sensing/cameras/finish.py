"""From light to bytes: haze by depth, exposure and tone curve, lens, rain on it, noise of the sensor."""

from __future__ import annotations

import math

import numpy as np

from aureole.kernels import device, kernel
from aureole.world.sensing.noise import uniform
from aureole.world.sensing.shapes.canvas import V_WORLD, Job
from aureole.world.sensing.stage.stage import L_FOG, L_GAIN, L_GLARE, L_HAZE, L_RAIN, L_SUN

N_SAMPLES, N_EXPOSURE, N_NOISE, N_WARPED = 0, 1, 2, 3  # numbers of `Job.finish`
DROPS = 26  # on the glass in heavy rain
QUANTILES = 1024
ZERO, ONE, TINY, HALF, WHITE = (np.float32(n) for n in (0.0, 1.0, 1e-6, 0.5, 255.0))
TONE_A, TONE_B, TONE_C, TONE_D, TONE_E = (np.float32(n) for n in (2.51, 0.03, 2.43, 0.59, 0.14))
"""Narkowicz (2016): ACES filmic tone mapping curve."""


@device
def develop_row(job: Job, image: int, slot: int, row: int) -> None:
    """Haze, exposure and tone curve of a row of the frame, in place: from linear light to values from 0 to 1.

    Haze is exp(-d) as (1 + d / 16)^-16, at most 0.012 off; the tone curve is the rational one of Narkowicz (2016),
    the encoding a square root. All three are divisions and roots, which go many at a time.
    """
    canvas, light, world = job.canvas, job.stage.light, int(job.views[image, V_WORLD])
    haze = np.float32(light[world, L_HAZE] / 16.0)
    gain = np.float32(0.72 * light[world, L_GAIN] * job.finish[N_EXPOSURE])
    fog_r, fog_g, fog_b = (
        np.float32(light[world, L_FOG]), np.float32(light[world, L_FOG + 1]), np.float32(light[world, L_FOG + 2]),
    )  # fmt: skip
    near, red, green, blue = (
        canvas.near[slot, row], canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row],
    )  # fmt: skip
    for j in range(canvas.near.shape[2]):
        thick = ONE + haze / (near[j] + TINY)
        thick *= thick
        thick *= thick
        thick *= thick
        thick *= thick
        clear = ONE / thick if near[j] > ZERO else ONE
        red[j] = toned(gain * (fog_r + clear * (red[j] - fog_r)))
        green[j] = toned(gain * (fog_g + clear * (green[j] - fog_g)))
        blue[j] = toned(gain * (fog_b + clear * (blue[j] - fog_b)))


@device
def toned(c: np.float32) -> np.float32:
    """Tone curve and encoding of one channel, 0 to 1."""
    tone = c * (TONE_A * c + TONE_B) / (c * (TONE_C * c + TONE_D) + TONE_E)
    tone = tone if tone < ONE else ONE
    root: np.float32 = np.sqrt(tone if tone > ZERO else ZERO)
    return root


@device
def glare_row(job: Job, image: int, slot: int, row: int) -> None:
    """A low sun in or near the picture lays a veil over it (CIE 1999: falls with the square of the angle)."""
    canvas, light, views, world = job.canvas, job.stage.light, job.views, int(job.views[image, V_WORLD])
    strength = light[world, L_GLARE]
    if strength <= 0.0:
        return
    x = y = z = 0.0
    for k in range(3):
        x += views[image, 3 + k] * light[world, L_SUN + k]
        y += views[image, 6 + k] * light[world, L_SUN + k]
        z += views[image, 9 + k] * light[world, L_SUN + k]
    if x <= 0.1:
        return
    focal = views[image, 24]
    at_row, at_column = views[image, 26] - focal * z / x, views[image, 25] - focal * y / x
    for j in range(canvas.near.shape[2]):
        dr, dc = (row - at_row) / focal, (j - at_column) / focal
        veil = strength * (0.0022 / (dr * dr + dc * dc + 0.0018) + 0.10 / (dr * dr + dc * dc + 0.5))
        canvas.colour[slot, 0, row, j] = min(canvas.colour[slot, 0, row, j] + veil, 1.0)
        canvas.colour[slot, 1, row, j] = min(canvas.colour[slot, 1, row, j] + 0.90 * veil, 1.0)
        canvas.colour[slot, 2, row, j] = min(canvas.colour[slot, 2, row, j] + 0.74 * veil, 1.0)


@device
def sampled(job: Job, slot: int, k: int, row: float, column: float) -> float:
    """The frame between its pixels."""
    colour = job.canvas.colour
    rows, columns = colour.shape[2], colour.shape[3]
    row, column = min(max(row, 0.0), rows - 1.001), min(max(column, 0.0), columns - 1.001)
    i, j = int(row), int(column)
    a, b = row - i, column - j
    low = colour[slot, k, i, j] + b * (colour[slot, k, i, j + 1] - colour[slot, k, i, j])
    high = colour[slot, k, i + 1, j] + b * (colour[slot, k, i + 1, j + 1] - colour[slot, k, i + 1, j])
    return float(low + a * (high - low))


@device
def value(job: Job, slot: int, k: int, row: int, column: int) -> float:
    """A pixel of the picture, 0 to 1: the mean of its samples, through the lens if that distorts."""
    samples = int(job.finish[N_SAMPLES])
    whole = 0.0
    if job.finish[N_WARPED] > 0.5:
        at_row, at_column = job.warp[row, column, 0], job.warp[row, column, 1]
        for i in range(samples):
            for j in range(samples):
                shift = 0.5 * (samples - 1)
                whole += sampled(job, slot, k, at_row + i - shift, at_column + j - shift)
        return whole / (samples * samples)
    for i in range(samples):
        for j in range(samples):
            whole += job.canvas.colour[slot, k, row * samples + i, column * samples + j]
    return whole / (samples * samples)


@device
def finish_row(job: Job, image: int, slot: int, row: int) -> None:
    """A row of the picture and of its truth."""
    shots, canvas, samples = job.shots, job.canvas, int(job.finish[N_SAMPLES])
    columns, noise = shots.image.shape[2], job.finish[N_NOISE]
    simple = samples == 1 and job.finish[N_WARPED] < 0.5 and noise == 0.0
    if simple:
        red, green, blue = canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row]
        out = shots.image[image, row]
        for j in range(columns):
            out[j, 0], out[j, 1], out[j, 2] = byte(red[j]), byte(green[j]), byte(blue[j])
    else:
        for j in range(columns):
            grain = uniform(job.keys[image], job.ticks[image], row * columns + j) if noise > 0.0 else 0.0
            for k in range(3):
                c = value(job, slot, k, row, j)
                if noise > 0.0:
                    grain *= QUANTILES
                    place = int(grain)
                    grain -= place
                    c += noise * math.sqrt(0.25 + c) * job.grain[place]
                shots.image[image, row, j, k] = int(min(max(c, 0.0), 1.0) * 255.0 + 0.5)
    if job.stage.light[int(job.views[image, V_WORLD]), L_RAIN] > 0.0:
        rain_row(job, image, slot, row)
    if job.want[0]:
        truth_row(job, image, slot, row)


@device
def byte(c: np.float32) -> int:
    """A value from 0 to 1 as one of 256."""
    return int(c * WHITE + HALF) & 255


@device
def truth_row(job: Job, image: int, slot: int, row: int) -> None:
    """Depth, class and instance of the sample in the middle of each pixel."""
    shots, canvas, samples = job.shots, job.canvas, int(job.finish[N_SAMPLES])
    rows, columns = canvas.near.shape[1], canvas.near.shape[2]
    for j in range(shots.image.shape[2]):
        i2, j2 = row * samples + samples // 2, j * samples + samples // 2
        if job.finish[N_WARPED] > 0.5:
            i2, j2 = int(job.warp[row, j, 0] + 0.5), int(job.warp[row, j, 1] + 0.5)
            i2, j2 = min(max(i2, 0), rows - 1), min(max(j2, 0), columns - 1)
        near = canvas.near[slot, i2, j2]
        shots.depth[image, row, j] = 1.0 / near if near > 0.0 else math.inf
        shots.kind[image, row, j], shots.name[image, row, j] = canvas.kind[slot, i2, j2], canvas.name[slot, i2, j2]


@device
def rain_row(job: Job, image: int, slot: int, row: int) -> None:
    """Streaks of falling rain, and drops on the glass that show the picture upside down."""
    image_, key = job.shots.image, job.keys[image]
    rows, columns = image_.shape[1], image_.shape[2]
    rain = job.stage.light[int(job.views[image, V_WORLD]), L_RAIN]
    wide = max(2.0, columns / 110.0)
    tall = 0.16 * rows
    for j in range(columns):
        lane = math.floor((j + 0.10 * row) / wide)
        inner = (j + 0.10 * row) / wide - lane
        chance = uniform(key, job.ticks[image], 1_000_000 + int(lane) + 4096 * int(row / tall))
        if chance < 0.30 * rain and inner < 0.5:
            at = row / tall - math.floor(row / tall)
            add = int(34.0 * rain * (1.0 - abs(2.0 * at - 1.0)) * (1.0 - 2.0 * inner))
            for k in range(3):
                image_[image, row, j, k] = min(255, image_[image, row, j, k] + add)
    for drop in range(int(DROPS * rain)):
        at_row, at_column = rows * uniform(key, 0, 3 * drop), columns * uniform(key, 0, 3 * drop + 1)
        radius = rows * (0.008 + 0.022 * uniform(key, 0, 3 * drop + 2) ** 2)
        dr = (row - at_row) / radius
        if abs(dr) >= 1.0:
            continue
        half = math.sqrt(1.0 - dr * dr) * radius
        for j in range(max(int(at_column - half), 0), min(int(at_column + half) + 1, columns)):
            drop_pixel(job, image, slot, (row, j), (at_row, at_column, radius))


@device
def drop_pixel(job: Job, image: int, slot: int, pixel: tuple[int, int], drop: tuple[float, float, float]) -> None:
    """One pixel of a drop: the scene far around it, upside down, darker at the rim."""
    row, column = pixel
    at_row, at_column, radius = drop
    rows, columns = job.shots.image.shape[1], job.shots.image.shape[2]
    dr, dc = (row - at_row) / radius, (column - at_column) / radius
    away = dr * dr + dc * dc
    if away >= 1.0:
        return
    there = (
        min(max(int(at_row - 5.0 * radius * dr), 0), rows - 1),
        min(max(int(at_column - 5.0 * radius * dc), 0), columns - 1),
    )
    tone = 1.06 - 0.42 * away * away
    for k in range(3):
        job.shots.image[image, row, column, k] = int(min(255.0, 255.0 * tone * value(job, slot, k, there[0], there[1])))


@kernel
def finish(job: Job, image: int) -> None:
    """The picture of one view, from the frame on slot 0."""
    for row in range(job.canvas.near.shape[1]):
        develop_row(job, image, 0, row)
        glare_row(job, image, 0, row)
    for row in range(job.shots.image.shape[1]):
        finish_row(job, image, 0, row)
