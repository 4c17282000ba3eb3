"""What stands on the road as walls: boxes of things and parked cars, and cones in a row joined to a fence."""

from __future__ import annotations

import math

from aureole.core.kinds import Kind
from aureole.drivers.expert.around.line import spot
from aureole.drivers.expert.look import Look
from aureole.drivers.expert.sheet import (
    A_H,
    A_ID,
    A_IS,
    A_KIND,
    A_LENGTH,
    A_S,
    A_VS,
    A_WIDTH,
    A_X,
    A_Y,
    G_CRUISE,
    G_FRONT,
    G_S,
    PARKED,
    SLOW,
    W_D,
    W_H,
    W_HALF_LENGTH,
    W_HALF_WIDTH,
    W_HD,
    W_HS,
    W_ID,
    W_MARGIN,
    W_S,
    W_X,
    W_Y,
    WALLS,
    Sheet,
)  # fmt: skip
from aureole.kernels import device

GAP = 22.0  # m; cones of a row stand no farther apart; who leaves one out leaves twice the gap
SLANT = 0.3  # -; a row goes sideways no faster than this
WIDEST = 1.9  # m; so far sideways from cone to cone there is a way between two rows
BESIDE = 0.3  # m; sideways from cone to cone that is always a row
CONE, BARRIER, WALKER = int(Kind.CONE), int(Kind.BARRIER), int(Kind.PEDESTRIAN)
ROOM, SHY, THIN = 0.36, 0.8, 0.3  # m; kept free on each side


@device
def wall(
    sheet: Sheet, x: float, y: float, h: float, half_length: float, half_width: float, number: float, margin: float
) -> None:  # fmt: skip
    """One more thing that stands, placed beside the driven line."""
    n = sheet.totals[2]
    if n >= WALLS:
        return
    b = sheet.walls[n]
    s, d, turn = spot(sheet.ref, x, y)
    c, z = abs(math.cos(h - turn)), abs(math.sin(h - turn))
    b[W_X], b[W_Y], b[W_H], b[W_HALF_LENGTH], b[W_HALF_WIDTH] = x, y, h, half_length, half_width
    b[W_ID], b[W_MARGIN], b[W_S], b[W_D] = number, margin, s - sheet.facts[G_S], d
    b[W_HS], b[W_HD] = c * half_length + z * half_width, z * half_length + c * half_width
    sheet.totals[2] = n + 1


@device
def build(look: Look, w: int, sheet: Sheet) -> None:
    """Fill the walls: temporary objects, fences of cones, who is parked, the stretch of a slow one until passed."""
    sheet.totals[2] = 0
    for i in range(look.object_id.shape[1]):
        if look.object[w, i] and math.isfinite(look.object_xy[w, i, 0] + look.object_xy[w, i, 1]):
            wall(
                sheet, look.object_xy[w, i, 0], look.object_xy[w, i, 1], look.object_heading[w, i],
                0.5 * look.object_size[w, i, 0], 0.5 * look.object_size[w, i, 1], float(look.object_id[w, i]), THIN,
            )  # fmt: skip
            sheet.walls[sheet.totals[2] - 1, W_MARGIN] = THIN
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        if a[A_KIND] >= CONE:
            wall(sheet, a[A_X], a[A_Y], a[A_H], 0.5 * a[A_LENGTH], 0.5 * a[A_WIDTH], a[A_ID], THIN)
    things = sheet.totals[2]
    fence(look, w, sheet, things)
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        if a[A_IS] == PARKED and a[A_KIND] < CONE:
            margin = SHY if a[A_KIND] == WALKER else ROOM
            wall(sheet, a[A_X], a[A_Y], a[A_H], 0.5 * a[A_LENGTH], 0.5 * a[A_WIDTH], a[A_ID], margin)
        elif a[A_IS] == SLOW and a[A_S] > 0.0:
            closing = max(sheet.facts[G_CRUISE] - a[A_VS], 2.0)
            way = a[A_VS] * max(a[A_S] - sheet.facts[G_FRONT], 0.0) / closing
            wall(sheet, a[A_X], a[A_Y], a[A_H], 0.5 * a[A_LENGTH], 0.5 * a[A_WIDTH], a[A_ID], SHY)
            b = sheet.walls[sheet.totals[2] - 1]
            b[W_S] += 0.5 * way
            b[W_HS] += 0.5 * way + 2.0


@device
def fence(look: Look, w: int, sheet: Sheet, things: int) -> None:
    """Join each cone and barrier to the next of its row, so that nobody drives between them."""
    for i in range(things):
        a = sheet.walls[i]
        best, found = math.inf, -1
        for j in range(things):
            b = sheet.walls[j]
            along, across = b[W_S] - a[W_S], abs(b[W_D] - a[W_D])
            if j == i or along <= 0.05 or along > GAP or across > min(SLANT * along + BESIDE, WIDEST):
                continue
            far = along + 4.0 * across
            if far < best:
                best, found = far, j
        if found < 0:
            continue
        b = sheet.walls[found]
        steps = min(int((b[W_S] - a[W_S]) / 2.5), 9)
        for k in range(1, steps):
            u = k / steps
            wall(
                sheet, a[W_X] + u * (b[W_X] - a[W_X]), a[W_Y] + u * (b[W_Y] - a[W_Y]), a[W_H], 0.3, 0.15, a[W_ID],
                THIN,
            )  # fmt: skip
