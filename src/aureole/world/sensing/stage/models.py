"""Shapes of vehicles: a hull lofted over rings, and details on it; in shares of the bounding box.

A ring is a place along the car (x from -0.5 to 0.5) with half a cross-section (y from 0 to 0.5, z from 0 to 1) that is
mirrored. Each field between two rings has a material.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from aureole.core.kinds import Kind, Lamps
from aureole.core.notes import Float64, Int32
from aureole.world.sensing.stage.seen import Seen

PAINT, GLASS, TRIM, TYRE, CHROME, RED_LAMP, AMBER_LAMP, WHITE_LAMP, PLATE, CARGO, DARK, PINK = range(12)  # materials
ALWAYS, FLAT_ONLY = 0, 1
M_CORNERS, M_MATERIAL, M_SHADER, M_LAMPS, M_LEAST, M_PLANE = 0, 12, 13, 14, 15, 16
QUAD = (
    20  # columns: corners, material, shader (0 plain, 2 disc), lamps that light it, least height in pixels to show it,
)
# and its plane: normal (of any length, out) and normal · corner
Point = tuple[float, float]
LEFT, RIGHT, BRAKE, REVERSE = (int(lamp) for lamp in (
    Lamps.INDICATOR_LEFT, Lamps.INDICATOR_RIGHT, Lamps.BRAKE, Lamps.REVERSE,
))  # fmt: skip
TAIL, HEAD = 64, 128  # lamps that burn by themselves when it is dark


class Models(NamedTuple):
    """All shapes as kernels take them."""

    first: Int32
    """Quads of model m are rows first[m]:first[m + 1]."""
    quads: Float64
    of_kind: Int32
    """Model of each `core.kinds.Kind`; -1 for what is no vehicle."""
    seen: Int32
    """Class of each kind."""


@dataclass
class Shape:
    """A model in the making."""

    quads: list[list[float]] = field(default_factory=list)

    def quad(self, corners: list[tuple[float, float, float]], material: int, *, shader: int = 0, lamps: int = 0,
             least: float = 0.0) -> None:  # fmt: skip
        """One quad, its corners counter-clockwise as seen from outside; of a triangle the last corner stands twice."""
        flat = [c for corner in corners for c in corner]
        self.quads.append([*flat, material, shader, lamps, least])

    def mirrored(self, corners: list[tuple[float, float, float]], material: int, *, shader: int = 0,
                 lamps: tuple[int, int] = (0, 0), least: float = 0.0) -> None:  # fmt: skip
        """A quad of the left side and its twin on the right."""
        self.quad(corners, material, shader=shader, lamps=lamps[0], least=least)
        twin = [(x, -y, z) for x, y, z in (corners[1], corners[0], corners[3], corners[2])]
        self.quad(twin, material, shader=shader, lamps=lamps[1], least=least)

    def loft(self, rings: list[tuple[float, list[Point]]], materials: list[list[int]]) -> None:
        """A hull over rings from rear to front; `materials[i][k]` of field k (from the sill up) before ring i + 1."""
        for i in range(len(rings) - 1):
            (x0, low), (x1, high) = rings[i], rings[i + 1]
            for k in range(len(low) - 1):
                corners = [(x1, *high[k]), (x0, *low[k]), (x0, *low[k + 1]), (x1, *high[k + 1])]
                self.mirrored(corners, materials[i][k])
        for (x, ring), front in ((rings[0], False), (rings[-1], True)):
            for k in range(len(ring) - 1):
                (y0, z0), (y1, z1) = ring[k], ring[k + 1]
                corners = [(x, y0, z0), (x, -y0, z0), (x, -y1, z1), (x, y1, z1)]
                self.quad(corners if not front else corners[::-1], TRIM if k == 0 else PAINT)

    def plate(self, x: float, y: Point, z: Point, material: int, *, front: bool = False, **more: Any) -> None:
        """An upright rectangle across the car, seen from behind or from the front."""
        right, left = y
        corners = [(x, left, z[0]), (x, right, z[0]), (x, right, z[1]), (x, left, z[1])]
        if front:
            corners = [(x, right, z[0]), (x, left, z[0]), (x, left, z[1]), (x, right, z[1])]
        self.quad(corners, material, **more)

    def lamps(self, x: float, y: tuple[float, float], z: tuple[float, float], *, front: bool) -> None:
        """A pair of lamp clusters with their indicators outside."""
        inner, outer = y
        edge = outer - 0.25 * (outer - inner)
        material, burning = (WHITE_LAMP, HEAD) if front else (RED_LAMP, BRAKE | TAIL)
        self.plate(x, (inner, edge), z, material, front=front, lamps=burning)
        self.plate(x, (-edge, -inner), z, material, front=front, lamps=burning)
        self.plate(x, (edge, outer), z, AMBER_LAMP, front=front, lamps=LEFT)
        self.plate(x, (-outer, -edge), z, AMBER_LAMP, front=front, lamps=RIGHT)

    def wheels(self, places: tuple[float, ...], across: float, up: float, y: float = 0.5) -> None:
        """Wheels seen from the side, and their treads seen from behind and from the front."""
        for x in places:
            low, high, left, right = 0.0, 2.0 * up, x - across, x + across
            self.mirrored([(right, y, low), (left, y, low), (left, y, high), (right, y, high)], TYRE, shader=2)
            for at, front in ((left, False), (right, True)):
                self.plate(at, (y - 0.13, y - 0.01), (low, 1.5 * up), DARK, front=front)
                self.plate(at, (0.01 - y, 0.13 - y), (low, 1.5 * up), DARK, front=front)

    def box(self, x: tuple[float, float], y: float, z: tuple[float, float], material: int) -> None:
        """A box, symmetric."""
        back, front = x
        self.mirrored([(front, y, z[0]), (back, y, z[0]), (back, y, z[1]), (front, y, z[1])], material)
        self.quad([(back, -y, z[1]), (front, -y, z[1]), (front, y, z[1]), (back, y, z[1])], material)
        self.plate(back, (-y, y), z, material)
        self.plate(front, (-y, y), z, material, front=True)


def car() -> Shape:
    """A saloon."""
    shape = Shape()
    rings = [
        (-0.495, [(0.41, 0.20), (0.43, 0.27), (0.455, 0.42), (0.44, 0.58), (0.40, 0.65), (0.0, 0.675)]),
        (-0.455, [(0.45, 0.155), (0.475, 0.22), (0.49, 0.42), (0.465, 0.62), (0.41, 0.695), (0.0, 0.72)]),
        (-0.365, [(0.46, 0.14), (0.485, 0.20), (0.50, 0.42), (0.475, 0.64), (0.42, 0.705), (0.0, 0.735)]),
        (-0.205, [(0.46, 0.14), (0.485, 0.20), (0.50, 0.42), (0.475, 0.65), (0.365, 0.945), (0.0, 0.975)]),
        (-0.02, [(0.46, 0.14), (0.485, 0.20), (0.50, 0.42), (0.47, 0.64), (0.37, 0.97), (0.0, 1.0)]),
        (0.10, [(0.46, 0.14), (0.485, 0.20), (0.50, 0.42), (0.465, 0.63), (0.36, 0.935), (0.0, 0.965)]),
        (0.265, [(0.46, 0.14), (0.485, 0.20), (0.50, 0.41), (0.46, 0.61), (0.41, 0.665), (0.0, 0.69)]),
        (0.43, [(0.455, 0.15), (0.475, 0.21), (0.49, 0.40), (0.445, 0.55), (0.39, 0.595), (0.0, 0.62)]),
        (0.495, [(0.39, 0.17), (0.42, 0.24), (0.44, 0.37), (0.405, 0.47), (0.35, 0.51), (0.0, 0.53)]),
    ]
    plain = [TRIM, PAINT, PAINT, PAINT, PAINT]
    shape.loft(rings, [
        plain, plain, [TRIM, PAINT, PAINT, PAINT, GLASS], [TRIM, PAINT, PAINT, GLASS, PAINT],
        [TRIM, PAINT, PAINT, GLASS, PAINT], [TRIM, PAINT, PAINT, GLASS, GLASS], plain, plain,
    ])  # fmt: skip
    shape.wheels((-0.295, 0.31), 0.0705, 0.224, 0.502)
    shape.lamps(-0.4975, (0.235, 0.435), (0.475, 0.575), front=False)
    shape.lamps(0.4985, (0.22, 0.41), (0.375, 0.45), front=True)
    shape.plate(-0.4975, (-0.13, 0.13), (0.46, 0.54), PLATE, least=14.0)
    shape.plate(-0.4975, (-0.36, 0.36), (0.205, 0.275), TRIM, least=14.0)
    shape.plate(-0.4975, (-0.41, 0.41), (0.395, 0.405), DARK, least=60.0)
    shape.plate(0.4985, (-0.20, 0.20), (0.37, 0.44), TRIM, front=True, least=14.0)
    shape.plate(0.4985, (-0.13, 0.13), (0.25, 0.32), PLATE, front=True, least=24.0)
    shape.plate(-0.12, (0.505, 0.60), (0.62, 0.71), PAINT, least=30.0)
    shape.plate(-0.12, (-0.60, -0.505), (0.62, 0.71), PAINT, least=30.0)
    return shape


def van() -> Shape:
    """A van, or anything tall with one volume."""
    shape = Shape()
    rings = [
        (-0.495, [(0.45, 0.13), (0.48, 0.19), (0.47, 0.52), (0.42, 0.95), (0.0, 0.985)]),
        (-0.45, [(0.48, 0.115), (0.50, 0.18), (0.49, 0.53), (0.44, 0.965), (0.0, 1.0)]),
        (0.16, [(0.48, 0.115), (0.50, 0.18), (0.49, 0.53), (0.44, 0.965), (0.0, 1.0)]),
        (0.25, [(0.48, 0.115), (0.50, 0.18), (0.485, 0.53), (0.42, 0.925), (0.0, 0.955)]),
        (0.40, [(0.48, 0.115), (0.495, 0.18), (0.475, 0.50), (0.41, 0.57), (0.0, 0.59)]),
        (0.495, [(0.44, 0.13), (0.455, 0.20), (0.43, 0.42), (0.36, 0.46), (0.0, 0.48)]),
    ]
    plain = [TRIM, PAINT, PAINT, PAINT]
    shape.loft(rings, [plain, plain, [TRIM, PAINT, GLASS, PAINT], [TRIM, PAINT, GLASS, GLASS], plain])
    shape.wheels((-0.30, 0.31), 0.065, 0.165, 0.502)
    shape.lamps(-0.4975, (0.38, 0.465), (0.33, 0.50), front=False)
    shape.lamps(0.4985, (0.25, 0.43), (0.31, 0.39), front=True)
    shape.plate(-0.4975, (-0.38, -0.03), (0.56, 0.86), GLASS, least=10.0)
    shape.plate(-0.4975, (0.03, 0.38), (0.56, 0.86), GLASS, least=10.0)
    shape.plate(-0.4975, (-0.12, 0.12), (0.30, 0.36), PLATE, least=14.0)
    return shape


def lorry() -> Shape:
    """A lorry with a box body."""
    shape = Shape()
    shape.box((-0.495, 0.26), 0.5, (0.28, 1.0), CARGO)
    shape.box((-0.49, 0.45), 0.30, (0.16, 0.28), DARK)
    shape.box((0.285, 0.49), 0.48, (0.14, 0.82), PAINT)
    shape.plate(0.4915, (-0.42, 0.42), (0.46, 0.74), GLASS, front=True)
    shape.mirrored([(0.47, 0.483, 0.48), (0.33, 0.483, 0.48), (0.33, 0.483, 0.74), (0.47, 0.483, 0.74)], GLASS)
    shape.plate(0.4915, (-0.40, 0.40), (0.28, 0.40), TRIM, front=True, least=14.0)
    shape.lamps(0.4925, (0.30, 0.45), (0.20, 0.26), front=True)
    shape.plate(-0.4965, (-0.004, 0.004), (0.31, 0.965), DARK, least=40.0)
    for low, high in ((0.28, 0.30), (0.975, 1.0)):
        shape.plate(-0.4965, (-0.5, 0.5), (low, high), TRIM, least=14.0)
    for left in (-0.5, 0.475):
        shape.plate(-0.4965, (left, left + 0.025), (0.28, 1.0), TRIM, least=14.0)
    shape.lamps(-0.4965, (0.32, 0.47), (0.20, 0.265), front=False)
    shape.plate(-0.4955, (-0.48, 0.48), (0.185, 0.275), TRIM, least=8.0)
    shape.plate(-0.4965, (-0.10, 0.10), (0.20, 0.255), PLATE, least=20.0)
    shape.wheels((-0.36, -0.24, 0.38), 0.052, 0.135, 0.49)
    return shape


def trailer() -> Shape:
    """A trailer: a box on wheels."""
    shape = Shape()
    shape.box((-0.495, 0.495), 0.5, (0.26, 1.0), CARGO)
    shape.box((-0.49, 0.45), 0.30, (0.14, 0.26), DARK)
    shape.lamps(-0.4965, (0.32, 0.47), (0.18, 0.245), front=False)
    shape.wheels((-0.30, -0.20), 0.045, 0.13, 0.49)
    return shape


def bus() -> Shape:
    """A bus."""
    shape = Shape()
    shape.box((-0.495, 0.495), 0.5, (0.10, 1.0), PAINT)
    for k in range(7):
        left = -0.46 + 0.132 * k
        shape.mirrored([(left + 0.118, 0.5015, 0.50), (left, 0.5015, 0.50), (left, 0.5015, 0.86),
                        (left + 0.118, 0.5015, 0.86)], GLASS)  # fmt: skip
    shape.plate(0.4965, (-0.46, 0.46), (0.40, 0.84), GLASS, front=True)
    shape.plate(-0.4965, (-0.40, 0.40), (0.55, 0.85), GLASS)
    shape.lamps(0.4975, (0.30, 0.46), (0.18, 0.26), front=True)
    shape.lamps(-0.4975, (0.36, 0.47), (0.22, 0.36), front=False)
    shape.wheels((-0.27, 0.30), 0.043, 0.16, 0.502)
    return shape


def simple(material: int = PAINT) -> Shape:
    """A plain box: an obstacle."""
    shape = Shape()
    shape.box((-0.5, 0.5), 0.5, (0.0, 1.0), material)
    return shape


def barrier() -> Shape:
    """A barrier of plastic or concrete; its stripes are painted by its own shader."""
    shape = Shape()
    rings = [(-0.5, [(0.5, 0.0), (0.42, 0.25), (0.22, 0.45), (0.18, 1.0), (0.0, 1.0)]),
             (0.5, [(0.5, 0.0), (0.42, 0.25), (0.22, 0.45), (0.18, 1.0), (0.0, 1.0)])]  # fmt: skip
    shape.loft(rings, [[CHROME] * 4])
    return shape


SHAPES = {
    Kind.CAR: car, Kind.VAN: van, Kind.TRUCK: lorry, Kind.BUS: bus, Kind.TRAILER: trailer, Kind.TRAIN: bus,
    Kind.OBSTACLE: lambda: simple(CARGO), Kind.BARRIER: barrier,
}  # fmt: skip
CLASSES = {
    Kind.CAR: Seen.CAR, Kind.VAN: Seen.CAR, Kind.TRUCK: Seen.LORRY, Kind.BUS: Seen.BUS, Kind.TRAILER: Seen.LORRY,
    Kind.MOTORBIKE: Seen.MOTORBIKE, Kind.BICYCLE: Seen.BICYCLE, Kind.PEDESTRIAN: Seen.PERSON, Kind.ANIMAL: Seen.ANIMAL,
    Kind.OBSTACLE: Seen.OBSTACLE, Kind.TRAIN: Seen.TRAIN, Kind.CONE: Seen.CONE, Kind.BARRIER: Seen.BARRIER,
}  # fmt: skip


@lru_cache(maxsize=1)
def models() -> Models:
    """Every shape."""
    made = {kind: make().quads for kind, make in SHAPES.items()}
    first = np.concatenate([[0], np.cumsum([len(quads) for quads in made.values()])]).astype(np.int32)
    of_kind = np.full(max(Kind) + 1, -1, np.int32)
    seen = np.full(max(Kind) + 1, int(Seen.OBSTACLE), np.int32)
    for number, kind in enumerate(made):
        of_kind[kind] = number
    for kind, found in CLASSES.items():
        seen[kind] = found
    return Models(first, planed(np.array([row for quads in made.values() for row in quads])), of_kind, seen)


def planed(quads: Float64) -> Float64:
    """Quads with their planes, (n, QUAD)."""
    corners = quads[:, :M_MATERIAL].reshape(-1, 4, 3)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0])
    found: Float64 = np.column_stack((quads, normal, (normal * corners[:, 0]).sum(axis=1)))
    return found
