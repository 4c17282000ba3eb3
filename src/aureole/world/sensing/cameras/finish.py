"""From what a picture shows to bytes: veil of a low sun, lens, rain on it, noise of the sensor."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Array, Float32, Int32, Uint8
from aureole.kernels import device
from aureole.world.sensing.noise import uniform, words
from aureole.world.sensing.shapes.canvas import V_WORLD, Job
from aureole.world.sensing.stage.stage import L_GLARE, L_RAIN, L_SUN

N_SAMPLES, N_EXPOSURE, N_NOISE, N_WARPED = 0, 1, 2, 3  # numbers of `Job.finish`
DROPS = 26  # on the glass in heavy rain
QUANTILES = 1024
DIGITS, LAST_QUANTILE = np.uint64(10), np.uint64(QUANTILES - 1)  # bits that choose a quantile
HALVES, OUTER = np.float32(2.0 / QUANTILES), np.float32(1.0 - 1.0 / QUANTILES)
BELL_0, BELL_1, BELL_2, BELL_3, BELL_4 = (
    np.float32(n) for n in (1.274624854, -1.986765556, 0.719527133, 1.756256386, -0.758353775)
)
ZERO, ONE, HALF, WHITE = (np.float32(n) for n in (0.0, 1.0, 0.5, 255.0))
TENTH = np.int32(QUANTILES - 1)
EIGHT, SIXTEEN, BYTE = np.int32(8), np.int32(16), np.int32(255)
UP8, UP16, UP24 = np.uint32(8), np.uint32(16), np.uint32(24)
FIRST, SECOND, THIRD = np.uint64(1), np.uint64(2), np.uint64(3)
QUARTER = np.float32(0.25)


@device
def simple(job: Job, world: int) -> bool:
    """Whether a pixel of the picture is one of the frame, without noise or a veil over it."""
    return bool(
        job.finish[N_SAMPLES] == 1.0 and job.finish[N_WARPED] < 0.5 and job.finish[N_NOISE] == 0.0
        and job.stage.light[world, L_GLARE] <= 0.0 and job.stage.light[world, L_RAIN] <= 0.0
    )  # fmt: skip


@device
def straight(job: Job, world: int) -> bool:
    """Whether a pixel of the picture is one of the frame, which nothing else asks for."""
    return bool(
        job.finish[N_SAMPLES] == 1.0 and job.finish[N_WARPED] < 0.5 and job.stage.light[world, L_RAIN] <= 0.0
    )  # fmt: skip


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
    focal, line = views[image, 24], row % canvas.near.shape[1]
    at_row, at_column = views[image, 26] - focal * z / x, views[image, 25] - focal * y / x
    for j in range(canvas.near.shape[2]):
        dr, dc = (row - at_row) / focal, (j - at_column) / focal
        veil = strength * (0.0022 / (dr * dr + dc * dc + 0.0018) + 0.10 / (dr * dr + dc * dc + 0.5))
        canvas.colour[slot, 0, line, j] = min(canvas.colour[slot, 0, line, j] + veil, 1.0)
        canvas.colour[slot, 1, line, j] = min(canvas.colour[slot, 1, line, j] + 0.90 * veil, 1.0)
        canvas.colour[slot, 2, line, j] = min(canvas.colour[slot, 2, line, j] + 0.74 * veil, 1.0)


@device
def sampled(job: Job, slot: int, k: int, row: float, column: float) -> float:
    """The frame between its pixels."""
    colour = job.canvas.colour
    rows, columns = job.canvas.near.shape[1], job.canvas.near.shape[2]
    row, column = min(max(row, 0.0), rows - 1.001), min(max(column, 0.0), columns - 1.001)
    i, j = int(row), int(column)
    a, b = row - i, column - j
    low = colour[slot, k, i, j] + b * (colour[slot, k, i, j + 1] - colour[slot, k, i, j])
    high = colour[slot, k, i + 1, j] + b * (colour[slot, k, i + 1, j + 1] - colour[slot, k, i + 1, j])
    return float(low + a * (high - low))


@device
def value(job: Job, slot: int, k: int, row: int, column: int) -> float:
    """A pixel of the picture, 0 to 1: the mean of its samples, through the lens if that distorts."""
    samples, lines = int(job.finish[N_SAMPLES]), job.canvas.near.shape[1]
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
            whole += job.canvas.colour[slot, k, (row * samples + i) % lines, column * samples + j]
    return whole / (samples * samples)


@device
def finish_row(job: Job, image: int, slot: int, row: int) -> None:
    """A row of the picture and of its truth, from rows of the frame that were developed."""
    shots, canvas, world = job.shots, job.canvas, int(job.views[image, V_WORLD])
    columns, line = shots.image.shape[2], row % canvas.near.shape[1]
    if simple(job, world):
        red, green, blue = canvas.colour[slot, 0, line], canvas.colour[slot, 1, line], canvas.colour[slot, 2, line]
        written(red, green, blue, canvas.owner[slot, line], shots.words[image, row], shots.image[image, row])
    elif job.finish[N_NOISE] > 0.0 and straight(job, world):
        noised(job, image, slot, row)
        red, green, blue = canvas.colour[slot, 0, line], canvas.colour[slot, 1, line], canvas.colour[slot, 2, line]
        written(red, green, blue, canvas.owner[slot, line], shots.words[image, row], shots.image[image, row])
    elif job.finish[N_NOISE] > 0.0:
        noisy_row(job, image, slot, row)
    else:
        for j in range(columns):
            for k in range(3):
                c = value(job, slot, k, row, j)
                shots.image[image, row, j, k] = int(min(max(c, 0.0), 1.0) * 255.0 + 0.5)
    if job.stage.light[world, L_RAIN] > 0.0:
        rain_row(job, image, slot, row)
    if job.want[0]:
        truth_row(job, image, slot, row)


@device
def byte_of(value: np.float32) -> np.int32:
    """From 0 to 1 to a byte."""
    return np.int32(min(max(value, ZERO), ONE) * WHITE + HALF)


@device
def bell(number: np.int32) -> np.float32:
    """The standard normal distribution's quantile in the middle of one of `QUANTILES` equal parts.

    A rational function fitted to them: 0.004 off in the mean square, at most 0.03, at the ends; no table is looked up.
    """
    part = HALVES * np.float32(number) - OUTER
    square = part * part
    over = part * (BELL_0 + square * (BELL_1 + square * BELL_2))
    return np.float32(over / (ONE - square * (BELL_3 + square * BELL_4)))


@device
def written(red: Float32, green: Float32, blue: Float32, packed: Int32, words: Array, out: Uint8) -> None:
    """A row of bytes, of which four pixels make three words."""
    columns = np.uint64(len(out))
    for j in range(columns):
        packed[j] = np.int32(
            byte_of(red[j]) | np.int32(byte_of(green[j]) << EIGHT) | np.int32(byte_of(blue[j]) << SIXTEEN)
        )  # fmt: skip
    if len(words) == 0:
        for j in range(columns):
            out[j, 0], out[j, 1], out[j, 2] = packed[j] & BYTE, packed[j] >> EIGHT & BYTE, packed[j] >> SIXTEEN & BYTE
        return
    for four in range(columns >> np.uint64(2)):
        p, w = np.uint64(4) * four, np.uint64(3) * four
        one, two = np.uint32(packed[p]), np.uint32(packed[p + FIRST])
        three, last = np.uint32(packed[p + SECOND]), np.uint32(packed[p + THIRD])
        words[w] = np.uint32(one | np.uint32(two << UP24))
        words[w + FIRST] = np.uint32(np.uint32(two >> UP8) | np.uint32(three << UP16))
        words[w + SECOND] = np.uint32(np.uint32(three >> UP16) | np.uint32(last << UP8))


@device
def noised(job: Job, image: int, slot: int, row: int) -> None:
    """The noise of `noisy_row` on a row of the frame, where its pixels are those of the picture."""
    line, columns, noise = row % job.canvas.near.shape[1], job.shots.image.shape[2], np.float32(job.finish[N_NOISE])
    drawn, blocks = job.canvas.soil.texel[slot, line], (columns + 3) // 4
    key, tick, first = job.keys[image], job.ticks[image], row * blocks
    for block in range(np.uint64(blocks)):
        four, p = words(key, tick, first + np.int64(block)), np.uint64(block) << SECOND
        drawn[p], drawn[p + FIRST] = np.int32(four[0]), np.int32(four[1])
        drawn[p + SECOND], drawn[p + THIRD] = np.int32(four[2]), np.int32(four[3])
    for k in range(3):
        colour, down = job.canvas.colour[slot, k, line], np.int32(10 * k)
        for j in range(np.uint64(columns)):
            much = bell(np.int32(np.int32(drawn[j] >> down) & TENTH))
            colour[j] += noise * np.sqrt(QUARTER + colour[j]) * much


@device
def noisy_row(job: Job, image: int, slot: int, row: int) -> None:
    """A row with the noise of the sensor: four pixels take three quantiles each from four words of noise."""
    out, columns, noise = job.shots.image[image, row], job.shots.image.shape[2], np.float32(job.finish[N_NOISE])
    plain, line = job.finish[N_SAMPLES] == 1.0 and job.finish[N_WARPED] < 0.5, row % job.canvas.near.shape[1]
    blocks = (columns + 3) // 4
    for block in range(blocks):
        four = words(job.keys[image], job.ticks[image], row * blocks + block)
        for i in range(min(4, columns - 4 * block)):
            j, word = 4 * block + i, four[i]
            for k in range(3):
                c = job.canvas.colour[slot, k, line, j] if plain else np.float32(value(job, slot, k, row, j))
                c += noise * np.sqrt(QUARTER + c) * bell(np.int32(word & LAST_QUANTILE))
                word >>= DIGITS
                out[j, k] = int(min(max(c, ZERO), ONE) * WHITE + HALF)


@device
def truth_row(job: Job, image: int, slot: int, row: int) -> None:
    """Depth, class and instance of the sample in the middle of each pixel."""
    shots, canvas, samples = job.shots, job.canvas, int(job.finish[N_SAMPLES])
    lines, columns = canvas.near.shape[1], canvas.near.shape[2]
    for j in range(shots.image.shape[2]):
        i2, j2 = (row * samples + samples // 2) % lines, j * samples + samples // 2
        if job.finish[N_WARPED] > 0.5:
            i2, j2 = int(job.warp[row, j, 0] + 0.5), int(job.warp[row, j, 1] + 0.5)
            i2, j2 = min(max(i2, 0), lines - 1), min(max(j2, 0), columns - 1)
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
