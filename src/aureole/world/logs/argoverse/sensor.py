"""Boxes of a sensor log of Argoverse 2, from the car's frame of their moment into the city's.

Wilson et al., Argoverse 2: Next Generation Datasets for Self-Driving Perception and Forecasting, NeurIPS 2021 datasets.
Boxes are given in the frame of the recorder's car (rear axle) at about 10 Hz, its poses at about 170 Hz.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Array, Float64, Int64
from aureole.world.logs.argoverse.columns import REMEDY, columns, number, stamps
from aureole.world.logs.resampling import even, ticks_of
from aureole.world.logs.tracks import MOST_AGENTS, MOST_MOMENTS, Tracks
from aureole.world.roads.reading.markup import Notice

STEP = 0.1  # s; the boxes come every 0.0964 to 0.1032 s
EGO, OWN = "ego", "EGO_VEHICLE"
FUSION = (4.877, 2.0, 1.473)  # m; the recorder's car as annotations_with_ego has it (Ford Fusion Hybrid)
AHEAD = 1.339  # m; centre of its box ahead of the rear axle, as others estimate it
KINDS = {
    "REGULAR_VEHICLE": Kind.CAR, "LARGE_VEHICLE": Kind.TRUCK, "TRUCK": Kind.TRUCK, "BOX_TRUCK": Kind.TRUCK,
    "TRUCK_CAB": Kind.TRUCK, "VEHICULAR_TRAILER": Kind.TRUCK, "BUS": Kind.BUS, "SCHOOL_BUS": Kind.BUS,
    "ARTICULATED_BUS": Kind.BUS, "MOTORCYCLE": Kind.MOTORBIKE, "MOTORCYCLIST": Kind.MOTORBIKE,
    "BICYCLE": Kind.BICYCLE, "BICYCLIST": Kind.BICYCLE, "WHEELED_RIDER": Kind.BICYCLE,
    "PEDESTRIAN": Kind.PEDESTRIAN, "STROLLER": Kind.PEDESTRIAN, "WHEELCHAIR": Kind.PEDESTRIAN,
    "OFFICIAL_SIGNALER": Kind.PEDESTRIAN, "DOG": Kind.ANIMAL, "ANIMAL": Kind.ANIMAL, "RAILED_VEHICLE": Kind.TRAIN,
}  # fmt: skip
"""What is none of these (bollards, signs, cones, …) is an obstacle."""
POSE = ("qw", "qx", "qy", "qz", "tx_m", "ty_m", "tz_m")
BOX = ("timestamp_ns", "track_uuid", "category", "length_m", "width_m", "height_m", *POSE)


def tracks_of(folder: Path, boxes: Path) -> tuple[Tracks, tuple[Notice, ...]]:
    """Everybody of a log every 0.1 s, the recorder's car first.

    Raises:
        BadInput: a table is none, or empty.
        Missing: pyarrow is not installed.
    """
    place = str(boxes)
    found = columns(boxes, BOX)
    when = stamps(found, place)
    if not len(when):
        raise BadInput("holds no box", place=place, remedy=REMEDY)
    at = ticks_of(when, STEP)
    car = folder / "city_SE3_egovehicle.feather"
    poses = poses_at(car, when)
    own, rows = lifted(found, poses, place)
    names, whose = np.unique(found["track_uuid"].astype(str), return_inverse=True)
    if len(names) > MOST_AGENTS or len(names) * len(at) > MOST_MOMENTS:
        raise BadInput(f"{len(names)} tracks of {len(at)} ticks are more than can be played", place=place)
    kept = [gathered(found, rows, np.flatnonzero(whose == k), (when, at)) for k in range(len(names))]
    others = [(name, *one) for name, one in zip(names.tolist(), kept, strict=True) if one[0] != OWN]
    first = np.unique(when, return_index=True)[1]
    track = even((when[first] - when.min()) * 1e-9, own[first], at, STEP, 3)
    everybody = [(EGO, "REGULAR_VEHICLE", FUSION, track), *others]
    values = np.stack([one[3].values for one in everybody])
    told = [
        Notice(f"boxes at their own moments: brought to every {STEP:g} s, into the city's frame", place),
        Notice(f"the recorder's car: {FUSION[0]:g} m long, its box {AHEAD:g} m ahead of its poses (estimated)", place),
    ]
    return Tracks(
        tuple(one[0] for one in everybody),
        np.array([KINDS.get(one[1], Kind.OBSTACLE) for one in everybody], np.int32),
        np.array([one[2] for one in everybody], np.float64), np.stack([one[3].present for one in everybody]),
        values[:, :, :3], values[:, :, 3], np.full(values.shape[:2], np.nan),
    ), tuple(told)  # fmt: skip


def poses_at(path: Path, when: Int64) -> Float64:
    """Poses of the recorder's car (qw qx qy qz x y z) at some moments, between the recorded ones."""
    found = columns(path, ("timestamp_ns", *POSE))
    place, known = str(path), stamps(found, str(path))
    order = np.argsort(known, kind="stable")
    table = np.column_stack([number(found, name, place)[order] for name in POSE])
    known = known[order]
    if not len(known) or not np.isfinite(table).all():
        raise BadInput("holds no pose, or one that is no number", place=place, remedy=REMEDY)
    if (when < known[0] - 1e9 * STEP).any() or (when > known[-1] + 1e9 * STEP).any():
        raise BadInput("does not reach over the moments of the boxes", place=place, remedy=REMEDY)
    signs = np.where((table[1:, :4] * table[:-1, :4]).sum(axis=1) < 0.0, -1.0, 1.0)
    table[1:, :4] *= np.cumprod(signs)[:, None]  # a quaternion and its negative are one rotation
    since = (known - known[0]) * 1e-9
    at = (when - known[0]) * 1e-9
    return np.stack([np.interp(at, since, column) for column in table.T], axis=1)


def rotation(quaternion: Float64) -> Float64:
    """Rotation matrices (n, 3, 3) of quaternions w x y z, of whatever length."""
    w, x, y, z = (quaternion / np.maximum(np.linalg.norm(quaternion, axis=1), 1e-12)[:, None]).T
    rows = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    return np.moveaxis(np.array(rows), 2, 0)


def lifted(found: dict[str, Array], poses: Float64, place: str) -> tuple[Float64, Float64]:
    """x y z heading in the city's frame of the recorder's box and of every box, one row a box."""
    city_from_car = rotation(poses[:, :4])
    box = np.column_stack([number(found, name, place) for name in POSE])
    centre = np.einsum("nij,nj->ni", city_from_car, box[:, 4:]) + poses[:, 4:]
    ahead = np.einsum("nij,nj->ni", city_from_car, rotation(box[:, :4])[:, :, 0])
    rows = np.column_stack((centre, np.arctan2(ahead[:, 1], ahead[:, 0])))
    car = poses[:, 4:] + AHEAD * city_from_car[:, :, 0]
    own = np.column_stack((car, np.arctan2(city_from_car[:, 1, 0], city_from_car[:, 0, 0])))
    return own, rows


def gathered(
    found: dict[str, Array], rows: Float64, mine: Int64, clock: tuple[Int64, Float64]
) -> tuple[str, tuple[float, ...], Any]:  # fmt: skip
    """Category, measures and even poses of one track."""
    when, at = clock
    time = (when[mine] - when.min()) * 1e-9
    order = np.argsort(time, kind="stable")
    order = order[np.concatenate([[True], np.diff(time[order]) > 0.0])]
    size = tuple(float(np.median(found[name][mine])) for name in ("length_m", "width_m", "height_m"))
    sound = np.isfinite(rows[mine][order]).all(axis=1)
    order = order[sound] if sound.any() else order
    return str(found["category"][mine[0]]), size, even(time[order], rows[mine][order], at, STEP, 3)
